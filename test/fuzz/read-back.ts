import type { Client, Json } from '../resolvers/client.ts';

/** A customer as the API shows them, all pages read. */
export interface Shown {
  readonly id: string;
  readonly value: Json;
  readonly referredBy: Json;
  readonly orders: readonly Json[];
  readonly interactions: readonly Json[];
  readonly following: readonly Json[];
  readonly referralClaims: readonly Json[];
}

const CUSTOMERS = `query ($after: String) {
  customers(first: 100, after: $after) { totalCount { count } nodes { id } pageInfo { hasNextPage endCursor } } }`;

const LISTS = {
  orders: `nodes { id source sourceId placedAt cancelledAt promotion acquisitionChannel net { minorUnits }
    lines { sku group quantity net { minorUnits } cost { minorUnits } kind returnOf returnedAt } }`,
  interactions: 'nodes { id source sourceId type channel occurredAt objectRef valence influence effortMinutes }',
  following: 'nodes { source kind weight at followed { id } }',
  referralClaims: 'nodes { id source sourceId at reward { minorUnits } advocate { id } }',
} as const;
type List = keyof typeof LISTS;
const LIST_NAMES = Object.keys(LISTS) as List[];

const VALUE = `value { total { minorUnits } totalDirect { minorUnits } revenue { minorUnits }
  current { total { minorUnits } direct { minorUnits } indirect { minorUnits } } potential { total { minorUnits } }
  referralValue { rewards { minorUnits } } breakdown { key amount { minorUnits } } }`;
const pageOf = (list: List): string =>
  `${list}(first: 100, after: $${list}) { ${LISTS[list]} pageInfo { hasNextPage endCursor } }`;
const CUSTOMER = `query ($id: ID!, ${LIST_NAMES.map((list) => `$${list}: String`).join(', ')}) {
  node(id: $id) { ... on Customer { id referredBy { id reward { minorUnits } } ${VALUE} ${LIST_NAMES.map(pageOf).join(' ')} } } }`;

/** The ids of everybody the last run saw. */
export async function everybody({ data }: Client): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { customers }: Json = await data(CUSTOMERS, { after });
    for (const { id } of customers.nodes) ids.push(id);
    if (!customers.pageInfo.hasNextPage) return ids;
    after = customers.pageInfo.endCursor;
  }
}

/** One customer with all records; fails when there is none of this id. */
export async function shown({ data }: Client, id: string): Promise<Shown> {
  const all: Record<List, Json[]> = { orders: [], interactions: [], following: [], referralClaims: [] };
  const after: Partial<Record<List, string>> = {};
  const done = new Set<List>();
  for (;;) {
    const { node }: Json = await data(CUSTOMER, { id, ...after });
    if (node === null) throw new Error(`${id} is not there`);
    for (const list of LIST_NAMES) {
      if (done.has(list)) continue;
      all[list].push(...node[list].nodes);
      if (node[list].pageInfo.hasNextPage) after[list] = node[list].pageInfo.endCursor;
      else done.add(list);
    }
    if (done.size === LIST_NAMES.length) return { ...node, ...all };
  }
}

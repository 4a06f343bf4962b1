import type { CustomerId } from '../../domain/events.ts';
import type { CustomerFlows, Flow, FlowList } from './flow-list.ts';

/** Ids once, then numbers: ids are random and do not compress. A list is [total, rest, flows], a flow [customer, amount, …rest of the path]. */
interface EncodedFlows {
  readonly ids: string;
  readonly customers: readonly (readonly [
    customer: number,
    atRiskMinor: number | null,
    ...lists: (EncodedList | 0)[],
  ])[];
}
type EncodedList = readonly [totalMinor: number, restMinor: number, flows: readonly (readonly number[])[]];

const LISTS = [
  'referralReceived',
  'referralPassedOn',
  'networkReceived',
  'networkPassedOn',
] as const satisfies readonly (keyof CustomerFlows)[];

/** The flows of some customers as text; equal flows, equal text. */
export function encodeFlows(flows: ReadonlyMap<CustomerId, CustomerFlows>): string {
  const ids: CustomerId[] = [];
  const position = new Map<CustomerId, number>();
  const at = (id: CustomerId): number => {
    const known = position.get(id);
    if (known !== undefined) return known;
    position.set(id, ids.length);
    return ids.push(id) - 1;
  };
  const encodeList = ({ totalMinor, restMinor, flows: terms }: FlowList): EncodedList | 0 =>
    totalMinor === 0 && restMinor === 0 && terms.length === 0
      ? 0
      : [
          totalMinor,
          restMinor,
          terms.map(({ customer, amountMinor, path }) => [at(customer), amountMinor, ...path.map(at)]),
        ];
  const customers = [...flows].map(
    ([id, lists]) => [at(id), lists.networkAtRiskMinor, ...LISTS.map((name) => encodeList(lists[name]))] as const,
  );
  return JSON.stringify({ ids: ids.join(' '), customers } satisfies EncodedFlows);
}

/** One customer's flows out of {@link encodeFlows}, or null when they take part in none. */
export function decodeFlows(text: string, id: CustomerId): CustomerFlows | null {
  const { ids: joined, customers } = JSON.parse(text) as EncodedFlows;
  const ids = joined.split(' ');
  const encoded = customers.find(([customer]) => ids[customer] === id);
  if (encoded === undefined) return null;
  const [, networkAtRiskMinor, ...lists] = encoded;
  const decodeList = (list: EncodedList | 0 | undefined): FlowList => {
    if (list === 0 || list === undefined) return { totalMinor: 0, restMinor: 0, flows: [] };
    const [totalMinor, restMinor, terms] = list;
    const flows = terms.map(([customer, amountMinor, ...path]): Flow => ({
      customer: ids[customer!]!,
      amountMinor: amountMinor!,
      path: path.map((each) => ids[each]!),
    }));
    return { totalMinor, restMinor, flows };
  };
  return {
    ...Object.fromEntries(LISTS.map((name, k) => [name, decodeList(lists[k])])),
    networkAtRiskMinor,
  } as CustomerFlows;
}

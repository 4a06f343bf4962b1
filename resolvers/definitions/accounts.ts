import { rolledUpMinor } from '../../domain/profile/roll-up.ts';
import { decodeAccount, type PublishedAccount } from '../../published/accounts.ts';
import { ACCOUNT_MEMBERS, ACCOUNTS, bucketsOf, segmentList } from '../../published/blocks.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { accountHash } from '../../store/definitions/account-hash.ts';
import type { Db } from '../../store/client/db.ts';
import { getAccount, nameOfAccount, type Account } from '../../store/definitions/catalogue.ts';
import { readList } from '../../store/published/lists.ts';
import { bucketOf } from '../../store/published/slots.ts';
import type { AccountResolvers, QueryResolvers } from '../generated.ts';
import { customersOf } from '../network/communities.ts';
import type { RequestContext } from '../serve/context.ts';
import { potentialSide } from '../value/value.ts';
import { connection, encodeKey, offsetAfter, pageSize } from '../wire/paging.ts';

const nameOf = ({ source, id }: Account): string => nameOfAccount(source, id);

/** Colons of a name at which source and id are tried to be told apart: a source may hold one itself. */
const COLONS = 3;
/** More than accounts can lie in one another. */
const MOST_DEEP = 25;
const NOBODY = 'Nobody is told to be: the `contact` of this account, or of one it is part of.';

/** The account a customer's fact names (`source:id`); null where nothing is said of it. */
export async function accountNamed(db: Db, name: string): Promise<Account | null> {
  const parts = name.split(':');
  for (let colon = 1; colon < Math.min(parts.length, COLONS + 1); colon++) {
    const account = await getAccount(db, parts.slice(0, colon).join(':'), parts.slice(colon).join(':'));
    if (account !== null) return account;
  }
  return null;
}

/** Whom of the company an account deals with, as told of it or of the nearest account it is part of; null where nobody is told. */
export async function contactOfAccount(
  db: Db,
  account: Account | null,
): Promise<{ readonly name: string; readonly account: Account } | null> {
  let at = account;
  for (let depth = 0; at !== null && depth < MOST_DEEP; depth++) {
    if (at.contact !== undefined) return { name: at.contact, account: at };
    at = at.parent === undefined ? null : await getAccount(db, at.source, at.parent);
  }
  return null;
}

/** What the visible run says of an account; null where it has seen no member. A small block, read once per request. */
async function publishedOf(account: Account, { db, loaders }: RequestContext): Promise<PublishedAccount | null> {
  const generation = await loaders.generation();
  const bits = generation === null ? undefined : statisticsOf(generation).accounts?.bits;
  if (bits === undefined) return null;
  const hash = accountHash(db, nameOf(account));
  const block = await loaders.text.load({ kind: bucketsOf(ACCOUNTS, bits), number: bucketOf(hash, bits) });
  return block === null ? null : decodeAccount(block, hash);
}

export const accountQueries: Pick<QueryResolvers, 'account'> = {
  account: (_, { source, id }, { db }) => getAccount(db, source, id),
};

export const accountFields: AccountResolvers = {
  sourceId: ({ id }) => id,
  name: (account) => account.name ?? null,
  parent: ({ source, parent }, _, { db }) => (parent === undefined ? null : getAccount(db, source, parent)),

  trustedContact: async (account, _, { db }) => {
    const told = await contactOfAccount(db, account);
    return told === null ? { name: null, account: null, reason: NOBODY } : { ...told, reason: null };
  },

  rollUp: async (account, _, context) => {
    const published = await publishedOf(account, context);
    if (published === null) return null;
    const { value } = published;
    const { directMinor: direct, indirectMinor: indirect } = value;
    return {
      customers: value.customers,
      total: rolledUpMinor(value),
      current: { status: 'COMPUTED' as const, reason: null, total: direct + indirect, direct, indirect },
      potential: potentialSide(value),
      revenue: value.revenueMinor,
      asOf: (await context.loaders.generation())!.asOf,
    };
  },

  members: async (account, { first, after }, context) => {
    const [published, generation] = [await publishedOf(account, context), await context.loaders.generation()];
    const size = published?.value.customers ?? 0;
    const cursorList = `${ACCOUNTS}/${nameOf(account)}/${generation?.generation ?? 0}`;
    const wanted = pageSize(first);
    const from = offsetAfter(after, cursorList, size);
    const list = generation?.segments[ACCOUNT_MEMBERS];
    const page =
      published === null || generation === null || list === undefined
        ? null
        : await readList(
            context.db,
            generation,
            { ...list, name: segmentList(ACCOUNT_MEMBERS) },
            published.offset + from,
            Math.min(wanted, size - from),
          );
    const members = await customersOf(page?.ids ?? [], context);
    const edges = members.map((node, k) => ({ cursor: encodeKey(cursorList, String(from + k + 1)), node }));
    return connection(edges, from + wanted < size, { after });
  },
};

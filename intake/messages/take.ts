import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { recordExposures, type ExposureStatus } from '../../store/actions/exposures.ts';
import type { CustomerId } from '../../domain/events.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import { keepLatest, latestOf } from '../../store/customers/latest.ts';
import { createCustomer } from '../../store/customers/marks.ts';
import { recordsById } from '../../store/customers/survivors.ts';
import { resolveCustomers, type Resolved } from '../../store/customers/resolve.ts';
import { describeCustomer, upsertCustomer } from '../../store/customers/upsert.ts';
import { keepAccountName } from '../../store/definitions/account-names.ts';
import { recentRuleSet } from '../../store/definitions/rules.ts';
import { foldMarkedOf } from '../../store/events/fold.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { ingestOrderParts } from '../../store/events/order-parts.ts';
import { settleNames } from '../../store/merges/names.ts';
import { writeGood } from '../write-good.ts';
import { emailIn } from '../customer-rows.ts';
import { isRefusal } from './contract.ts';
import type { Refusal } from './message.ts';
import type { Told } from './told.ts';

/** ACCEPTED: something of it is new. DUPLICATE: all of it is known. SKIPPED: it says nothing Kring keeps. REJECTED: it cannot be kept. */
export interface MessageResult {
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'SKIPPED' | 'REJECTED';
  /** Why it was skipped or rejected, or what of it was left out. */
  readonly because: readonly Refusal[];
}

export interface TakeOptions {
  readonly source: string;
  /** False leaves summaries to a later foldPending. Default true. */
  readonly fold?: boolean;
  readonly ruleSet?: EngagementRuleSet;
}

const CONCURRENT = 8;

/**
 * Takes in what messages say, one code path for files, the HTTP API and webhooks. Any number of them, in any order, repeated or split: what stands in the end
 * depends on the set of messages alone (decision 22). Results in their order; a failure of the database throws, and the same messages sent again
 * finish what was begun.
 *
 * Customers → events → orders → names and addresses → whose names are whose → summaries, once a customer. Whoever dies before that leaves marks, and the
 * next run, or the same messages sent again, find them.
 */
export async function takeMessages(
  db: Db,
  messages: readonly (Told | Refusal)[],
  options: TakeOptions,
): Promise<MessageResult[]> {
  const rows = messages.map((message) => ({
    message: isRefusal(message) ? null : message,
    rejected: isRefusal(message) ? message : (null as Refusal | null),
    isNew: false,
  }));
  const ids = await customersOf(db, messages);
  await takeEvents(db, rows);
  await takeOrders(db, rows, options, ids);
  await takeExposures(db, rows, options);
  await takeDetails(db, rows, options, ids);
  await takeNames(db, rows, ids);
  if (options.fold ?? true) await foldMarkedOf(db, [...ids.values()], options.ruleSet ?? (await recentRuleSet(db)));
  return rows.map(({ message, rejected, isNew }): MessageResult => {
    if (rejected !== null) return { status: 'REJECTED', because: [rejected] };
    const { events, orders, details, names, account, exposures, left } = message!;
    const isEmpty =
      events.length + orders.length + names.length + exposures.length === 0 && details === null && account === null;
    const saysNothing = isEmpty || (left.length > 0 && events.length + orders.length === 0 && details === null);
    return { status: saysNothing ? 'SKIPPED' : isNew ? 'ACCEPTED' : 'DUPLICATE', because: left };
  });
}

interface Row {
  readonly message: Told | null;
  rejected: Refusal | null;
  isNew: boolean;
}

const nameOf = (by: CustomerIdentifier): string => JSON.stringify(by);

/** Everybody the messages name, by name. Users are made where they are not there yet, and whoever an order is of: what refers to them names them by id. */
async function customersOf(db: Db, messages: readonly (Told | Refusal)[]): Promise<ReadonlyMap<string, CustomerId>> {
  const told = messages.filter((message): message is Told => !isRefusal(message));
  const users = told.flatMap(({ names }) => names.map(({ user }) => user));
  const owners = told.flatMap(({ by, orders }) => (by === null || orders.length === 0 ? [] : [by]));
  const named = told.flatMap(({ by, names }) => [...(by === null ? [] : [by]), ...names.map(({ name }) => name)]);
  const all = new Map([...users, ...owners, ...named].map((by) => [nameOf(by), by] as const));
  const needed = new Set([...users, ...owners].map(nameOf));
  const resolved = await resolveCustomers(db, [...all.values()], { consistent: true, attributes: [] });
  const byName = new Map<string, Resolved>([...all.keys()].map((name, index) => [name, resolved[index]!]));
  await mapLimit([...byName], CONCURRENT, async ([name, { id, identity, item }]) => {
    if (item === undefined && identity !== null && needed.has(name)) await createCustomer(db, id, identity);
  });
  return new Map([...byName].map(([name, { id }]) => [name, id]));
}

async function takeEvents(db: Db, rows: readonly Row[]): Promise<void> {
  const events = rows.flatMap((row) =>
    row.message?.by == null ? [] : row.message.events.map((event) => ({ row, customer: row.message!.by!, event })),
  );
  const results = await writeGood(events, (some) => ingestEvents(db, some, { fold: false }));
  for (const [index, result] of results.entries()) {
    const { row } = events[index]!;
    if (result.status === 'ACCEPTED') row.isNew = true;
    else if (result.status === 'REFUSED') row.rejected = { code: 'INVALID', field: '', message: result.reason };
    else if (result.status === 'CONFLICT')
      row.rejected = {
        code: 'CONFLICT',
        field: 'messageId',
        message: 'was sent before with other content: another message needs an id of its own',
      };
  }
}

async function takeOrders(
  db: Db,
  rows: readonly Row[],
  { source }: TakeOptions,
  ids: ReadonlyMap<string, CustomerId>,
): Promise<void> {
  const parts = rows.flatMap((row) =>
    (row.message?.orders ?? []).map(({ id, part }) => ({
      row,
      told: {
        source,
        id,
        part:
          part.part === 'ORDER'
            ? { ...part, customerId: ids.get(nameOf(row.message!.by!))!, isAnonymous: row.message!.isAnonymous }
            : part,
      },
    })),
  );
  const statuses = await ingestOrderParts(
    db,
    parts.map(({ told }) => told),
    { fold: false },
  );
  for (const [index, status] of statuses.entries()) if (status === 'ACCEPTED') parts[index]!.row.isNew = true;
}

const NOT_EXPOSED: Readonly<Partial<Record<ExposureStatus, string>>> = {
  UNKNOWN_MEMBER: 'was not drawn for the action, so nothing was noted',
  NOT_FOUND: 'there is no such action',
  NOT_FROZEN: 'nobody is drawn for the action yet',
  ACTION_ENDED: 'the action is over',
};

async function takeExposures(db: Db, rows: readonly Row[], { source }: TakeOptions): Promise<void> {
  const exposed = rows.flatMap((row) =>
    row.message?.by == null
      ? []
      : row.message.exposures.map((exposure) => ({ row, exposure: { ...exposure, by: row.message!.by!, source } })),
  );
  if (exposed.length === 0) return;
  const results = await recordExposures(
    db,
    exposed.map(({ exposure }) => exposure),
  );
  for (const [index, { status }] of results.entries()) {
    const { row } = exposed[index]!;
    const reason = NOT_EXPOSED[status];
    if (reason !== undefined) row.rejected = { code: status, field: 'properties.action', message: reason };
    else if (status !== 'DUPLICATE') row.isNew = true;
  }
}

async function takeDetails(
  db: Db,
  rows: readonly Row[],
  { source }: TakeOptions,
  ids: ReadonlyMap<string, CustomerId>,
): Promise<void> {
  const good = rows.flatMap((row) =>
    row.rejected === null && row.message !== null ? [{ row, told: row.message }] : [],
  );
  // Of several names of one account the latest stands, and the others would be overtaken at once.
  const byAccount = Map.groupBy(
    good.flatMap(({ row, told: { account } }) => (account === null ? [] : [{ row, account }])),
    ({ account }) => account.id,
  );
  await mapLimit([...byAccount.values()], CONCURRENT, async (named) => {
    const { row, account } = named.reduce((a, b) => (isLaterName(b.account, a.account) ? b : a));
    if (await keepAccountName(db, { source, ...account })) row.isNew = true;
  });
  // An id that is an e-mail address is one, whatever the message is about: looked at once a customer.
  const byId = Map.groupBy(
    good.filter(({ told }) => told.by !== null && (told.details !== null || addressIn(told) !== undefined)),
    ({ told }) => ids.get(nameOf(told.by!))!,
  );
  const before = await recordsById(db, [...byId.keys()]);
  await mapLimit([...byId], CONCURRENT, async ([id, own]) => {
    const [first] = own;
    let version = before.get(id)?.version ?? 0;
    const detailed = own.filter(({ told }) => told.details !== null);
    for (const { row, told } of detailed.length === 0 ? [first!] : detailed) {
      const described = await describe(db, id, told);
      if (described.isNamed || described.version > version) row.isNew = true;
      version = described.version;
    }
  });
}

type NamedAccount = NonNullable<Told['account']>;
const isLaterName = (a: NamedAccount, b: NamedAccount): boolean =>
  a.name !== '' && (b.name === '' || a.at > b.at || (a.at === b.at && a.name > b.name));

const addressIn = ({ by, isAnonymous }: Told): string | undefined =>
  by !== null && 'externalId' in by && !isAnonymous ? emailIn(by.externalId.id) : undefined;

/**
 * Name and addresses. An address of somebody whom nothing but a device names is a hint and no identity of theirs: two persons may type theirs on one
 * device. @returns the version the customer is at by then, and whether the name is new
 */
async function describe(
  db: Db,
  id: CustomerId,
  told: Told,
): Promise<{ readonly version: number; readonly isNamed: boolean }> {
  const { isAnonymous, details } = told;
  const by = told.by!;
  const { displayName, phone, payment, email = addressIn(told), at = 0 } = details ?? {};
  const word = displayName === undefined ? null : await keepLatest(db, id, 'NAME', { word: displayName, at });
  const shown = word === null ? {} : { displayName: word.word };
  const record = isAnonymous
    ? await upsertCustomer(db, {
        by,
        ...shown,
        contacts: [
          ...(email === undefined ? [] : [{ type: 'EMAIL' as const, value: email }]),
          ...(phone === undefined ? [] : [{ type: 'PHONE' as const, value: phone }]),
        ],
      })
    : (
        await describeCustomer(db, {
          by,
          ...shown,
          ...(email === undefined ? {} : { email }),
          ...(phone === undefined ? {} : { phone }),
          ...(payment === undefined ? {} : { payment }),
        })
      ).record;
  // Whoever said something later may have been faster.
  for (let name = word?.word; name !== undefined;) {
    const now = await latestOf(db, id, 'NAME');
    if (now === null || now.word === name) break;
    name = now.word;
    await upsertCustomer(db, { by, displayName: name });
  }
  return { version: record.version, isNamed: word?.isNew === true };
}

async function takeNames(db: Db, rows: readonly Row[], ids: ReadonlyMap<string, CustomerId>): Promise<void> {
  const idOf = (by: CustomerIdentifier): CustomerId => ids.get(nameOf(by))!;
  const said = rows.flatMap((row) =>
    row.rejected === null && row.message !== null
      ? row.message.names.map(({ name, user }) => ({ row, name: idOf(name), user: idOf(user) }))
      : [],
  );
  // Whoever became a customer only now may have been spoken of before.
  const touched = rows.flatMap(({ message }) => (message?.by == null ? [] : [idOf(message.by)]));
  const fresh = new Set((await settleNames(db, said, touched)).map(({ name, user }) => `${name} ${user}`));
  for (const { row, name, user } of said) if (fresh.has(`${name} ${user}`)) row.isNew = true;
}

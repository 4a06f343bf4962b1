import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { MOST_USERS, ownerOf } from '../../domain/customers/names.ts';
import { N, optionalStr, S, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { isConditionFailed, updateItem } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { saidKey } from '../client/keys.ts';
import { survivorsOf } from '../customers/survivors.ts';
import { mergeCustomers, unmergeCustomer } from './merge.ts';

/** A stream said that a name (an anonymous id, an earlier id) is of a user. Both are customers' ids; nobody of the name need be there yet. */
export interface SaidName {
  readonly name: CustomerId;
  readonly user: CustomerId;
}

const CONCURRENT = 8;
const MAX_ATTEMPTS = 20;
/** Names a user is remembered by, so that they follow when the user's own id turns out to be an earlier one. */
const MOST_NAMES = 1000;

/** `u` users the name was said of, `n` names said of this user, `m` whom a stream merged the name into. */
interface Said {
  readonly users: ReadonlySet<CustomerId>;
  readonly names: ReadonlySet<CustomerId>;
  readonly mergedInto: CustomerId | null;
}
const NOTHING: Said = { users: new Set(), names: new Set(), mergedInto: null };
const decode = (item: Item): Said => ({
  users: new Set(item['u']?.SS),
  names: new Set(item['n']?.SS),
  mergedInto: optionalStr(item, 'm') ?? null,
});

async function readSaid(db: Db, ids: Iterable<CustomerId>): Promise<ReadonlyMap<CustomerId, Said>> {
  const all = [...new Set(ids)];
  const found = all.length === 0 ? null : await batchGet(db, all.map(saidKey), { consistent: true });
  return new Map(
    all.map((id) => {
      const item = found?.get(keyName(saidKey(id)));
      return [id, item === undefined ? NOTHING : decode(item)] as const;
    }),
  );
}

/**
 * Keeps what a stream said of names, and makes it so: a name that was said of one person is merged into them, one of two or more is not, and is
 * parted from the first as soon as the second comes. What stands in the end depends on what was said alone, not on its order, on repetition, or
 * on who else was saying something at the time; decision 22 says why.
 *
 * Said → merged or parted → looked at again. Each who comes writes what they know before they look, so of two at once the later sees both;
 * what a process left undone when it died, the repeat of its messages does. Merges that people made or took back are left alone.
 *
 * @param touched names of whom a record came in: they may have become customers only now
 */
export async function settleNames(
  db: Db,
  said: readonly SaidName[],
  touched: readonly CustomerId[],
): Promise<readonly SaidName[]> {
  const pairs = said.filter(({ name, user }) => name !== user);
  const before = await readSaid(db, [...pairs.map(({ name }) => name), ...touched]);
  const isKnown = ({ name, user }: SaidName): boolean => {
    const { users } = before.get(name)!;
    return users.has(user) || users.size >= MOST_USERS;
  };
  const unknown = new Map(
    pairs.filter((pair) => !isKnown(pair)).map((pair) => [`${pair.name} ${pair.user}`, pair] as const),
  );
  await mapLimit([...unknown.values()], CONCURRENT, (pair) => keep(db, pair));
  // Who came before this was written sees it, and who comes after looks for themselves.
  const known = new Map([
    ...before,
    ...(await readSaid(
      db,
      [...unknown.values()].map(({ name }) => name),
    )),
  ]);
  const names = await withNamesBehind(db, known);
  const unsettled = await unsettledOf(db, names, known);
  await mapLimit(unsettled, CONCURRENT, (name) => settle(db, name));
  return [...unknown.values()];
}

/** The way back first: without the name's own word it leads to somebody who is looked at in vain. */
async function keep(db: Db, { name, user }: SaidName): Promise<void> {
  await addTo(db, user, 'n', name, MOST_NAMES);
  await addTo(db, name, 'u', user, MOST_USERS);
}

async function addTo(db: Db, id: CustomerId, set: 'u' | 'n', value: CustomerId, most: number): Promise<void> {
  try {
    await updateItem(db, saidKey(id), {
      UpdateExpression: `ADD ${set} :value`,
      ConditionExpression: `attribute_not_exists(${set}) OR size(${set}) < :most`,
      ExpressionAttributeValues: { ':value': { SS: [value] }, ':most': N(most) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

/** Names and those that lead through them. @param said is filled with what is read */
async function withNamesBehind(db: Db, said: Map<CustomerId, Said>): Promise<ReadonlySet<CustomerId>> {
  const all = new Set(said.keys());
  for (let front: readonly CustomerId[] = [...all]; front.length > 0;) {
    front = [...new Set(front.flatMap((id) => [...said.get(id)!.names]))].filter((id) => !all.has(id));
    for (const [id, one] of await readSaid(db, front)) said.set(id, one);
    for (const id of front) all.add(id);
  }
  return all;
}

/** What was said of everybody the names lead to. @param said what is known of that, which is filled */
async function readOn(
  db: Db,
  names: Iterable<CustomerId>,
  said: Map<CustomerId, Said> = new Map(),
): Promise<ReadonlyMap<CustomerId, Said>> {
  const seen = new Set<CustomerId>();
  for (let front = [...names]; front.length > 0;) {
    for (const id of front) seen.add(id);
    for (const [id, one] of await readSaid(
      db,
      front.filter((id) => !said.has(id)),
    ))
      said.set(id, one);
    front = [...new Set(front.flatMap((id) => [...said.get(id)!.users]))].filter((id) => !seen.has(id));
  }
  return said;
}

type Step = { readonly do: 'MERGE'; readonly into: CustomerId } | { readonly do: 'PART' } | { readonly do: 'FORGET' };

/** What is to be done so that a name stands for whom it should; null where it does, or where people decided otherwise. */
function stepFor(
  name: CustomerId,
  said: ReadonlyMap<CustomerId, Said>,
  survivors: ReadonlyMap<CustomerId, CustomerId>,
): Step | null {
  const actual = survivors.get(name);
  // A name of whom nothing was recorded yet.
  if (actual === undefined) return null;
  const owner = ownerIn(name, said);
  const { mergedInto } = said.get(name)!;
  const isMerged = actual !== name;
  if (owner === name) {
    if (mergedInto === null) return null;
    return isMerged ? { do: 'PART' } : { do: 'FORGET' };
  }
  const wanted = survivors.get(owner);
  if (wanted === undefined || wanted === actual) return null;
  if (!isMerged) return { do: 'MERGE', into: owner };
  return mergedInto === null ? null : { do: 'PART' };
}

async function unsettledOf(
  db: Db,
  names: ReadonlySet<CustomerId>,
  known: Map<CustomerId, Said>,
): Promise<CustomerId[]> {
  // Of most customers no stream ever said anything.
  const spoken = [...names].filter((name) => known.get(name)!.users.size > 0 || known.get(name)!.mergedInto !== null);
  if (spoken.length === 0) return [];
  const said = await readOn(db, spoken, known);
  const involved = new Set(spoken.flatMap((name) => [name, ownerIn(name, said)]));
  const survivors = await survivorsOf(db, [...involved], { consistent: true });
  return spoken.filter((name) => stepFor(name, said, survivors) !== null);
}

const ownerIn = (name: CustomerId, said: ReadonlyMap<CustomerId, Said>): CustomerId =>
  ownerOf(name, (id) => said.get(id)?.users ?? []);

async function settle(db: Db, name: CustomerId): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const said = await readOn(db, [name]);
    const survivors = await survivorsOf(db, [name, ownerIn(name, said)], { consistent: true });
    const step = stepFor(name, said, survivors);
    if (step === null || !(await take(db, name, step))) return;
    if (attempt > 2) await fullJitter(attempt, 5, 500);
  }
  throw busy();
}

/** @returns false where it cannot be taken and is left */
async function take(db: Db, name: CustomerId, step: Step): Promise<boolean> {
  try {
    if (step.do === 'MERGE') {
      await updateItem(db, saidKey(name), {
        UpdateExpression: 'SET m = :into',
        ExpressionAttributeValues: { ':into': S(step.into) },
      });
      await mergeCustomers(db, { survivor: { id: step.into }, merged: { id: name } });
      return true;
    }
    if (step.do === 'PART') await unmergeCustomer(db, { id: name });
    else await updateItem(db, saidKey(name), { UpdateExpression: 'REMOVE m' });
    return true;
  } catch (error) {
    const code = error instanceof VisibleError ? error.code : null;
    // As many as a customer can be made of: further names of theirs stay by themselves.
    if (code === 'TOO_MANY') return false;
    // Somebody else took the same step meanwhile.
    if (code === 'NOT_MERGED') return true;
    throw error;
  }
}

/** Who streams said a name is of, for tests and whoever looks closer. */
export async function usersOf(db: Db, name: CustomerId): Promise<readonly CustomerId[]> {
  return [...(await readSaid(db, [name])).get(name)!.users].sort();
}

import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { MOST_USERS, ownerOf } from '../../domain/names/resolve.ts';
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
 * on who else was saying something at the time; decision 20 says why.
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
  const names = await withNamesBehind(db, [...before.keys()]);
  const unsettled = await unsettledOf(db, names);
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

/** Names and those that lead through them. */
async function withNamesBehind(db: Db, names: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>> {
  const all = new Set(names);
  for (let front = [...all]; front.length > 0;) {
    const said = await readSaid(db, front);
    front = [...new Set([...said.values()].flatMap(({ names: own }) => [...own]))].filter((id) => !all.has(id));
    for (const id of front) all.add(id);
  }
  return all;
}

/** What was said of names and of everybody they lead to. */
async function saidFrom(db: Db, names: Iterable<CustomerId>): Promise<Map<CustomerId, Said>> {
  const all = new Map<CustomerId, Said>();
  for (let front = [...names]; front.length > 0;) {
    for (const [id, said] of await readSaid(db, front)) all.set(id, said);
    front = [...new Set(front.flatMap((id) => [...all.get(id)!.users]))].filter((id) => !all.has(id));
  }
  return all;
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
  const owner = ownerOf(name, new Map([...said].map(([id, { users }]) => [id, users] as const)));
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

async function unsettledOf(db: Db, names: ReadonlySet<CustomerId>): Promise<CustomerId[]> {
  const said = await saidFrom(db, names);
  const survivors = await survivorsOf(db, [...said.keys()], { consistent: true });
  return [...names].filter((name) => stepFor(name, said, survivors) !== null);
}

async function settle(db: Db, name: CustomerId): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const said = await saidFrom(db, [name]);
    const survivors = await survivorsOf(db, [...said.keys()], { consistent: true });
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

import { checkInstant } from '../../domain/money/bounds.ts';
import { isTieWeight, TIE_WEIGHT_RULE } from '../../domain/events.ts';
import type { CustomerId, TieKind } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { CustomerIdentifier, Identity } from '../customers/identity.ts';
import { createCustomer } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { encodeTie } from './tie-items.ts';
import { batchPutter, onePutter, type Put } from './tie-put.ts';

export interface TieRow {
  readonly follower: CustomerIdentifier;
  readonly followed: CustomerIdentifier;
  readonly kind: TieKind;
  readonly source: string;
  /** 0 ends the tie; 1 where the source has none; see `isTieWeight`. */
  readonly weight: number;
  readonly at: number;
  readonly simulated?: boolean;
}

export interface TieOutcome {
  /** DUPLICATE: this state of the tie, or one that stands before it, is known. */
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'UNKNOWN_CUSTOMER' | 'SELF_TIE';
  readonly followerId: CustomerId;
  readonly followedId: CustomerId;
  /** For UNKNOWN_CUSTOMER: which ends are unknown. */
  readonly unknown?: readonly ('follower' | 'followed')[];
  /** The tie was known in another state (told for a sole writer only): ACCEPTED replaced it, DUPLICATE gave way to it. */
  readonly again?: true;
}

export interface TieOptions {
  /** Whether an identity nobody has yet becomes a customer; default false. */
  readonly createCustomers?: boolean;
  /**
   * True says that nobody else writes ties of these sources meanwhile: they then go in batches, without a condition, several
   * times as fast; default false.
   */
  readonly soleWriter?: boolean;
}

const ROWS_AT_A_TIME = 1000;
const CONCURRENT_WRITES = 32;

/**
 * Records ties; outcomes in the order of the rows. A tie is a state: of several reports of one (follower, followed, kind,
 * source) the latest `at` stands, at one instant the largest weight, whatever order they come in. Throws InvalidInputError for
 * a weight that is none.
 */
export const putTies = (db: Db, rows: readonly TieRow[], options: TieOptions = {}): Promise<TieOutcome[]> =>
  tieWriter(db, options)(rows);

/**
 * {@link putTies} for many calls: what it learned of the customers serves all of them. A sole writer reads at most one unit a
 * tie where there are two ties for each customer: half a unit for the tie, one for a customer, once.
 */
export function tieWriter(db: Db, options: TieOptions = {}): (rows: readonly TieRow[]) => Promise<TieOutcome[]> {
  const { createCustomers = false, soleWriter = false } = options;
  const known = new Map<string, KnownEnd>();
  const put = soleWriter ? batchPutter(db) : onePutter(db);
  return async (rows) => {
    for (const row of rows) checkTie(row);
    const outcomes: TieOutcome[] = [];
    for (const chunk of chunksOf(rows, ROWS_AT_A_TIME)) {
      const ends = await findEnds(
        db,
        chunk.flatMap(({ follower, followed }) => [follower, followed]),
        soleWriter ? known : null,
      );
      outcomes.push(...(await putChunk(db, chunk, ends, createCustomers, put)));
      if (known.size > MOST_KNOWN) known.clear();
    }
    return outcomes;
  };
}

/** What can be kept of a tie. @throws InvalidInputError naming the field */
export function checkTie({ weight, source, at }: Pick<TieRow, 'weight' | 'source' | 'at'>): void {
  if (!isTieWeight(weight)) throw new InvalidInputError(['weight'], `${TIE_WEIGHT_RULE}, got ${weight}`);
  if (source === '' || source.length > 100)
    throw new InvalidInputError(['source'], 'the source of a tie is a name of at most 100 characters');
  checkInstant(at, ['at']);
}

/** Customers a writer remembers before it begins anew: some hundred bytes each. */
const MOST_KNOWN = 500_000;

/** An end that was found once: under whom its ties lie, and who it is by now. */
interface KnownEnd {
  readonly id: CustomerId;
  readonly survivorId: CustomerId;
}

interface End extends KnownEnd {
  /** What a customer who is not there yet is created with; null where the end is known, or named by Kring's own id. */
  readonly identity: Identity | null;
  readonly isKnown: boolean;
}

/**
 * The customers at the ends of ties. With a memory, a customer found once is not read again, and is looked for at half price
 * first: a customer does not go away, so only one who is not found has to be asked for again, consistently.
 */
async function findEnds(
  db: Db,
  identifiers: readonly CustomerIdentifier[],
  memory: Map<string, KnownEnd> | null,
): Promise<End[]> {
  const names = identifiers.map((identifier) => JSON.stringify(identifier));
  const found = new Map<string, End>();
  const look = async (consistent: boolean): Promise<void> => {
    const asked = new Map(
      names.flatMap((name, index) =>
        found.get(name)?.isKnown || memory?.has(name) ? [] : [[name, identifiers[index]!] as const],
      ),
    );
    const ends = await resolveCustomers(db, [...asked.values()], { consistent, attributes: [] });
    for (const [at, name] of [...asked.keys()].entries()) {
      const { id, survivorId, identity, item } = ends[at]!;
      found.set(name, { id, survivorId, identity, isKnown: item !== undefined });
      if (item !== undefined) memory?.set(name, { id, survivorId });
    }
  };
  if (memory !== null) await look(false);
  await look(true);
  return names.map((name) => found.get(name) ?? { ...memory!.get(name)!, identity: null, isKnown: true });
}

const isOne = (follower: End, followed: End): boolean => follower.survivorId === followed.survivorId;

async function putChunk(
  db: Db,
  rows: readonly TieRow[],
  ends: readonly End[],
  create: boolean,
  put: Put,
): Promise<TieOutcome[]> {
  const isUsable = (end: End): boolean => end.isKnown || (create && end.identity !== null);
  const verdicts = rows.map((row, index) => {
    const [follower, followed] = [ends[2 * index]!, ends[2 * index + 1]!];
    const unknown = (
      [
        ['follower', follower],
        ['followed', followed],
      ] as const
    )
      .filter(([, end]) => !isUsable(end))
      .map(([name]) => name);
    return { row, follower, followed, unknown };
  });
  const created = new Map<CustomerId, Identity>();
  for (const { follower, followed, unknown } of verdicts) {
    if (unknown.length > 0 || isOne(follower, followed)) continue;
    for (const end of [follower, followed])
      if (!end.isKnown && end.identity !== null) created.set(end.id, end.identity);
  }
  await mapLimit([...created], CONCURRENT_WRITES, ([id, identity]) => createCustomer(db, id, identity));
  const outcomes = await put(
    verdicts.map(({ row, follower, followed, unknown }) =>
      unknown.length > 0 || isOne(follower, followed) ? null : encodeTie(follower.id, followed.id, row),
    ),
  );
  return verdicts.map(({ follower, followed, unknown }, index): TieOutcome => {
    const ids = { followerId: follower.survivorId, followedId: followed.survivorId };
    if (isOne(follower, followed)) return { status: 'SELF_TIE', ...ids };
    if (unknown.length > 0) return { status: 'UNKNOWN_CUSTOMER', ...ids, unknown };
    const { isNews, again } = outcomes[index]!;
    return { status: isNews ? 'ACCEPTED' : 'DUPLICATE', ...ids, ...(again === undefined ? {} : { again }) };
  });
}

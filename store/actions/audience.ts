/** Whom an action is for: members of its segment who may be drawn for, with what is forecast of each for the window. */
import { CONSENT_FACT, type ActionPlan } from '../../domain/actions/action.ts';
import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import type { PurchaseLog } from '../../domain/clv/history/log.ts';
import type { CustomerId } from '../../domain/events.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
import { standingFacts, type ConsentType } from '../../domain/facts/facts.ts';
import type { ScoringParameters } from '../../domain/profile/parameters.ts';
import { purchaseMarginMinor, threeDecimals } from '../../domain/profile/scoring.ts';
import { wordAt } from '../../domain/summary/standing.ts';
import { dayIn } from '../../domain/time/time.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { customerKey } from '../client/keys.ts';
import { openRecord, type CustomerRecord } from '../customers/records.ts';
import { idsOf, survivorsOf } from '../customers/survivors.ts';
import { factsOf } from '../events/history.ts';
import type { VisibleGeneration } from '../published/generations.ts';
import { readList, type ListOf } from '../published/lists.ts';
import { VisibleError } from '../../domain/errors.ts';
import type { LeftOutReason } from './records.ts';

/** What an audience is drawn from. */
export interface AudienceSource {
  readonly shown: VisibleGeneration;
  /** The published members of the plan's segment. */
  readonly list: ListOf;
  /** What the shown generation was computed with; null where nobody has bought. */
  readonly scoring: ScoringParameters | null;
  /** The year's global holdout. */
  readonly holdout: { readonly year: number; readonly share: number };
}

export interface Audience {
  /** In order. */
  readonly ids: readonly CustomerId[];
  /** Margin, orders and chance of any order forecast for the window; minor units, three decimals. */
  readonly forecastMinor: Float64Array;
  readonly orders: Float64Array;
  readonly returns: Float64Array;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Margin in as long a window just before the start, and what was forecast of it then: what the power is worked out from. */
  readonly before: { readonly marginMinor: Float64Array; readonly forecastMinor: Float64Array } | null;
}

const AT_ONCE = 500;
const FACTS_AT_ONCE = 16;

/**
 * Everybody who may be drawn for, before anything is drawn.
 *
 * @throws VisibleError BUSY where newer runs have replaced the list meanwhile
 */
export async function audienceOf(
  db: Db,
  plan: Pick<ActionPlan, 'channel' | 'consent' | 'startsAt' | 'outcome' | 'rehearsal'>,
  { shown, list, scoring, holdout }: AudienceSource,
): Promise<Audience> {
  const listed = await readList(db, shown, list, 0, list.count);
  if (listed === null)
    throw new VisibleError(
      'BUSY',
      'Runs have published meanwhile, and the segment has other members. Repeat the request.',
    );
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const kept: { readonly id: CustomerId; readonly purchases: Purchases }[] = [];
  const now = db.clock();
  for (const ids of chunksOf(listed.ids, AT_ONCE)) {
    const items = await batchGet(db, ids.map(customerKey), { consistent: true });
    const records = ids.map((id) => items.get(keyName(customerKey(id)))).map((item) => item && openRecord(item));
    const pointing = records.flatMap((record) => (record?.pointer == null ? [] : record.id));
    const survivors = pointing.length === 0 ? new Map<string, string>() : await survivorsOf(db, pointing);
    const said = await wordsOf(
      db,
      records.filter((record) => record !== undefined),
      CONSENT_FACT[plan.channel],
      now,
    );
    for (const [at, record] of records.entries()) {
      const id = ids[at]!;
      const isGone = record === undefined || (survivors.get(id) ?? id) !== id;
      const reason: LeftOutReason | null = isGone
        ? 'GONE'
        : record.summary.simulated && plan.rehearsal !== true
          ? 'SIMULATED'
          : mayBeReached(said.get(id), plan)
            ? inGlobalHoldout(id, holdout.year, holdout.share)
              ? 'GLOBAL_HOLDOUT'
              : null
            : 'NO_CONSENT';
      if (reason !== null) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
      else kept.push({ id, purchases: record!.summary.orders?.purchases ?? [] });
    }
  }
  kept.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ids: kept.map(({ id }) => id),
    leftOut,
    ...forecasts(
      kept.map(({ purchases }) => purchases),
      scoring,
      dayIn(shown.timeZone)(plan.startsAt),
      plan.outcome.windowDays,
    ),
  };
}

type Purchases = NonNullable<CustomerRecord['summary']['orders']>['purchases'];

/** Who was told nothing agreed to nothing; where the company vouches for the rest, only who withdrew may not be reached. */
const mayBeReached = (said: string | null | undefined, { consent }: Pick<ActionPlan, 'consent'>): boolean =>
  consent === 'GRANTED' ? said === 'GRANTED' : said !== 'WITHDRAWN';

/** What customers said of a channel, by id. Read off the customer's own item; only where that does not know, or not yet, off the facts: a query each. */
async function wordsOf(
  db: Db,
  records: readonly CustomerRecord[],
  type: ConsentType,
  now: number,
): Promise<ReadonlyMap<CustomerId, string | null>> {
  const said = new Map<CustomerId, string | null>();
  const unknown: CustomerRecord[] = [];
  for (const record of records) {
    const standing = record.summary.standing;
    const consents = standing?.consents ?? null;
    // What was folded stands for the newest fact; of one that is still to come, or told under another id meanwhile, it is no word of today.
    if (record.pending || record.merged.length > 0 || consents === null || (standing?.lastFactAt ?? now) > now)
      unknown.push(record);
    else said.set(record.id, wordAt(consents[type] ?? null, now));
  }
  await mapLimit(unknown, FACTS_AT_ONCE, async (record) => {
    const facts = standingFacts(await factsOf(db, idsOf(record)), now);
    said.set(record.id, facts.find((fact) => fact.type === type)?.value ?? null);
  });
  return said;
}

/** What the frozen parameters say of the window from a day on, undiscounted, and what they would have said of the one before it. */
function forecasts(
  purchases: readonly Purchases[],
  scoring: ScoringParameters | null,
  startDay: number,
  windowDays: number,
): Omit<Audience, 'ids' | 'leftOut'> {
  const none = (): Float64Array => new Float64Array(purchases.length);
  if (scoring === null) return { forecastMinor: none(), orders: none(), returns: none(), before: null };
  const log = logOf(purchases, scoring.marginRate);
  const evaluator = lifetimeEvaluator({ ...scoring.lifetime, horizonDays: windowDays, annualDiscount: 0 });
  // A purchase of the first day is of the window.
  const scores = evaluator.scores(log, startDay - 1);
  return {
    forecastMinor: scores.clvMinor.map(Math.round),
    orders: scores.expectedOrders.map(threeDecimals),
    returns: scores.returnProbability.map(threeDecimals),
    before: {
      marginMinor: marginBetween(log, startDay - windowDays, startDay),
      forecastMinor: evaluator.clvMinor(log, startDay - windowDays - 1),
    },
  };
}

function logOf(purchases: readonly Purchases[], marginRate: number): PurchaseLog {
  const offsets = new Int32Array(purchases.length + 1);
  for (const [at, own] of purchases.entries()) offsets[at + 1] = offsets[at]! + own.length;
  const all = purchases.flat();
  return {
    count: purchases.length,
    offsets,
    day: Int32Array.from(all, ({ day }) => day),
    marginMinor: Float64Array.from(all, ({ knownMarginMinor, uncostedRevenueMinor }) =>
      purchaseMarginMinor(knownMarginMinor, uncostedRevenueMinor, marginRate),
    ),
  };
}

function marginBetween({ count, offsets, day, marginMinor }: PurchaseLog, from: number, to: number): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < count; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++)
      if (day[k]! >= from && day[k]! < to) sums[i]! += marginMinor[k]!;
  return sums;
}

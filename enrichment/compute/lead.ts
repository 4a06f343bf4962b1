import { LEAD_PERIODS, pointsLead, pointsOfTallies, type Lead, type PastSpend } from '../../domain/engagement/lead.ts';
import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { InteractionType } from '../../domain/events.ts';
import { PERIOD_DAYS, periodOf } from '../../domain/experience/score.ts';
import { threeDecimals } from '../../domain/profile/scoring.ts';
import { experienceDriver } from '../../domain/experience/driver.ts';
import { scoreOfTallies } from '../../domain/health/parts.ts';
import type { PublishedExperience, PublishedLead } from '../../published/health.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';
import { AWAITED_DAYS, type LookBack } from './look-back.ts';
import { talliesBefore } from './tallies.ts';

const WINDOW_DAYS = LEAD_PERIODS * PERIOD_DAYS;

/** Whether the points of before a past day went with what came after it. */
export function leadOf(
  snapshot: Snapshot,
  { log }: Pick<InForce, 'log'>,
  { splitDay, untilDay, known, scores }: LookBack,
  ruleSet: EngagementRuleSet,
): PublishedLead {
  const buyers = Int32Array.from({ length: known.count }, (_, i) => i).filter(
    (i) => known.offsets[i]! < known.offsets[i + 1]!,
  );
  const column = (of: (i: number) => number): Float64Array => Float64Array.from(buyers, of);
  const marginIn = (from: number, to: number) =>
    column((i) => {
      let sum = 0;
      for (let k = log.offsets[i]!; k < log.offsets[i + 1]!; k++)
        if (log.day[k]! > from && log.day[k]! <= to) sum += log.marginMinor[k]!;
      return sum;
    });
  const spend: PastSpend = {
    marginMinor: marginIn(-Infinity, splitDay),
    recentMarginMinor: marginIn(splitDay - AWAITED_DAYS, splitDay),
    windowMarginMinor: marginIn(splitDay - WINDOW_DAYS, splitDay),
    windowPurchaseDays: column((i) => {
      let count = 0;
      for (let k = known.offsets[i]!; k < known.offsets[i + 1]!; k++)
        if (known.day[k]! > splitDay - WINDOW_DAYS) count++;
      return count;
    }),
    purchaseDays: column((i) => known.offsets[i + 1]! - known.offsets[i]!),
    daysSinceLast: column((i) => splitDay - known.day[known.offsets[i + 1]! - 1]!),
    daysSinceFirst: column((i) => splitDay - known.day[known.offsets[i]!]!),
    expectedOrders: column((i) => scores.expectedOrders[i]!),
  };
  const period = periodOf(splitDay) + 1;
  const points = new Float64Array(buyers.length);
  const behaviours = new Map<InteractionType, Float64Array>();
  for (const [row, i] of buyers.entries()) {
    const tallies = talliesBefore(snapshot, i, period).filter((one) => one.period >= period - LEAD_PERIODS);
    points[row] = pointsOfTallies(ruleSet, tallies);
    for (const { type, count } of tallies) {
      const own = behaviours.get(type) ?? new Float64Array(buyers.length);
      own[row]! += count;
      behaviours.set(type, own);
    }
  }
  const found = pointsLead({ spend, marginMinor: marginIn(splitDay, untilDay), points, behaviours });
  const rounded = <T extends Lead>(lead: T): T => ({
    ...lead,
    correlation: threeDecimals(lead.correlation),
    low: threeDecimals(lead.low),
    high: threeDecimals(lead.high),
  });
  return {
    ...found,
    splitDay,
    untilDay,
    points: found.points === null ? null : rounded(found.points),
    behaviours: found.behaviours.map(rounded),
  };
}

/** Whether the experience of before a past day went with coming back after it. */
export function experienceOf(
  snapshot: Snapshot,
  { log }: Pick<InForce, 'log'>,
  { splitDay, untilDay, known }: LookBack,
): PublishedExperience {
  const period = periodOf(splitDay) + 1;
  const score = new Float64Array(known.count).fill(Number.NaN);
  const stayed = new Uint8Array(known.count);
  for (let i = 0; i < known.count; i++) {
    const bought = known.offsets[i + 1]! - known.offsets[i]!;
    if (bought === 0) continue;
    score[i] = scoreOfTallies(talliesBefore(snapshot, i, period)) ?? Number.NaN;
    const next = log.offsets[i]! + bought;
    stayed[i] = next < log.offsets[i + 1]! && log.day[next]! <= untilDay ? 1 : 0;
  }
  const { correlation, low, high, ...counts } = experienceDriver(score, stayed);
  const shown = (value: number | null): number | null => (value === null ? null : threeDecimals(value));
  return { ...counts, correlation: shown(correlation), low: shown(low), high: shown(high), splitDay, untilDay };
}

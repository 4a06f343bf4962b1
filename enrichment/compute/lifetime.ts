import { scoreLifetimeValue } from '../../domain/clv/score.ts';
import type { ModelReport } from '../../domain/clv/result/report.ts';
import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import type { LifetimeFigures } from '../../published/statistics.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { RunSettings } from './settings.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { rowsOf, type Rows } from './rows.ts';

export interface LifetimeStatistics extends LifetimeFigures {
  readonly report: ModelReport;
}

export interface LifetimeResult {
  readonly profiles: Rows<LifetimeProfile>;
  /** Potential direct value per customer, whole minor units: discounted expected margin within the horizon. */
  readonly potentialMinor: Float64Array;
  readonly statistics: LifetimeStatistics;
}

/** Three decimals: what a reader can use, and what fits a profile of half a kilobyte. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Lifetime value of everybody; null where nobody has ordered yet, so that there is nothing to say about what is to come. */
export function computeLifetime(snapshot: Snapshot, settings: RunSettings): LifetimeResult | null {
  const { purchases } = snapshot;
  const count = idCount(snapshot.ids);
  if (purchases.day.length === 0) return null;
  const { horizonDays, annualDiscount, clvModel, marginRate } = settings;
  const marginMinor = purchases.knownMarginMinor.map(
    (margin, i) => margin + Math.round(purchases.uncostedRevenueMinor[i]! * marginRate),
  );
  const { scores, report, clvMeasurable } = scoreLifetimeValue(
    { count, offsets: purchases.offsets, day: purchases.day, marginMinor },
    dayIn(snapshot.timeZone)(snapshot.asOf),
    { horizonDays, annualDiscount, model: clvModel },
  );
  const potentialMinor = scores.clvMinor.map(Math.round);
  const profiles = rowsOf(count, (i) => ({
    expectedOrders: rounded(scores.expectedOrders[i]!),
    expectedOrderMarginMinor: Math.round(scores.expectedMarginPerOrderMinor[i]!),
    predictedMinor: potentialMinor[i]!,
    lowMinor: Math.round(scores.low80Minor[i]!),
    highMinor: Math.round(scores.high80Minor[i]!),
    returnProbability: rounded(scores.returnProbability[i]!),
    expectedNextOrderDay: scores.expectedNextOrderDay[i]! < 0 ? null : scores.expectedNextOrderDay[i]!,
    method: scores.method[i]!,
    confidence: rounded(scores.confidence[i]!),
    valueAtRiskMinor: Math.round(scores.valueAtRiskMinor[i]!),
  }));
  const valueAtRiskMinor = scores.valueAtRiskMinor.reduce((sum, minor) => sum + Math.round(minor), 0);
  return {
    potentialMinor,
    profiles,
    statistics: { report, horizonDays, annualDiscount, measurableShare: rounded(clvMeasurable), valueAtRiskMinor },
  };
}

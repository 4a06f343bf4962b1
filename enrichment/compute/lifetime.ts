import { expectedTotal, type ExpectedTotal } from '../../domain/clv/calibration/total.ts';
import type { LifetimeParameters } from '../../domain/clv/parameters.ts';
import { measurableShare } from '../../domain/clv/score.ts';
import type { ModelReport } from '../../domain/clv/result/report.ts';
import type { Interval } from '../../domain/clv/spend/interval.ts';
import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import { lifetimeProfileAt, threeDecimals } from '../../domain/profile/scoring.ts';
import type { LifetimeFigures } from '../../published/statistics.ts';
import { dayIn } from '../../domain/time/time.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';
import { exactSum } from './flow.ts';
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

/** The sum of predictions with its intervals, in whole minor units. */
const totalOf = ({ calibration }: LifetimeParameters, potentialMinor: Float64Array): ExpectedTotal | null => {
  if (calibration === undefined || calibration === null) return null;
  const { expectedMinor, interval80, interval95 } = expectedTotal(calibration.total, exactSum(potentialMinor));
  const rounded = ({ low, high }: Interval): Interval => ({ low: Math.round(low), high: Math.round(high) });
  return { expectedMinor, interval80: rounded(interval80), interval95: rounded(interval95) };
};

/** Lifetime value of everybody by the parameters in force. */
export function computeLifetime(snapshot: Snapshot, inForce: InForce): LifetimeResult {
  const { parameters, report, evaluator, log, bridge } = inForce;
  const scores = evaluator.scores(log, dayIn(snapshot.timeZone)(snapshot.asOf));
  const potentialMinor = scores.clvMinor.map(Math.round);
  const { horizonDays, annualDiscount } = parameters.scoring.lifetime;
  const { version, adoptedOn, fittedOn, reason } = parameters;
  return {
    potentialMinor,
    profiles: rowsOf(idCount(snapshot.ids), (i) => lifetimeProfileAt(scores, i)),
    statistics: {
      report,
      horizonDays,
      annualDiscount,
      measurableShare: threeDecimals(measurableShare(scores)),
      valueAtRiskMinor: scores.valueAtRiskMinor.reduce((sum, minor) => sum + Math.round(minor), 0),
      parameters: { version, adoptedOn, fittedOn, reason },
      bridge,
      total: totalOf(parameters.scoring.lifetime, potentialMinor),
    },
  };
}

import { measurableShare } from '../../domain/clv/score.ts';
import type { ModelReport } from '../../domain/clv/result/report.ts';
import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import { lifetimeProfileAt, threeDecimals } from '../../domain/profile/scoring.ts';
import type { LifetimeFigures } from '../../published/statistics.ts';
import { dayIn } from '../../domain/time/time.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';
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
    },
  };
}

/** What each design would tell of an action, tried on the company's own graph before the start. */
import { HOLDOUT_ARM, type ActionPlan } from '../../domain/actions/action.ts';
import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { VisibleError } from '../../domain/errors.ts';
import { communityUnits } from '../../domain/experiments/designs.ts';
import { effectiveClusters } from '../../domain/experiments/least-squares.ts';
import { detectableFrom, powerOf } from '../../domain/experiments/power.ts';
import {
  simulateDesigns,
  USUAL_DRAWS,
  type DesignAdvice,
  type DesignForecast,
} from '../../domain/experiments/simulate.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { ScoringParameters } from '../../domain/profile/parameters.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { idCount, idTable } from '../../store/customers/packed-ids.ts';
import { currentRuleSet } from '../../store/definitions/rules.ts';
import { currentCalibration } from '../calibrate.ts';
import { networkCredit } from '../compute/kappa.ts';
import { attentionAt } from '../compute/relations.ts';
import { parseSettings } from '../compute/settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { takeSnapshot } from '../snapshot/take.ts';
import { purchaseLog } from './forecast.ts';
import { followedShares } from './graph.ts';

/** A larger graph is not tried: it would take minutes and gigabytes. */
const MOST = { customers: 300_000, ties: 3_000_000 };
/** Above so many customers and ties together one draw of each design is tried instead of four. */
const MANY = 500_000;
const FEW_DRAWS = 1;

export interface DesignTold extends DesignForecast {
  /** Of the plan's target, in minor units a customer: what four of five such actions would find; null where the design is refused. */
  readonly detectable: number | null;
  /** How often an effect of a tenth of what is forecast would be found. */
  readonly power: number | null;
}

export interface DesignComparison extends Pick<DesignAdvice, 'recommended' | 'tooFew'> {
  readonly designs: readonly DesignTold[];
  readonly customers: number;
  readonly ties: number;
  /** Communities among members, those of more than a twentieth of them parted; and how many of one size they are worth. */
  readonly communities: { readonly count: number; readonly effective: number };
  readonly draws: number;
  /** A tenth of the mean forecast of a member, minor units. */
  readonly tenth: number;
}

/**
 * Draws every design on the company's own graph and reads it as the action will be read, with what forecasts left over in as long a window before the start in the place
 * of the outcome: what comes out is the error of the plan's target.
 *
 * @param ids of the audience
 * @throws VisibleError GRAPH_TOO_LARGE, or NOT_FORECAST for an outcome that is no money, or before anybody bought
 */
export async function compareDesigns(
  db: Db,
  plan: ActionPlan,
  ids: readonly CustomerId[],
  { asOf, scoring }: { readonly asOf: number; readonly scoring: ScoringParameters | null },
  most: { readonly customers: number; readonly ties: number } = MOST,
): Promise<DesignComparison> {
  if (scoring === null || (plan.outcome.metric !== 'MARGIN' && plan.outcome.metric !== 'SPEND'))
    throw new VisibleError(
      'NOT_FORECAST',
      'Designs are compared by how margin varied about its forecast: plan an outcome of MARGIN or SPEND, once a run has forecast it.',
    );
  const { snapshot } = await takeSnapshot(db, { asOf, ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet });
  const customers = idCount(snapshot.ids);
  const ties = snapshot.ties.follower.length;
  if (customers > most.customers || ties > most.ties)
    throw new VisibleError(
      'GRAPH_TOO_LARGE',
      `Designs are compared for up to ${most.customers} customers and ${most.ties} ties; here are ${customers} and ${ties}. Communities hold where ties are missing: design COMMUNITY.`,
    );
  const network = networkCredit(parseSettings(), await currentCalibration(db), asOf);
  const startDay = dayIn(snapshot.timeZone)(plan.startsAt);
  const { attention } = attentionAt(snapshot, network.calibration, dayIn(snapshot.timeZone)(asOf));
  const member = new Uint8Array(customers);
  const table = idTable(snapshot.ids);
  for (const id of ids) {
    const place = table.find(id);
    if (place >= 0) member[place] = 1;
  }
  const { forecast, residual } = leftOver(snapshot, scoring, startDay, plan.outcome.windowDays);
  const community = communityUnits(attention.arcs, member);
  const draws = customers + ties > MANY ? FEW_DRAWS : USUAL_DRAWS;
  const advice = simulateDesigns({
    attention,
    followedShare: followedShares(network, attention, snapshot.ids),
    audience: { member, forecast, community, arcs: attention.arcs },
    arms: plan.arms,
    control: plan.arms.findIndex(({ key }) => key === HOLDOUT_ARM),
    h: network.calibration.h,
    residual,
    target: plan.target,
    draws,
  });
  const own = community.filter((_, i) => member[i] === 1);
  let expected = 0;
  for (const [i, x] of forecast.entries()) expected += member[i] === 1 ? x : 0;
  const tenth = expected / Math.max(1, ids.length) / 10;
  return {
    ...advice,
    designs: advice.designs.map((one): DesignTold => {
      const error = one.standardError?.[plan.target] ?? null;
      return {
        ...one,
        detectable: error === null ? null : detectableFrom(error),
        power: error === null || !(tenth > 0) ? null : powerOf(tenth, error),
      };
    }),
    customers,
    ties,
    communities: { count: new Set(own).size, effective: effectiveClusters(own) },
    draws,
    tenth,
  };
}

/** What is forecast of everybody for the window, and margin of as long a window before the start less what was forecast of that. */
function leftOver(
  snapshot: Snapshot,
  { lifetime, marginRate }: ScoringParameters,
  startDay: number,
  horizonDays: number,
): { readonly forecast: Float64Array; readonly residual: Float64Array } {
  const log = purchaseLog(snapshot, marginRate);
  const evaluator = lifetimeEvaluator({ ...lifetime, horizonDays, annualDiscount: 0 });
  const before = startDay - horizonDays;
  const residual = evaluator.clvMinor(log, before - 1).map((x) => -x);
  for (let i = 0; i < log.count; i++)
    for (let k = log.offsets[i]!; k < log.offsets[i + 1]!; k++)
      if (log.day[k]! >= before && log.day[k]! < startDay) residual[i]! += log.marginMinor[k]!;
  return { forecast: evaluator.clvMinor(log, startDay - 1), residual };
}

/** What a closed action teaches: whether its effect differs by what was forecast of people enough to choose by it. */
import { HOLDOUT_ARM } from '../../domain/actions/action.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { uniformOf } from '../../domain/experiments/assignment.ts';
import { forecastCuts, partOf } from '../../domain/experiments/by-forecast.ts';
import { crossFittedPolicy, type PolicyValue } from '../../domain/experiments/policy.ts';
import { segmentEffects, shrink } from '../../domain/experiments/shrinkage.ts';
import { OUT_OF_ANALYSIS, type Outcomes } from '../../domain/experiments/types.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { forecastOf } from '../../store/actions/freeze.ts';
import type { ActionRecord, DrawnAudience } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import { currentRuleSet } from '../../store/definitions/rules.ts';
import { currentCalibration } from '../calibrate.ts';
import { networkCredit } from '../compute/kappa.ts';
import { parseSettings } from '../compute/settings.ts';
import { takeSnapshot } from '../snapshot/take.ts';
import { membersIn } from './members.ts';
import { outcomesOf } from './outcomes.ts';
import { throughOthers, type ThroughOthers } from './through.ts';

const FOLDS = 5;

export interface Learned {
  /** The best arm for everybody against a rule by fifths, on people the rule was not learned from; amounts in minor units. */
  readonly policy: PolicyValue;
  /** Upper ends of all fifths but the last, in minor units. */
  readonly cuts: readonly number[];
  /** Per arm of the plan, the effect of each fifth, drawn towards their mean; of the holdout null. */
  readonly effects: readonly (Float64Array | null)[];
  /** What others bring for each unit somebody brings; null where h is not proven. */
  readonly through: ThroughOthers | null;
}

/** @param asOf after the whole window of the action */
export async function learnedFrom(
  db: Db,
  action: ActionRecord & { readonly drawn: DrawnAudience },
  asOf: number,
  marginRate: number,
): Promise<Learned> {
  const { snapshot } = await takeSnapshot(db, { asOf, ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet });
  const drawn = await readDrawn(db, action.key, action.drawn);
  const { position, arm } = await membersIn(db, drawn, snapshot.ids);
  const counted = new Uint8Array(idCount(snapshot.ids));
  for (let at = 0; at < arm.length; at++) if (arm[at] !== OUT_OF_ANALYSIS) counted[position[at]!] = 1;
  const all = await outcomesOf(db, snapshot, action, marginRate, counted);
  const forecast = forecastOf(action, drawn.columns);
  const cuts = forecastCuts(forecast);
  const outcomes: Outcomes = {
    arms: action.arms,
    control: action.arms.findIndex(({ key }) => key === HOLDOUT_ARM),
    arm,
    y: Float64Array.from(position, (i) => (i < 0 ? 0 : all[i]!)),
    covariate: null,
  };
  const segments = { of: Int32Array.from(forecast, (x) => partOf(cuts, x)), count: cuts.length + 1 };
  const policy = crossFittedPolicy({
    outcomes,
    segments,
    cost: action.arms.map(({ costPerPersonMinor }) => costPerPersonMinor),
    fold: Uint8Array.from(drawn.ids, (id) => Math.floor(FOLDS * uniformOf(`fold:${action.key}:${id}`))),
  });
  const network = networkCredit(parseSettings(), await currentCalibration(db), asOf);
  return {
    policy,
    cuts,
    through: throughOthers(snapshot, network),
    effects: action.arms.map((_, place) => {
      if (place === outcomes.control) return null;
      const found = segmentEffects(outcomes, segments, place);
      return shrink(
        found.map(({ effect }) => effect),
        found.map(({ variance }) => variance),
      ).effects;
    }),
  };
}

/** What a run reports of every action that is under way: pure of the snapshot, of who was drawn and of what was told of it. */
import { HOLDOUT_ARM, readableFrom, type ActionPlan } from '../../domain/actions/action.ts';
import { sameShare, sampleRatio } from '../../domain/experiments/checks.ts';
import { ALPHA_FROZEN, hybridRule } from '../../domain/experiments/intervals.ts';
import { armMoments, effectOnExposed, splitObserved, type Lift } from '../../domain/experiments/lift.ts';
import type { NetworkEffect } from '../../domain/experiments/network-effect.ts';
import { experimentReport, type ExperimentReport } from '../../domain/experiments/report.ts';
import { OUT_OF_ANALYSIS, type IntervalKind, type Outcomes } from '../../domain/experiments/types.ts';
import type {
  Judged,
  PublishedActionReport,
  PublishedArm,
  PublishedCheck,
  PublishedLift,
  PublishedSpillover,
} from '../../published/actions.ts';
import type { ActionRecord, DrawnAudience } from '../../store/actions/records.ts';
import type { Drawn } from '../../store/actions/drawn.ts';
import { forecastOf } from '../../store/actions/freeze.ts';
import type { StoredExposure } from '../../store/actions/exposures.ts';
import { byForecastOf } from './by-forecast.ts';
import type { Members } from './members.ts';

export interface ReportInput {
  readonly action: ActionRecord & { readonly drawn: DrawnAudience };
  readonly drawn: Drawn;
  readonly members: Members;
  /** Outcome of each member, in the outcome's own unit. */
  readonly y: Float64Array;
  readonly exposures: readonly StoredExposure[];
  readonly asOf: number;
  readonly daysPassed: number;
  /** The effect along ties at the level of either rule; null where there are too few. */
  readonly effect: ((alpha: number) => (NetworkEffect & { readonly notLinear: boolean | null }) | null) | null;
}

/** @example reportOf(input).judged.ALWAYS_VALID.lifts[0]?.perPerson.value */
export function reportOf(input: ReportInput): PublishedActionReport {
  const { action, drawn, members, y, asOf, daysPassed } = input;
  const { arms, outcome, design } = action;
  const isMoney = outcome.metric === 'MARGIN' || outcome.metric === 'SPEND';
  const control = arms.findIndex(({ key }) => key === HOLDOUT_ARM);
  const isProof = control >= 0 && arms[control]!.share > 0;
  // A margin is a forecast of spend in nothing but its direction: it is a covariate, and no forecast.
  const covariate = forecastOf(action, drawn.columns);
  const isForecast = outcome.metric !== 'SPEND';
  const outcomes: Outcomes = { arms, control: Math.max(0, control), arm: members.arm, y, covariate };
  const units = design === 'COMMUNITY' ? byCommunity(outcomes, drawn.columns.unit) : outcomes;
  const reached = reachedBy(input);
  const moments = armMoments(arms.length, members.arm, y);
  const forecasts = armMoments(arms.length, members.arm, covariate);
  const ratio = ratioOf(action, units, members.arm);
  const reports = bothRules((kind) =>
    experimentReport(units, hybridRule(kind === 'FIXED', 'COHORT', plannedError(action)), units.covariate),
  );
  const lost = arms.map((_, place) => action.drawn.byArm[place]! - moments[place]!.n);
  const withheld = !isProof ? 'NO_PROOF' : ratio.alarm ? 'SAMPLE_RATIO' : null;
  const isShown = withheld === null;
  const scale = arms.map((_, place) => (design === 'COMMUNITY' ? moments[place]!.n : null));
  const spillover = isShown ? spilloverOf(input, moments[0] === undefined ? 0 : drawn.ids.length) : null;
  const dominated = new Set(reports.FIXED.dominated.map(({ arm }) => arm));
  return {
    asOf,
    daysPassed,
    preliminary: asOf < readableFrom(action),
    isMoney,
    withheld,
    sampleRatio: ratio,
    attrition: checkOf(sameShare(lost, action.drawn.byArm)),
    exposure: exposureCheck(
      action,
      control,
      reached,
      moments.map(({ n }) => n),
    ),
    contaminated: control < 0 ? 0 : reached[control]!,
    mergedAcross: members.mergedAcross,
    erased: action.drawn.members - drawn.ids.length,
    arms: arms.map(({ key }, place): PublishedArm => {
      const { n, mean } = moments[place]!;
      const sum = sumOf(members.arm, y, place);
      const lift = isShown && isMoney ? totalOf(reports.FIXED, place, scale[place]!) : null;
      const split = lift === null ? null : splitObserved(sum, lift);
      return {
        arm: key,
        drawn: action.drawn.byArm[place]!,
        members: n,
        mean: n > 0 ? mean : 0,
        sum,
        baselineMinor: split?.baselineMinor ?? null,
        incrementalMinor: split?.incrementalMinor ?? null,
        forecastMean: isForecast && n > 0 ? forecasts[place]!.mean : null,
        exposed: reached[place]!,
        lost: lost[place]!,
        dominatedByOne: dominated.has(place),
      };
    }),
    judged: bothRules((kind): Judged => ({
      lifts: isShown
        ? reports[kind].lifts.map((lift) =>
            liftOf(
              lift,
              reports[kind],
              action,
              reached,
              moments.map(({ n }) => n),
              design === 'COMMUNITY',
            ),
          )
        : [],
      beyondForecast: reports[kind].arms.map(({ beyondForecast }) => (isForecast ? finite(beyondForecast) : null)),
    })),
    spillover,
    spilloverReason: !isShown || spillover !== null ? null : 'NO_TIES',
    ...byForecastOf(action, outcomes, withheld),
  };
}

const bothRules = <T>(of: (kind: IntervalKind) => T): Record<IntervalKind, T> => ({
  FIXED: of('FIXED'),
  ALWAYS_VALID: of('ALWAYS_VALID'),
});

/** What is not a number cannot be kept as JSON: an arm of nobody has no mean. */
const finite = <T extends { readonly value: number } | null>(estimate: T): T | null =>
  estimate !== null && Number.isFinite(estimate.value) ? estimate : null;

const checkOf = ({ chiSquare, degrees, p, alarm }: PublishedCheck): PublishedCheck => ({
  chiSquare,
  degrees,
  p,
  alarm,
});

/** The standard error of the lift of the largest arm expected at the end; null where nothing was known of it. */
function plannedError({ arms, drawn }: ReportInput['action']): number | null {
  const { power, byArm } = drawn;
  const control = arms.findIndex(({ key }) => key === HOLDOUT_ARM);
  if (power === null || control < 0) return null;
  const largest = Math.max(...byArm.filter((_, place) => place !== control));
  const variance = power.deviation ** 2 * (1 - power.removed) * (1 / largest + 1 / byArm[control]!);
  return variance > 0 && Number.isFinite(variance) ? Math.sqrt(variance) : null;
}

/**
 * Communities as units: what each one's members did together, over the mean size of a community, so that a mean over communities is a mean over members. Its
 * variance holds that communities were drawn whole.
 */
function byCommunity(outcomes: Outcomes, unit: Float64Array): Outcomes {
  const place = new Map<number, number>();
  for (const [at, one] of unit.entries())
    if (outcomes.arm[at] !== OUT_OF_ANALYSIS && !place.has(one)) place.set(one, place.size);
  const [y, covariate] = [new Float64Array(place.size), new Float64Array(place.size)];
  const arm = new Uint8Array(place.size).fill(OUT_OF_ANALYSIS);
  let members = 0;
  for (let at = 0; at < unit.length; at++) {
    if (outcomes.arm[at] === OUT_OF_ANALYSIS) continue;
    const one = place.get(unit[at]!)!;
    arm[one] = outcomes.arm[at]!;
    y[one]! += outcomes.y[at]!;
    covariate[one]! += outcomes.covariate?.[at] ?? 0;
    members += 1;
  }
  const perUnit = place.size / Math.max(1, members);
  return {
    ...outcomes,
    arm,
    y: y.map((sum) => sum * perUnit),
    covariate: outcomes.covariate === null ? null : covariate.map((sum) => sum * perUnit),
  };
}

/** Are there as many units in each arm as were to be drawn? Where communities draw what share of them is treated, that is not known of members. */
function ratioOf({ arms, design }: ActionPlan, units: Outcomes, arm: Uint8Array): PublishedCheck {
  if (design === 'SATURATION') return { chiSquare: 0, degrees: 0, p: 1, alarm: false };
  const counted = design === 'COMMUNITY' ? units.arm : arm;
  const counts = arms.map((_, place) => counted.reduce((sum, one) => sum + (one === place ? 1 : 0), 0));
  return checkOf(
    sampleRatio(
      counts,
      arms.map(({ share }) => share),
    ),
  );
}

/** Members of each arm who were reached. */
function reachedBy({ action, drawn, members, exposures }: ReportInput): number[] {
  const reached = new Set(exposures.map(({ customerId }) => customerId));
  const counts = action.arms.map(() => 0);
  for (const [at, id] of drawn.ids.entries()) {
    const place = members.arm[at]!;
    if (place !== OUT_OF_ANALYSIS && reached.has(id)) counts[place]! += 1;
  }
  return counts;
}

/** Treated arms are to be reached alike. */
function exposureCheck(
  { arms }: ActionPlan,
  control: number,
  reached: readonly number[],
  members: readonly number[],
): PublishedCheck | null {
  const treated = [...arms.keys()].filter((place) => place !== control);
  if (treated.length < 2) return null;
  return checkOf(
    sameShare(
      treated.map((place) => reached[place]!),
      treated.map((place) => members[place]!),
    ),
  );
}

const sumOf = (arm: Uint8Array, y: Float64Array, place: number): number =>
  arm.reduce((sum, one, at) => sum + (one === place ? y[at]! : 0), 0);

/** n·d of an arm; null for the holdout. */
function totalOf(report: ExperimentReport, place: number, members: number | null): number | null {
  const lift = report.lifts.find(({ arm }) => arm === place);
  if (lift === undefined || !Number.isFinite(lift.perPerson.value)) return null;
  return members === null ? lift.total.value : members * lift.perPerson.value;
}

function liftOf(
  lift: Lift,
  report: ExperimentReport,
  { arms }: ActionPlan,
  reached: readonly number[],
  members: readonly number[],
  isByUnit: boolean,
): PublishedLift {
  const place = lift.arm;
  const same = (one: Lift): boolean => one.arm === place;
  const share = (at: number): number => (members[at]! > 0 ? reached[at]! / members[at]! : 0);
  const control = arms.findIndex(({ key }) => key === HOLDOUT_ARM);
  const times = (figure: number | null): number | null => (figure === null ? null : figure * members[place]!);
  const { perPerson } = lift;
  return {
    arm: arms[place]!.key,
    perPerson,
    total: isByUnit
      ? {
          value: perPerson.value * members[place]!,
          low: times(perPerson.low),
          high: times(perPerson.high),
          standardError: times(perPerson.standardError),
        }
      : lift.total,
    relative: finite(lift.relative),
    relativeReason: lift.relativeReason,
    intervalReason: lift.intervalReason,
    removed: lift.removed !== null && Number.isFinite(lift.removed) ? lift.removed : null,
    // Whoever was reached costs what reaching them costs; nobody was told of yet: all of the arm will be.
    costMinor:
      arms[place]!.costPerPersonMinor * (reached.every((count) => count === 0) ? members[place]! : reached[place]!),
    onExposed: finite(effectOnExposed(perPerson, share(place), share(control))),
    capped: finite(report.capped?.lifts.find(same)?.perPerson ?? null),
    withoutDominant: finite(report.withoutDominant.find(same)?.perPerson ?? null),
  };
}

function spilloverOf({ effect }: ReportInput, members: number): PublishedSpillover | null {
  if (effect === null || members === 0) return null;
  const found = effect(ALPHA_FROZEN);
  if (found === null || !Number.isFinite(found.total.value) || !Number.isFinite(found.direct.value)) return null;
  const { direct, total, spillOverShare, h } = found;
  return {
    direct,
    total,
    share: Number.isFinite(spillOverShare.value)
      ? spillOverShare
      : { value: 0, low: null, high: null, standardError: null },
    influence: { value: h.value ?? 0, low: h.low, high: h.high, standardError: h.standardError },
    reason: h.reason,
    notLinear: found.notLinear,
  };
}

import { pairOf, samePair } from '../../domain/clv/comparison/incumbent.ts';
import { lifetimeEvaluator, type LifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { fitLifetime, type LifetimeFit } from '../../domain/clv/fit.ts';
import { refitLifetime } from '../../domain/clv/refit.ts';
import { logUntil, type PurchaseLog } from '../../domain/clv/history/log.ts';
import type { LifetimeParameters } from '../../domain/clv/parameters.ts';
import type { ModelReport } from '../../domain/clv/result/report.ts';
import { populationGapDays } from '../../domain/lifecycle/rhythm.ts';
import { purchaseMarginMinor } from '../../domain/profile/scoring.ts';
import { rfmCutOffs } from '../../domain/rfm/cut-offs.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { AdoptionReason, Parameters, PotentialBridge, Selection } from '../../published/parameters.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { exactSum } from './flow.ts';
import type { RunSettings } from './settings.ts';

/** What the visible generation was computed with, and what came of it. */
export interface KnownParameters {
  readonly parameters: Parameters;
  readonly report: ModelReport;
  /** The day that generation values, and its sum of potential. */
  readonly valuedOn: number;
  readonly potentialMinor: number;
}

/** What a run computes with. */
export interface InForce {
  readonly parameters: Parameters;
  readonly report: ModelReport;
  readonly evaluator: LifetimeEvaluator;
  readonly log: PurchaseLog;
  /** How the sum of potential came from the run before; null where there is none to come from. */
  readonly bridge: PotentialBridge | null;
}

/** Newly fitted parameters are adopted when the same day's sum of potential differs by more than this share under them … */
export const DRIFT = 0.02;
/** … or after as many days. */
export const OLDEST_DAYS = 28;
/** How often the models are chosen anew. */
export const CHOICE_DAYS = 91;

/** Parameters a run has learned, before they are counted. */
type Learned = Pick<LifetimeFit, 'report'> & {
  readonly lifetime: LifetimeParameters;
  readonly reason: AdoptionReason;
  readonly selection: Selection;
};

/**
 * Which parameters a run computes with: those of the run before, or newly adopted ones (docs/decisions/0016). Pure, so that a resumed run
 * adopts what its first attempt did.
 *
 * @param known null where there is nothing to go on from
 * @param isView whether the past is shown: it is judged by what was in force then, and adopts nothing
 * @returns null where nobody has bought
 */
export function inForce(
  snapshot: Snapshot,
  settings: RunSettings,
  known: KnownParameters | null,
  isView: boolean,
): InForce | null {
  const day = dayIn(snapshot.timeZone)(snapshot.asOf);
  const log = purchaseLog(snapshot, settings.marginRate);
  // Parameters that were learned from days this run does not know would tell it the future.
  const before = known === null || known.parameters.adoptedOn > day ? null : known;
  const path = known === null || isView || known.valuedOn > day ? null : pathOf(snapshot, log, settings, known, day);
  const learned = learn(log, day, settings, before, path, isView);
  if (learned === 'NOTHING') {
    const { parameters, report } = before!;
    const evaluator = path?.evaluator ?? lifetimeEvaluator(parameters.scoring.lifetime);
    return {
      parameters,
      report,
      evaluator,
      log,
      bridge: path === null ? null : bridged(path, parameters, 0, path.now),
    };
  }
  if (learned === null) return null;
  const { lifetime, report, reason, selection } = learned;
  const parameters: Parameters = {
    version: (known?.parameters.version ?? 0) + 1,
    adoptedOn: day,
    fittedOn: day,
    reason,
    scoring: {
      marginRate: settings.marginRate,
      choice: settings.clvModel,
      lifetime,
      populationGapDays: populationGapDays(snapshot.columns.purchaseDays, snapshot.columns.sumLogGaps),
      rfm: cutOffsOf(snapshot, day),
    },
    selection,
  };
  const evaluator = lifetimeEvaluator(lifetime);
  const bridge =
    path === null
      ? null
      : bridged(
          path,
          parameters,
          sumOf(evaluator, logUntil(log, path.fromDay), day) - path.stoodNow,
          sumOf(evaluator, log, day),
        );
  return { parameters, report, evaluator, log, bridge };
}

/** What a run learns: new parameters to adopt, NOTHING that the ones in force do not say as well, or null where nobody has bought. */
function learn(
  log: PurchaseLog,
  day: number,
  settings: RunSettings,
  before: KnownParameters | null,
  path: Path | null,
  isView: boolean,
): Learned | 'NOTHING' | null {
  const { horizonDays, annualDiscount, clvModel: model } = settings;
  const options = { horizonDays, annualDiscount, model };
  const learned = (
    reason: AdoptionReason,
    { parameters: lifetime, report }: Pick<LifetimeFit, 'parameters' | 'report'>,
    selection: Selection,
  ): Learned | null => (lifetime === null ? null : { lifetime, report, reason, selection });
  const chosenFreely = (reason: AdoptionReason): Learned | null =>
    learned(reason, fitLifetime(log, day, options), { day, challenger: null });

  if (before === null) return chosenFreely('FIRST');
  const { scoring, selection, adoptedOn } = before.parameters;
  const kept = scoring.lifetime;
  const isSetAnew =
    scoring.marginRate !== settings.marginRate ||
    scoring.choice !== model ||
    kept.horizonDays !== horizonDays ||
    kept.annualDiscount !== annualDiscount;
  if (isSetAnew) return chosenFreely('SETTINGS');
  if (isView) return 'NOTHING';
  if (settings.refit) return chosenFreely('REQUEST');
  // Silence of a whole company is an import that has not come, and no evidence of how its customers buy.
  if (path !== null && path.isQuiet) return 'NOTHING';

  const refit = day - selection.day >= CHOICE_DAYS ? null : refitLifetime(log, day, kept, before.report);
  if (refit === null) {
    const fit = fitLifetime(log, day, options, { kept, challenger: selection.challenger });
    if (fit.parameters === null) return null;
    const chosen = pairOf(fit.parameters);
    const isOther = fit.parameters.method !== kept.method || !samePair(chosen, pairOf(kept));
    const challenger = samePair(chosen, fit.winner) ? null : fit.winner;
    return learned(isOther ? 'FAMILY' : 'AGE', fit, { day, challenger });
  }
  if (refit.parameters === null) return null;
  if (day - adoptedOn >= OLDEST_DAYS) return learned('AGE', refit, selection);
  const now = path?.now ?? sumOf(lifetimeEvaluator(kept), log, day);
  const then = sumOf(lifetimeEvaluator(refit.parameters), log, day);
  return Math.abs(then - now) > DRIFT * Math.abs(now) ? learned('DRIFT', refit, selection) : 'NOTHING';
}

/** From the run before to this day by the parameters before: sums of potential, whole minor units. */
interface Path {
  readonly known: KnownParameters;
  readonly evaluator: LifetimeEvaluator;
  readonly fromDay: number;
  readonly toDay: number;
  /** What stood at the run before, valued on its day and on this one, as far as it still stands. */
  readonly stoodThen: number;
  readonly stoodNow: number;
  /** What stands now, valued on this day. */
  readonly now: number;
  /** Nothing that any value depends on has been told since. */
  readonly isQuiet: boolean;
}

function pathOf(
  snapshot: Snapshot,
  log: PurchaseLog,
  { marginRate }: RunSettings,
  known: KnownParameters,
  toDay: number,
): Path {
  const { scoring } = known.parameters;
  const { valuedOn: fromDay, potentialMinor } = known;
  const evaluator = lifetimeEvaluator(scoring.lifetime);
  const asThen = scoring.marginRate === marginRate ? log : purchaseLog(snapshot, scoring.marginRate);
  const stood = logUntil(asThen, fromDay);
  const stoodThen = sumOf(evaluator, stood, fromDay);
  const stoodNow = fromDay === toDay ? stoodThen : sumOf(evaluator, stood, toDay);
  const now = stood === asThen ? stoodNow : sumOf(evaluator, asThen, toDay);
  const isQuiet = stoodThen === potentialMinor && stood === asThen;
  return { known, evaluator, fromDay, toDay, stoodThen, stoodNow, now, isQuiet };
}

/**
 * What stood at the run before is taken to be the purchases until that day, as they stand now; what was told of them since counts as an
 * event, because it is one.
 */
function bridged(
  { known, fromDay, toDay, stoodThen, stoodNow }: Path,
  { version: toVersion }: Parameters,
  parametersMinor: number,
  afterMinor: number,
): PotentialBridge {
  const { potentialMinor: beforeMinor, parameters } = known;
  const timeMinor = stoodNow - stoodThen;
  return {
    fromDay,
    toDay,
    fromVersion: parameters.version,
    toVersion,
    beforeMinor,
    timeMinor,
    parametersMinor,
    eventsMinor: afterMinor - beforeMinor - timeMinor - parametersMinor,
    afterMinor,
  };
}

/** Σ of what is published of each: whole minor units. */
const sumOf = (evaluator: LifetimeEvaluator, log: PurchaseLog, day: number): number =>
  exactSum(evaluator.clvMinor(log, day).map(Math.round));

/** The purchases of a snapshot with what each brought, at a margin rate. */
const purchaseLog = ({ ids, purchases }: Snapshot, marginRate: number): PurchaseLog => ({
  count: idCount(ids),
  offsets: purchases.offsets,
  day: purchases.day,
  marginMinor: purchases.knownMarginMinor.map((known, i) =>
    purchaseMarginMinor(known, purchases.uncostedRevenueMinor[i]!, marginRate),
  ),
});

/** Where the fifths of everybody who has bought begin. */
export function cutOffsOf({ columns }: Snapshot, day: number) {
  const buyers = Int32Array.from(columns.orderCount.keys()).filter((i) => columns.orderCount[i]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(buyers, (i) => column[i]!);
  return rfmCutOffs({
    recencyDays: pick(columns.lastDay).map((last) => day - last),
    frequency: pick(columns.orderCount),
    monetary: pick(columns.revenueMinor),
  });
}

import { pairOf, samePair } from '../../domain/clv/comparison/incumbent.ts';
import { lifetimeEvaluator, type LifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { fitLifetime, refitLifetime, type LifetimeFit } from '../../domain/clv/fit.ts';
import { logUntil, type PurchaseLog } from '../../domain/clv/history/log.ts';
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
}

/** Newly fitted parameters are adopted when the same day's sum of potential differs by more than this share under them … */
export const DRIFT = 0.02;
/** … or after as many days. */
export const OLDEST_DAYS = 28;
/** How often the models are chosen anew. */
export const CHOICE_DAYS = 91;

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
  const { horizonDays, annualDiscount, clvModel: model } = settings;
  // Parameters that were learned from days this run does not know would tell it the future.
  const before = known === null || known.parameters.adoptedOn > day ? null : known;

  const adopted = (
    reason: AdoptionReason,
    fit: Pick<LifetimeFit, 'parameters' | 'report'>,
    selection: Selection,
  ): InForce | null => {
    if (fit.parameters === null) return null;
    const parameters: Parameters = {
      version: (known?.parameters.version ?? 0) + 1,
      adoptedOn: day,
      fittedOn: day,
      reason,
      scoring: {
        marginRate: settings.marginRate,
        choice: model,
        lifetime: fit.parameters,
        populationGapDays: populationGapDays(snapshot.columns.purchaseDays, snapshot.columns.sumLogGaps),
        rfm: cutOffsOf(snapshot, day),
      },
      selection,
    };
    return { parameters, report: fit.report, evaluator: lifetimeEvaluator(fit.parameters), log };
  };
  const chosenFreely = (reason: AdoptionReason): InForce | null =>
    adopted(reason, fitLifetime(log, day, { horizonDays, annualDiscount, model }), { day, challenger: null });

  if (before === null) return chosenFreely('FIRST');
  const { scoring, selection } = before.parameters;
  const kept = scoring.lifetime;
  const asBefore: InForce = {
    parameters: before.parameters,
    report: before.report,
    evaluator: lifetimeEvaluator(kept),
    log,
  };
  const isSetAnew =
    scoring.marginRate !== settings.marginRate ||
    scoring.choice !== model ||
    kept.horizonDays !== horizonDays ||
    kept.annualDiscount !== annualDiscount;
  if (isSetAnew) return chosenFreely('SETTINGS');
  if (isView) return asBefore;
  if (settings.refit) return chosenFreely('REQUEST');

  const refit = day - selection.day >= CHOICE_DAYS ? null : refitLifetime(log, day, kept, before.report);
  if (refit === null) {
    const { challenger } = selection;
    const fit = fitLifetime(log, day, { horizonDays, annualDiscount, model }, { kept, challenger });
    if (fit.parameters === null) return null;
    const chosen = pairOf(fit.parameters);
    const isOther = fit.parameters.method !== kept.method || !samePair(chosen, pairOf(kept));
    const won = samePair(chosen, fit.winner);
    return adopted(isOther ? 'FAMILY' : 'AGE', fit, { day, challenger: won ? null : fit.winner });
  }
  if (refit.parameters === null) return null;
  const isOld = day - before.parameters.adoptedOn >= OLDEST_DAYS;
  if (!isOld) {
    const [now, then] = [lifetimeEvaluator(refit.parameters), asBefore.evaluator].map((evaluator) =>
      sumOf(evaluator, log, day),
    ) as [number, number];
    if (Math.abs(now - then) <= DRIFT * Math.abs(then)) return asBefore;
  }
  return adopted(isOld ? 'AGE' : 'DRIFT', refit, selection);
}

/**
 * How the sum of potential came from the run before to this one. What stood then is taken to be the purchases until that day, as they stand
 * now; what was told of them since counts as an event, because it is one.
 *
 * @param afterMinor the sum this run publishes
 * @returns null where there is no run before to come from
 */
export function bridgeOf(
  { parameters, evaluator, log }: InForce,
  snapshot: Snapshot,
  known: KnownParameters | null,
  afterMinor: number,
): PotentialBridge | null {
  const toDay = dayIn(snapshot.timeZone)(snapshot.asOf);
  if (known === null || known.valuedOn > toDay) return null;
  const { scoring, version } = known.parameters;
  const { valuedOn: fromDay, potentialMinor: beforeMinor } = known;
  const isAdopted = version !== parameters.version;
  const before = isAdopted ? lifetimeEvaluator(scoring.lifetime) : evaluator;
  const stoodUntil = (whole: PurchaseLog): PurchaseLog => logUntil(whole, fromDay);
  const stood = stoodUntil(isAdopted ? purchaseLog(snapshot, scoring.marginRate) : log);
  const onToDay = sumOf(before, stood, toDay);
  const timeMinor = onToDay - (fromDay === toDay ? onToDay : sumOf(before, stood, fromDay));
  const parametersMinor = isAdopted ? sumOf(evaluator, stoodUntil(log), toDay) - onToDay : 0;
  return {
    fromDay,
    toDay,
    fromVersion: version,
    toVersion: parameters.version,
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
export const purchaseLog = ({ ids, purchases }: Snapshot, marginRate: number): PurchaseLog => ({
  count: idCount(ids),
  offsets: purchases.offsets,
  day: purchases.day,
  marginMinor: purchases.knownMarginMinor.map((known, i) =>
    purchaseMarginMinor(known, purchases.uncostedRevenueMinor[i]!, marginRate),
  ),
});

function cutOffsOf({ columns }: Snapshot, day: number) {
  const buyers = Int32Array.from(columns.orderCount.keys()).filter((i) => columns.orderCount[i]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(buyers, (i) => column[i]!);
  return rfmCutOffs({
    recencyDays: pick(columns.lastDay).map((last) => day - last),
    frequency: pick(columns.orderCount),
    monetary: pick(columns.revenueMinor),
  });
}

import Table from 'cli-table3';
import type { Estimate } from '../../domain/experiments/types.ts';
import { ruleInForce, type PublishedActionReport } from '../../published/actions.ts';
import { warningsOf } from '../../resolvers/actions/warnings.ts';
import type { ActionRecord } from '../../store/actions/records.ts';
import { formatMinor } from '../money.ts';

const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** An action and what the last run says of it, in words. */
export function reportText(action: ActionRecord, report: PublishedActionReport | null, currency: string): string {
  const { key, name, state, drawn } = action;
  const head = `${name} (${key}): ${state}${drawn === null ? '' : `, ${drawn.members} drawn`}.`;
  const warnings = warningsOf(action).map(({ code, message }) => `Warning: ${message} [${code}]`);
  if (report === null) return [head, ...warnings, ...unreported(action)].join('\n');
  return [head, ...warnings, ...told(action, report, currency)].join('\n');
}

/** Why there is nothing to tell, and what to do about it. */
function unreported({ key, state, startsAt }: ActionRecord): string[] {
  if (state === 'DRAFT') return [`Nobody is drawn for it yet: npm run -s kring -- action freeze ${key}`];
  if (state === 'CANCELLED') return ['It was given up: no run reports of it.'];
  return [`No run has reported of it yet: the first one from ${day(startsAt)} on does. npm run -s kring -- enrich`];
}

function told({ state, outcome }: ActionRecord, report: PublishedActionReport, currency: string): string[] {
  const inForce = ruleInForce(state, report);
  const { lifts, beyondForecast } = report.judged[inForce];
  const figure = (value: number): string =>
    report.isMoney ? formatMinor(Math.round(value), currency) : value.toFixed(4);
  const estimate = (one: Estimate | null, show = figure): string =>
    one === null
      ? '–'
      : one.low === null || one.high === null
        ? `${show(one.value)} (no interval)`
        : `${show(one.value)} [${show(one.low)}, ${show(one.high)}]`;
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const arms = new Table({
    head: [
      'arm',
      'drawn',
      'members',
      'reached',
      'mean',
      'forecast',
      'beyond forecast',
      'observed',
      'baseline',
      'caused',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const [place, arm] of report.arms.entries())
    arms.push([
      arm.arm,
      arm.drawn,
      arm.members,
      arm.exposed,
      figure(arm.mean),
      arm.forecastMean === null ? '–' : figure(arm.forecastMean),
      estimate(beyondForecast[place] ?? null),
      figure(arm.sum),
      arm.baselineMinor === null ? '' : figure(arm.baselineMinor),
      arm.incrementalMinor === null ? '' : figure(arm.incrementalMinor),
    ]);
  return [
    `As of ${day(report.asOf)}, day ${report.daysPassed} of ${outcome.windowDays}${report.preliminary ? ': PRELIMINARY' : ''}. ${outcome.metric}${report.isMoney ? `, ${currency}` : ''}.`,
    arms.toString(),
    ...(report.withheld === null
      ? []
      : [
          `Every lift is withheld (${report.withheld}): χ² ${report.sampleRatio.chiSquare.toFixed(2)}, p ${report.sampleRatio.p.toExponential(1)}.`,
        ]),
    ...lifts.flatMap((lift) => [
      `${lift.arm} against the holdout (${inForce === 'FIXED' ? 'fixed, 95.5 %' : 'always valid, 99.5 %'}): ${estimate(lift.perPerson)} a member, ${estimate(lift.relative, percent)}` +
        `${report.isMoney ? `; in total ${estimate(lift.total)}, cost ${figure(lift.costMinor)}, net ${figure(lift.total.value - lift.costMinor)}` : ''}.`,
      ...(lift.removed === null ? [] : [`  The forecast took ${percent(lift.removed)} of the variance away.`]),
      ...(lift.onExposed === null ? [] : [`  On those who were reached: ${estimate(lift.onExposed)}.`]),
      ...(lift.withoutDominant === null
        ? []
        : [
            `  One customer is more than a fifth of an arm; without them: ${estimate(lift.withoutDominant)}. [DOMINATED_BY_ONE]`,
          ]),
    ]),
    ...(report.byForecast ?? []).flatMap(({ arm, parts, q, p, qini }) => [
      `${arm} by fifths of what was forecast, the lowest first: ${parts.map(({ effect, shrunk }) => (effect === null ? '–' : `${figure(effect.value)} (${figure(shrunk ?? effect.value)})`)).join(', ')}; in brackets drawn to their mean. ` +
        `That they differ as much comes by chance with p ${p.toFixed(3)} (Q ${q.toFixed(1)}).`,
      ...(qini === null
        ? []
        : [
            `  Taking those of whom most is forecast first brings ${estimate(qini)} more a member of both arms than taking anybody (Qini).`,
          ]),
    ]),
    ...(report.spillover === null
      ? report.spilloverReason === null
        ? []
        : [`Spill-over: none told (${report.spilloverReason}).`]
      : [
          `Through ties: total ${estimate(report.spillover.total)} a member, of it ${estimate(report.spillover.share, percent)} through others; influence h ${report.spillover.reason === null ? estimate(report.spillover.influence, (value) => value.toFixed(3)) : `not told (${report.spillover.reason})`}.`,
        ]),
    ...(report.spillover?.notLinear === true
      ? [
          'Warning: it does not grow in a straight line with how many of those one follows got it, as is supposed here. [NOT_LINEAR]',
        ]
      : []),
    ...(report.restated === undefined
      ? []
      : [
          `Restated: since it was first read for good, as of ${day(report.restated.firstReadAt)}, ${report.arms.map(({ arm }, place) => `${figure(report.restated!.late[place]!)} of ${arm}`).join(' and ')} came in late.`,
        ]),
    ...(report.contaminated > 0
      ? [`${report.contaminated} of the holdout were reached all the same; they stay in it.`]
      : []),
    ...(report.mergedAcross > 0
      ? [`${report.mergedAcross} were merged with a member of another arm: out of the analysis.`]
      : []),
    ...(report.erased > 0 ? [`${report.erased} were erased since the draw.`] : []),
    ...(report.attrition.alarm ? ['Warning: arms lost members more unevenly than chance does. [ATTRITION]'] : []),
    ...(report.exposure?.alarm === true
      ? ['Warning: arms were reached more unevenly than chance does. [EXPOSURE]']
      : []),
  ];
}

import Table from 'cli-table3';
import type { Lift } from '../../domain/experiments/lift.ts';
import { splitObserved } from '../../domain/experiments/lift.ts';
import type { ExperimentReport } from '../../domain/experiments/report.ts';
import { isShown, type SegmentEffect, type Shrunk } from '../../domain/experiments/shrinkage.ts';
import type { Estimate, Outcomes } from '../../domain/experiments/types.ts';
import { csvLine, csvLines } from '../../intake/csv/write.ts';

export type OutputFormat = 'json' | 'csv' | 'table';

/** The effects of one arm by segment. */
export interface ArmSegments {
  readonly arm: number;
  readonly effects: readonly SegmentEffect[];
  readonly shrunk: Shrunk;
}

export interface Findings {
  readonly outcomes: Outcomes;
  readonly report: ExperimentReport;
  readonly segmentNames: readonly string[];
  readonly segments: readonly ArmSegments[];
  /** Decimals of the outcome in the file; totals are stated to them. */
  readonly decimals: number;
  readonly alpha: number;
}

/** The findings in the format that was asked for. */
export function experimentText(format: OutputFormat, findings: Findings): string {
  if (format === 'json') return `${JSON.stringify(asJson(findings), null, 2)}\n`;
  return format === 'csv' ? asCsv(findings) : asTable(findings);
}

/** observed = baseline + incremental, to the last decimal of the file. */
function splitOf({ report, decimals }: Findings, lift: Lift) {
  const unit = 10 ** decimals;
  const { observedMinor, baselineMinor, incrementalMinor } = splitObserved(
    Math.round(report.arms[lift.arm]!.sum * unit),
    lift.total.value * unit,
  );
  return { observed: observedMinor / unit, baseline: baselineMinor / unit, incremental: incrementalMinor / unit };
}

function asJson(findings: Findings) {
  const { outcomes, report, segmentNames, segments, alpha } = findings;
  const keyOf = (arm: number): string => outcomes.arms[arm]!.key;
  const liftJson = ({ arm, ...lift }: Lift) => ({ arm: keyOf(arm), ...lift });
  return {
    control: keyOf(outcomes.control),
    alpha,
    arms: report.arms.map(({ n, mean, variance, sum }, a) => ({
      arm: keyOf(a),
      share: outcomes.arms[a]!.share,
      n,
      mean,
      variance,
      sum,
    })),
    sampleRatio: report.sampleRatio,
    withheld: report.withheld,
    lifts: report.lifts.map((lift) => ({ ...liftJson(lift), ...splitOf(findings, lift) })),
    withoutCovariate: outcomes.covariate === null ? null : report.plainLifts.map(liftJson),
    capped: report.capped && {
      cap: Number.isFinite(report.capped.cap) ? report.capped.cap : null,
      lifts: report.capped.lifts.map(liftJson),
    },
    dominatedByOne: report.dominated.map(({ arm, share }) => ({ arm: keyOf(arm), share })),
    withoutDominant: report.withoutDominant.map(liftJson),
    segments: segments.map(({ arm, effects, shrunk }) => ({
      arm: keyOf(arm),
      v: shrunk.v,
      mean: shrunk.mean,
      q: shrunk.q,
      p: shrunk.p,
      effects: effects.map((effect) => ({ segment: segmentNames[effect.segment], ...shownOf(effect, shrunk) })),
    })),
  };
}

/** Segments of fewer than twenty in an arm are counted, and not shown. */
const shownOf = (effect: SegmentEffect, { effects }: Shrunk) =>
  isShown(effect)
    ? {
        n: effect.treated,
        controlN: effect.control,
        effect: effect.effect,
        standardError: Math.sqrt(effect.variance),
        shrunk: effects[effect.segment]!,
      }
    : { n: effect.treated, controlN: effect.control, effect: null, standardError: null, shrunk: null };

const COLUMNS = [
  'arm',
  'n',
  'control_n',
  'lift',
  'standard_error',
  'low',
  'high',
  'z',
  'relative',
  'relative_low',
  'relative_high',
  'total',
  'total_low',
  'total_high',
  'observed',
  'baseline',
  'interval',
  'reason',
];

function asCsv(findings: Findings): string {
  const { outcomes, report } = findings;
  const lines = report.lifts.map((lift) => {
    const { observed, baseline, incremental } = splitOf(findings, lift);
    const { perPerson, relative, total } = lift;
    return [
      outcomes.arms[lift.arm]!.key,
      lift.n,
      lift.controlN,
      perPerson.value,
      perPerson.standardError,
      perPerson.low,
      perPerson.high,
      lift.z,
      relative?.value ?? null,
      relative?.low ?? null,
      relative?.high ?? null,
      incremental,
      total.low,
      total.high,
      observed,
      baseline,
      lift.interval,
      lift.intervalReason ?? lift.relativeReason,
    ];
  });
  return csvLine(COLUMNS) + (lines.length === 0 ? '' : csvLines(lines));
}

function asTable(findings: Findings): string {
  const { outcomes, report, decimals, alpha } = findings;
  const keyOf = (arm: number): string => outcomes.arms[arm]!.key;
  const level = `${trimmed(100 * (1 - alpha), 2)} %`;
  const lines = [
    grid(
      ['arm', 'members', 'mean', 'sum'],
      report.arms.map(({ n, mean, sum }, a) => [
        a === outcomes.control ? `${keyOf(a)} (control)` : keyOf(a),
        whole(n),
        mean.toFixed(6),
        money(sum, decimals),
      ]),
    ),
    sizes(findings),
  ];
  if (report.withheld !== null) return `${lines.join('\n')}\n`;
  lines.push(
    grid(
      ['arm', 'lift per person', 'error', 'z', level, 'relative'],
      report.lifts.map((lift) => [
        keyOf(lift.arm),
        lift.perPerson.value.toFixed(6),
        lift.perPerson.standardError?.toFixed(6) ?? '-',
        lift.z?.toFixed(3) ?? '-',
        span(lift.perPerson, (x) => x.toFixed(6)),
        lift.relative === null ? '-' : `${lift.relative.value.toFixed(4)} ${span(lift.relative, (x) => x.toFixed(4))}`,
      ]),
    ),
    grid(
      ['arm', 'observed', '= baseline', '+ incremental', level],
      report.lifts.map((lift) => {
        const { observed, baseline, incremental } = splitOf(findings, lift);
        return [
          keyOf(lift.arm),
          money(observed, decimals),
          money(baseline, decimals),
          money(incremental, decimals),
          span(lift.total, (x) => money(x, decimals)),
        ];
      }),
    ),
    ...notes(findings),
    ...segmentTables(findings),
  );
  return `${lines.join('\n')}\n`;
}

function sizes({ report: { sampleRatio, withheld } }: Findings): string {
  const test = `sizes of the arms: χ² ${sampleRatio.chiSquare.toFixed(6)}, p ${sampleRatio.p < 1e-4 ? sampleRatio.p.toPrecision(6) : sampleRatio.p.toFixed(6)}`;
  return withheld === null
    ? `${test}.`
    : `WITHHELD: ${test}. The arms are not of the sizes that were drawn, so somebody is missing, and not by chance: no lift is shown. Find out who; --share ARM=SHARE where they were not drawn alike.`;
}

function notes({ outcomes, report, decimals }: Findings): string[] {
  const keyOf = (arm: number): string => outcomes.arms[arm]!.key;
  const out: string[] = [];
  const [first] = report.lifts;
  if (first?.interval === 'ALWAYS_VALID') out.push('Intervals are always valid: they hold however often one looks.');
  for (const lift of report.lifts) {
    if (lift.intervalReason !== null)
      out.push(`${keyOf(lift.arm)}: ARM_TOO_SMALL, fewer than 20 members in it or in the control carry no interval.`);
    if (lift.relativeReason !== null) out.push(`${keyOf(lift.arm)}: CONTROL_MEAN_ZERO, nothing relative can be said.`);
    if (lift.removed !== null)
      out.push(
        `${keyOf(lift.arm)}: what was known before removed ${(100 * lift.removed).toFixed(1)} % of the variance.`,
      );
  }
  for (const [k, { arm, share }] of report.dominated.entries()) {
    out.push(`DOMINATED_BY_ONE: one member of ${keyOf(arm)} holds ${(100 * share).toFixed(1)} % of its sum.`);
    if (k === report.dominated.length - 1)
      for (const lift of report.withoutDominant)
        out.push(
          `  without: ${keyOf(lift.arm)} ${lift.perPerson.value.toFixed(6)} ${span(lift.perPerson, (x) => x.toFixed(6))}`,
        );
  }
  const capped =
    report.capped?.lifts.some((lift, k) => lift.perPerson.value !== report.lifts[k]!.perPerson.value) ?? false;
  if (report.capped !== null && capped)
    out.push(
      `Cut at ${money(report.capped.cap, decimals)} (99 % of who is above 0), a lower figure that leaves out what the action did with the largest: ${report.capped.lifts.map((lift) => `${keyOf(lift.arm)} ${lift.perPerson.value.toFixed(6)}`).join(', ')}.`,
    );
  return out;
}

const segmentTables = ({ outcomes, segmentNames, segments }: Findings): string[] =>
  segments.flatMap(({ arm, effects, shrunk }) => [
    grid(
      [`${outcomes.arms[arm]!.key} by segment`, 'members', 'control', 'lift', 'error', 'towards the mean'],
      effects.map((effect) => {
        const { n, controlN, effect: lift, standardError, shrunk: drawn } = shownOf(effect, shrunk);
        return [
          segmentNames[effect.segment]!,
          whole(n),
          whole(controlN),
          lift?.toFixed(6) ?? '-',
          standardError?.toFixed(6) ?? '-',
          drawn?.toFixed(6) ?? '-',
        ];
      }),
    ),
    `Do they differ? Q ${shrunk.q.toFixed(3)}, p ${shrunk.p.toPrecision(3)}; mean ${shrunk.mean.toFixed(6)}, variance between ${shrunk.v.toPrecision(7)}.`,
  ]);

function grid(head: string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

const span = ({ low, high }: Estimate, text: (figure: number) => string): string =>
  low === null || high === null ? '-' : `[${text(low)}, ${text(high)}]`;
const whole = (count: number): string => count.toLocaleString('en');
const money = (figure: number, decimals: number): string =>
  figure.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const trimmed = (figure: number, decimals: number): string => String(Number(figure.toFixed(decimals)));

import type { ComponentChildren } from 'preact';
import type { Company } from '../app/company.ts';
import { countText, dayText, minorOf, moneyText, percentText } from '../app/money.ts';
import { Figure, type FigureProps } from '../figure/figure.tsx';
import { CountBars } from '../picture/count-bars.tsx';
import { IntervalLine } from '../picture/interval-line.tsx';
import { Waterfall } from '../picture/waterfall.tsx';
import { nameOf, t } from '../words/words.ts';
import { isMoney, sureText, writeOf, type Experiment, type Report } from './experiment-data.ts';

interface CausedProps {
  readonly action: Experiment;
  readonly report: Report;
  /** The arm that is looked at. */
  readonly arm: string;
  readonly company: Company;
  readonly controls: ComponentChildren;
}

/** Of what an arm brought: what would have come anyway, and what the action caused. The two are what was observed, so nothing is added to any value. */
export function Caused({ action, report, arm, company, controls }: CausedProps) {
  const { currency } = company;
  const write = writeOf(action.outcome.metric, company);
  const lift = report.lifts.find((one) => one.arm === arm);
  const part = report.arms.find((one) => one.arm === arm);
  const drawn = {
    label: t('experiments.sum.drawn'),
    unit: 'count' as const,
    drawn: report.arms.map((one) => BigInt(one.drawn)),
    whole: BigInt(action.audience?.members ?? 0),
  };
  const table: FigureProps['table'] = {
    columns: [
      { label: t('experiments.arm'), kind: 'text' },
      { label: t('experiments.drawn'), kind: 'count' },
      { label: t('experiments.members'), kind: 'count' },
      { label: t('experiments.reached'), kind: 'count' },
      { label: t('experiments.observed'), kind: 'money' },
      { label: t('experiments.baseline'), kind: 'money' },
      { label: t('experiments.incremental'), kind: 'money' },
    ],
    rows: report.arms.map((one) => [
      one.arm,
      one.drawn,
      one.members,
      one.exposed,
      one.observed && minorOf(one.observed),
      one.baseline && minorOf(one.baseline),
      one.incremental && minorOf(one.incremental),
    ]),
  };
  const shown = { name: 'experiment', company, controls, table };
  const counted = (title: string) => (
    <CountBars
      title={title}
      currency={currency}
      rows={report.arms.map((one) => ({ name: one.arm, customers: one.drawn, minor: null }))}
    />
  );
  if (lift === undefined || part === undefined)
    return (
      <Figure
        {...shown}
        title={action.name}
        says={t('experiments.withheld', { why: nameOf('action.reason', report.withheld ?? 'NO_PROOF') })}
        sums={[drawn]}
      >
        {counted(action.name)}
      </Figure>
    );
  const says = (
    <>
      {t('experiments.perMember', {
        lift: sureText(lift.perPerson, write),
        relative: lift.relative === null ? '–' : sureText(lift.relative, (share) => percentText(share, 1)),
        interval: nameOf('interval', lift.interval),
      })}{' '}
      {lift.net !== null &&
        t('experiments.net', {
          cost: moneyText(minorOf(lift.cost), currency),
          net: moneyText(minorOf(lift.net.value), currency),
        })}{' '}
      {lift.onExposed !== null && t('experiments.onExposed', { lift: sureText(lift.onExposed, write) })}{' '}
      {lift.removed !== null && t('experiments.removed', { share: percentText(lift.removed, 1) })}
    </>
  );
  const { observed, baseline, incremental } = part;
  if (observed === null || baseline === null || incremental === null) {
    const title = t('experiments.liftTitle', { name: action.name, lift: write(lift.perPerson.value) });
    return (
      <Figure {...shown} title={title} says={says} sums={[drawn]}>
        {counted(title)}
      </Figure>
    );
  }
  const title = t('experiments.causedTitle', {
    name: action.name,
    caused: moneyText(minorOf(incremental), currency),
    observed: moneyText(minorOf(observed), currency),
  });
  return (
    <Figure
      {...shown}
      title={title}
      says={says}
      sums={[
        {
          label: t('experiments.sum.observed', { arm }),
          unit: 'money',
          drawn: [minorOf(baseline), minorOf(incremental)],
          whole: minorOf(observed),
        },
        drawn,
      ]}
    >
      <Waterfall
        title={title}
        currency={currency}
        from={null}
        steps={[
          { name: t('experiments.baseline'), minor: minorOf(baseline), tone: 'quiet' },
          {
            name: t('experiments.incremental'),
            minor: minorOf(incremental),
            tone: incremental.minorUnits < 0 ? 'loss' : 'own',
          },
        ]}
        to={{ name: t('experiments.observed'), minor: minorOf(observed), tone: 'ink' }}
      />
      <p class="hint">{t('experiments.share', { n: countText(part.members) })}</p>
    </Figure>
  );
}

/** The lift as each run saw it, with how sure it was. */
export function OverTime({ action, arm, company }: { action: Experiment; arm: string; company: Company }) {
  const { metric } = action.outcome;
  const write = writeOf(metric, company);
  const points = action.reports.nodes
    .flatMap(({ asOf, lifts }) => lifts.filter((one) => one.arm === arm).map((lift) => ({ asOf, ...lift })))
    .toReversed();
  const last = points.at(-1);
  if (last === undefined) return null;
  const title = t('experiments.overTime', { arm });
  const cell = (value: number | null): number | bigint | null =>
    value === null || !isMoney(metric) ? value : BigInt(Math.round(value));
  const kind = isMoney(metric) ? 'money' : metric === 'RETURNED' ? 'share' : 'number';
  return (
    <Figure
      name="experiment-lift"
      title={title}
      says={t(isTold(last.perPerson) ? 'experiments.told' : 'experiments.notTold')}
      company={company}
      sums={[]}
      sumless={t('experiments.sumless')}
      table={{
        columns: [
          { label: t('experiments.asOf'), kind: 'day' },
          { label: t('experiments.lift'), kind },
          { label: t('experiments.low'), kind },
          { label: t('experiments.high'), kind },
          { label: t('experiments.interval'), kind: 'text' },
        ],
        rows: points.map(({ asOf, perPerson, interval }) => [
          asOf,
          cell(perPerson.value),
          cell(perPerson.low),
          cell(perPerson.high),
          nameOf('interval', interval),
        ]),
      }}
    >
      <IntervalLine
        title={title}
        points={points.map(({ asOf, perPerson }) => ({ at: Date.parse(asOf), name: dayText(asOf), ...perPerson }))}
        write={write}
      />
    </Figure>
  );
}

/** Whether the interval leaves 0 out. */
const isTold = ({ low, high }: { readonly low: number | null; readonly high: number | null }): boolean =>
  low !== null && high !== null && (low > 0 || high < 0);

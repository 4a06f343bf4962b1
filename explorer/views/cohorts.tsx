import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, useAnswer } from '../app/load.tsx';
import { countText, minorOf, moneyText, percentText, shortMoney, type Money } from '../app/money.ts';
import { route, setParams } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { HeatMap, type HeatRow } from '../picture/heat-map.tsx';
import { t } from '../words/words.ts';
import { GRAINS, periodName, type Grain, type PeriodData } from './period.ts';

const MEASURES = ['retention', 'value'] as const;
type Measure = (typeof MEASURES)[number];

interface CohortData extends PortfolioData {
  readonly cohorts: {
    readonly status: string;
    readonly reason: string | null;
    readonly neverBought: number | null;
    readonly rest: Money | null;
    readonly cohorts: readonly {
      readonly period: PeriodData | null;
      readonly customers: number;
      readonly before: Money;
      readonly value: Money;
      readonly cells: readonly {
        readonly age: number | null;
        readonly active: number;
        readonly retention: number;
        readonly value: Money;
        readonly valuePerHead: Money;
        readonly period: { readonly complete: boolean };
      }[];
    }[];
  };
  readonly acquisition: {
    readonly periods: readonly {
      readonly period: { readonly from: string };
      readonly costPerCustomer: Money | null;
      readonly paybackPeriods: number | null;
    }[];
  };
}

const COHORTS = documentOf<CohortData, { grain: Grain }>(`query Cohorts($grain: PeriodGrain!) {
  ${PORTFOLIO}
  cohorts(grain: $grain) {
    status reason neverBought rest { minorUnits }
    cohorts {
      period { from to complete } customers before { minorUnits } value { minorUnits }
      cells { age active retention value { minorUnits } valuePerHead { minorUnits } period { complete } }
    }
  }
  acquisition(grain: $grain) { periods { period { from } costPerCustomer { minorUnits } paybackPeriods } }
}`);

/** Who came back, and what they brought, by when they first bought. */
export function Cohorts() {
  const grain = GRAINS.find((one) => one === route.value.params['grain']) ?? 'YEAR';
  const measure = MEASURES.find((one) => one === route.value.params['show']) ?? 'retention';
  const answer = useAnswer(COHORTS, { grain });
  return (
    <>
      <p class="lead">{t('cohorts.lead')}</p>
      <Shown of={answer}>
        {({ cohorts, acquisition }, company) =>
          cohorts.status === 'COMPUTED' ? (
            <Table report={cohorts} spent={acquisition.periods} grain={grain} measure={measure} company={company} />
          ) : (
            <NotComputed reason={cohorts.reason} />
          )
        }
      </Shown>
    </>
  );
}

interface TableProps {
  readonly report: CohortData['cohorts'];
  /** What winning those of a period cost. */
  readonly spent: CohortData['acquisition']['periods'];
  readonly grain: Grain;
  readonly measure: Measure;
  readonly company: Company;
}

function Table({ report: { cohorts, neverBought, rest }, spent, grain, measure, company }: TableProps) {
  const { currency } = company;
  const named = cohorts.map((cohort) => ({
    ...cohort,
    name: cohort.period === null ? t('cohorts.before') : periodName(cohort.period.from, grain),
    cost: spent.find(({ period }) => period.from === cohort.period?.from) ?? null,
  }));
  const isPriced = named.some(({ cost }) => cost?.costPerCustomer != null);
  const rows = named.map(({ name, period, customers, value, cells, cost }): HeatRow => ({
    name,
    note: countText(customers),
    // Of all who came before there is one amount: their periods have no age.
    cells:
      period === null
        ? [{ depth: 0, text: moneyText(minorOf(value), currency), hint: name, isHatched: false, minor: minorOf(value) }]
        : cells.map((cell) => ({
            depth: measure === 'retention' ? cell.retention : Math.max(0, cell.valuePerHead.minorUnits),
            text:
              measure === 'retention' ? percentText(cell.retention) : shortMoney(minorOf(cell.valuePerHead), currency),
            hint: `${name} + ${cell.age ?? ''}: ${percentText(cell.retention, 1)}, ${moneyText(minorOf(cell.valuePerHead), currency)}`,
            isHatched: !cell.period.complete,
            isMarked: cell.age !== null && cell.age === cost?.paybackPeriods,
            minor: minorOf(cell.value),
          })),
  }));
  const drawn = rows.flatMap(({ cells }) => cells.map(({ minor }) => minor));
  // What lies before the first period shown belongs to the row of all before, and is in its one amount already.
  const before = named.flatMap((cohort) => (cohort.period === null ? [] : [minorOf(cohort.before)]));
  const title = t(`cohorts.title.${measure}`);
  return (
    <Figure
      name="cohorts"
      title={title}
      says={[
        t('cohorts.says'),
        ...(neverBought === null || neverBought === 0 ? [] : [`${t('cohorts.never', { n: countText(neverBought) })}.`]),
        ...(isPriced ? [t('cohorts.priced')] : []),
      ].join(' ')}
      company={company}
      controls={<Controls grain={grain} measure={measure} />}
      sums={[
        {
          label: t('sum.customers'),
          unit: 'count',
          drawn: [...named.map(({ customers }) => BigInt(customers)), BigInt(neverBought ?? 0)],
          whole: BigInt(company.customers),
        },
        {
          label: t('sum.own'),
          unit: 'money',
          drawn: [...drawn, ...before, rest === null ? 0n : minorOf(rest)],
          whole: company.direct,
        },
      ]}
      table={{
        columns: [
          { label: t('cohorts.cohort'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
          { label: t('cohorts.age'), kind: 'count' },
          { label: t('cohorts.active'), kind: 'count' },
          { label: t('share'), kind: 'share' },
          { label: t('value'), kind: 'money' },
          { label: t('cohorts.perHead'), kind: 'money' },
          { label: t('cohorts.complete'), kind: 'text' },
          { label: t('cohorts.cost'), kind: 'money' },
          { label: t('cohorts.payback'), kind: 'count' },
        ],
        rows: named.flatMap(({ name, customers, cells, cost }) =>
          cells.map((cell) => [
            name,
            customers,
            cell.age,
            cell.active,
            cell.retention,
            minorOf(cell.value),
            minorOf(cell.valuePerHead),
            t(cell.period.complete ? 'cohorts.yes' : 'cohorts.no'),
            cost?.costPerCustomer == null ? null : minorOf(cost.costPerCustomer),
            cost?.paybackPeriods ?? null,
          ]),
        ),
      }}
    >
      <HeatMap title={title} rows={rows} corner={t('cohorts.cohort')} />
    </Figure>
  );
}

const Controls = ({ grain, measure }: { grain: Grain; measure: Measure }) => (
  <>
    <label>
      {t('cohorts.grain')}
      <select value={grain} onChange={(event) => setParams({ grain: event.currentTarget.value })}>
        {GRAINS.map((one) => (
          <option value={one}>{t(`cohorts.grain.${one}`)}</option>
        ))}
      </select>
    </label>
    <label>
      {t('cohorts.measure')}
      <select value={measure} onChange={(event) => setParams({ show: event.currentTarget.value })}>
        {MEASURES.map((one) => (
          <option value={one}>{t(`cohorts.measure.${one}`)}</option>
        ))}
      </select>
    </label>
  </>
);

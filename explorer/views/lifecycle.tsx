import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, useAnswer } from '../app/load.tsx';
import { countText, minorOf, moneyText, type Money } from '../app/money.ts';
import { DataTable, Figure } from '../figure/figure.tsx';
import { RingPicture } from '../picture/ring.tsx';
import { nameOf, t } from '../words/words.ts';

interface LifecycleData extends PortfolioData {
  readonly lifecycleSummary: {
    readonly stages: readonly {
      readonly quarter: string;
      readonly stage: string;
      readonly customers: { readonly count: number };
      readonly lapsed: number;
      readonly value: Money;
    }[];
    readonly transitions: {
      readonly status: string;
      readonly reason: string | null;
      readonly steps: readonly {
        readonly from: string;
        readonly to: string;
        readonly customers: number;
        readonly medianDays: number;
      }[];
    };
  } | null;
}

const LIFECYCLE = documentOf<LifecycleData>(`query Lifecycle {
  ${PORTFOLIO}
  lifecycleSummary {
    stages { quarter stage customers { count } lapsed value { minorUnits } }
    transitions { status reason steps { from to customers medianDays } }
  }
}`);
const NOTHING = {};

/** The ring of the four quarters with everybody at their stage, and the steps between stages. */
export function Lifecycle() {
  const answer = useAnswer(LIFECYCLE, NOTHING);
  return (
    <>
      <p class="lead">{t('lifecycle.lead')}</p>
      <Shown of={answer}>
        {({ lifecycleSummary }, company) =>
          lifecycleSummary === null ? (
            <NotComputed reason={null} />
          ) : (
            <Ring summary={lifecycleSummary} company={company} />
          )
        }
      </Shown>
    </>
  );
}

type Summary = NonNullable<LifecycleData['lifecycleSummary']>;

function Ring({ summary: { stages, transitions }, company }: { summary: Summary; company: Company }) {
  const lapsed = stages.reduce((sum, stage) => sum + stage.lapsed, 0);
  const steps = [...transitions.steps].sort((a, b) => b.customers - a.customers);
  return (
    <>
      <Figure
        name="lifecycle"
        title={t('lifecycle.title')}
        says={t('lifecycle.says', { n: countText(lapsed), of: countText(company.customers) })}
        company={company}
        sums={[
          {
            label: t('sum.customers'),
            unit: 'count',
            drawn: stages.map(({ customers }) => BigInt(customers.count)),
            whole: BigInt(company.customers),
          },
          {
            label: t('sum.current'),
            unit: 'money',
            drawn: stages.map(({ value }) => minorOf(value)),
            whole: company.current,
          },
        ]}
        table={{
          columns: [
            { label: t('stage'), kind: 'text' },
            { label: t('customers'), kind: 'count' },
            { label: t('lifecycle.lapsed'), kind: 'count' },
            { label: t('current'), kind: 'money' },
          ],
          rows: stages.map(({ stage, customers, lapsed, value }) => [
            nameOf('stage', stage),
            customers.count,
            lapsed,
            minorOf(value),
          ]),
        }}
      >
        <RingPicture
          title={t('lifecycle.title')}
          stages={stages.map(({ quarter, stage, customers, lapsed, value }) => ({
            quarter,
            key: stage,
            name: nameOf('stage', stage),
            customers: customers.count,
            lapsed,
            minor: minorOf(value),
            amount: moneyText(minorOf(value), company.currency),
          }))}
          steps={steps}
        />
      </Figure>
      <section class="card">
        <h2>{t('lifecycle.steps')}</h2>
        <p class="says spaced">{t('lifecycle.stepsSays')}</p>
        {transitions.status === 'COMPUTED' ? (
          <DataTable
            title={t('lifecycle.steps')}
            currency={company.currency}
            table={{
              columns: [
                { label: t('lifecycle.from'), kind: 'text' },
                { label: t('lifecycle.to'), kind: 'text' },
                { label: t('customers'), kind: 'count' },
                { label: t('lifecycle.days'), kind: 'count' },
              ],
              rows: steps.map(({ from, to, customers, medianDays }) => [
                nameOf('stage', from),
                nameOf('stage', to),
                customers,
                medianDays,
              ]),
            }}
          />
        ) : (
          <p class="hint">{transitions.reason}</p>
        )}
      </section>
    </>
  );
}

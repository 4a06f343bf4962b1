import type { Company } from '../app/company.ts';
import { minorOf, percentText, type Money } from '../app/money.ts';
import { Figure } from '../figure/figure.tsx';
import { IntervalLine } from '../picture/interval-line.tsx';
import { t } from '../words/words.ts';

/** What own orders are expected to bring within ever longer times. */
export interface Ahead {
  readonly status: string;
  readonly reason: string | null;
  readonly horizons: readonly {
    readonly days: number;
    readonly returnProbability: number;
    readonly expectedOrders: number;
    readonly predicted: Money;
  }[];
}

const DAY_MS = 86_400_000;

/** The chance that they have come back, from the run's day on. */
export function Returning({ ahead: { status, reason, horizons }, company }: { ahead: Ahead; company: Company }) {
  const title = t('customer.ahead');
  if (status !== 'COMPUTED')
    return (
      <section class="card">
        <h2>{title}</h2>
        <p class="hint">{reason}</p>
      </section>
    );
  const from = Date.parse(company.asOf);
  return (
    <Figure
      name="customer-ahead"
      title={title}
      company={company}
      sums={[]}
      sumless={t('customer.aheadSumless')}
      table={{
        columns: [
          { label: t('customer.within'), kind: 'count' },
          { label: t('returnProbability'), kind: 'share' },
          { label: t('customer.expectedOrders'), kind: 'number' },
          { label: t('expected'), kind: 'money' },
        ],
        rows: horizons.map(({ days, returnProbability, expectedOrders, predicted }) => [
          days,
          returnProbability,
          expectedOrders,
          minorOf(predicted),
        ]),
      }}
    >
      <IntervalLine
        title={title}
        points={[{ days: 0, returnProbability: 0 }, ...horizons].map(({ days, returnProbability }) => ({
          at: from + days * DAY_MS,
          name: t('leaving.days', { n: String(days) }),
          value: returnProbability,
          low: null,
          high: null,
        }))}
        write={percentText}
      />
    </Figure>
  );
}

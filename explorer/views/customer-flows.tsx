import type { Company } from '../app/company.ts';
import { minorOf, type Money } from '../app/money.ts';
import { hrefOf } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import type { Sum } from '../figure/sums.ts';
import { DivergingBars, type Bar } from '../picture/diverging-bars.tsx';
import { t } from '../words/words.ts';
import { labelOf, type Person } from './customer-link.tsx';

interface ValueFlows {
  readonly total: Money;
  readonly rest: Money;
  readonly flows: readonly {
    readonly customer: Person | null;
    readonly amount: Money;
    /** Ids from who passes it on to who receives it, both included. */
    readonly path: readonly string[];
  }[];
}
/** Of whom a customer's value through others comes, and to whom it goes. */
export interface FlowData {
  readonly networkValue: { readonly received: ValueFlows; readonly passedOnTo: ValueFlows };
  readonly referralValue: { readonly received: ValueFlows; readonly passedOnTo: ValueFlows };
}

const flows = (field: string, first: number): string =>
  `${field}(first: ${first}) { total { minorUnits } rest { minorUnits } flows { customer { id displayName } amount { minorUnits } path } }`;
/** What is asked for them: few, because each is another customer to read. */
export const FLOWS = `networkValue { ${flows('received', 3)} ${flows('passedOnTo', 2)} } referralValue { ${flows('received', 2)} ${flows('passedOnTo', 2)} }`;

interface Direction {
  readonly label: string;
  readonly of: ValueFlows;
  readonly sign: 1n | -1n;
}

/** In to the right, out to the left; the rest of each is a bar of its own, so that they add up to what was published. */
export function Flows({
  id,
  value: { networkValue, referralValue },
  company,
}: {
  id: string;
  value: FlowData;
  company: Company;
}) {
  const directions = (
    [
      { label: t('customer.broughtIn'), of: referralValue.received, sign: 1n },
      { label: t('term.REFERRAL_PASSED_ON'), of: referralValue.passedOnTo, sign: -1n },
      { label: t('customer.received'), of: networkValue.received, sign: 1n },
      { label: t('customer.passedOn'), of: networkValue.passedOnTo, sign: -1n },
    ] satisfies Direction[]
  ).filter(({ of }) => of.flows.length > 0 || of.total.minorUnits !== 0);
  if (directions.length === 0) return null;
  const groups = directions.map(({ label, of, sign }) => ({
    label,
    bars: [
      ...of.flows.map(({ customer, amount }): Bar => ({
        name: customer === null ? '–' : labelOf(customer),
        minor: sign * minorOf(amount),
        tone: sign > 0n ? 'network' : 'quiet',
        ...(customer === null ? {} : { id: customer.id }),
      })),
      ...(of.rest.minorUnits === 0
        ? []
        : [
            {
              name: t('customer.rest'),
              minor: sign * minorOf(of.rest),
              tone: sign > 0n ? 'network' : 'quiet',
              isRest: true,
            } as const,
          ]),
    ],
  }));
  const sums = directions.map(({ label, of, sign }, at): Sum => ({
    label,
    unit: 'money',
    drawn: groups[at]!.bars.map(({ minor }) => minor),
    whole: sign * minorOf(of.total),
  }));
  return (
    <Figure
      name="customer-flows"
      title={t('customer.of')}
      says={<a href={hrefOf('circle', { id })}>{t('circle.open')} →</a>}
      company={company}
      sums={sums}
      table={{
        columns: [
          { label: '', kind: 'text' },
          { label: t('customer'), kind: 'text' },
          { label: t('amount'), kind: 'money' },
        ],
        rows: groups.flatMap(({ label, bars }) => bars.map(({ name, minor }) => [label, name, minor])),
      }}
    >
      <DivergingBars title={t('customer.of')} groups={groups} currency={company.currency} />
    </Figure>
  );
}

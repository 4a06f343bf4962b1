import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { minorOf, moneyText, type Money } from '../app/money.ts';
import { hrefOf, route } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { CirclePicture, type Tie } from '../picture/circle.tsx';
import { t } from '../words/words.ts';
import { FLOWS, type FlowData } from './customer-flows.tsx';
import { Choose } from './customer-choose.tsx';
import { labelOf, type Person } from './customer-link.tsx';

interface CircleData extends PortfolioData {
  readonly customer:
    | (Person & {
        readonly value:
          | (FlowData & {
              readonly current: { readonly total: Money | null };
              readonly breakdown: readonly { readonly key: string; readonly amount: Money }[];
              readonly atRisk: { readonly network: Money | null };
            })
          | null;
      })
    | null;
}

const CIRCLE = documentOf<CircleData, { id: string }>(`query Circle($id: ID!) {
  ${PORTFOLIO}
  customer(by: { id: $id }) {
    id displayName
    value { current { total { minorUnits } } breakdown { key amount { minorUnits } } atRisk { network { minorUnits } } ${FLOWS} }
  }
}`);

/** One customer with those their value comes from and goes to. */
export function Circle() {
  const { id } = route.value.params;
  return (
    <>
      <p class="lead">{t('circle.lead')}</p>
      {id === undefined ? <Choose view="circle" /> : <Around id={id} />}
    </>
  );
}

function Around({ id }: { id: string }) {
  const answer = useAnswer(CIRCLE, { id });
  return (
    <Shown of={answer}>
      {({ customer }, company) => {
        if (customer === null) return <State title={t('customer.gone')} text={t('customer.goneText')} />;
        if (customer.value === null) return <State title={t('customer.notYet')} text={t('customer.notYetText')} />;
        return <Ties person={customer} value={customer.value} company={company} />;
      }}
    </Shown>
  );
}

type Value = NonNullable<NonNullable<CircleData['customer']>['value']>;

/** Terms of one's own doing: they stand in the middle. */
const OWN_TERMS = new Set(['OWN_ORDERS', 'REFUNDS', 'CREDITS', 'REFERRAL_REWARDS']);

function Ties({ person, value, company }: { person: Person; value: Value; company: Company }) {
  const { networkValue, referralValue, breakdown, current, atRisk } = value;
  const own = breakdown.filter(({ key }) => OWN_TERMS.has(key)).reduce((sum, { amount }) => sum + minorOf(amount), 0n);
  const total = current.total === null ? 0n : minorOf(current.total);
  const directions = [
    { of: referralValue.received, sign: 1n },
    { of: networkValue.received, sign: 1n },
    { of: referralValue.passedOnTo, sign: -1n },
    { of: networkValue.passedOnTo, sign: -1n },
  ];
  // Of whom lies in between only those are named who are in the picture themselves.
  const names = new Map(
    directions.flatMap(({ of }) =>
      of.flows.flatMap(({ customer }) => (customer === null ? [] : [[customer.id, labelOf(customer)] as const])),
    ),
  );
  const ties = directions.flatMap(({ of, sign }): Tie[] => [
    ...of.flows.map(({ customer, amount, path }) => ({
      name: customer === null ? '–' : labelOf(customer),
      ...(customer === null ? {} : { id: customer.id }),
      side: sign > 0n ? ('in' as const) : ('out' as const),
      via: path.slice(1, -1).map((id) => names.get(id) ?? t('circle.somebody')),
      minor: sign * minorOf(amount),
    })),
    ...(of.rest.minorUnits === 0
      ? []
      : [
          {
            name: t('customer.rest'),
            side: sign > 0n ? ('in' as const) : ('out' as const),
            via: [],
            minor: sign * minorOf(of.rest),
          },
        ]),
  ]);
  const title = t('circle.title', { name: labelOf(person) });
  return (
    <Figure
      name="circle"
      title={title}
      says={
        <>
          {ties.length === 0 ? t('circle.none') : t('circle.says', { total: moneyText(total, company.currency) })}{' '}
          {atRisk.network !== null && atRisk.network.minorUnits > 0 && (
            <strong>{t('circle.leave', { amount: moneyText(minorOf(atRisk.network), company.currency) })}</strong>
          )}{' '}
          <a href={hrefOf('customer', { id: person.id })}>{t('circle.back')} →</a>
        </>
      }
      company={company}
      sums={[{ label: t('sum.current'), unit: 'money', drawn: [own, ...ties.map(({ minor }) => minor)], whole: total }]}
      table={{
        columns: [
          { label: '', kind: 'text' },
          { label: t('customer'), kind: 'text' },
          { label: t('circle.via'), kind: 'text' },
          { label: t('amount'), kind: 'money' },
        ],
        rows: [
          ['', t('circle.ownTerm'), null, own],
          ...ties.map(({ name, side, via, minor }) => [
            t(side === 'in' ? 'circle.in' : 'circle.out'),
            name,
            via.length === 0 ? null : via.join(' → '),
            minor,
          ]),
        ],
      }}
    >
      <CirclePicture title={title} name={labelOf(person)} ownMinor={own} ties={ties} currency={company.currency} />
    </Figure>
  );
}

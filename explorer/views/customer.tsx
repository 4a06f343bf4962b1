import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { countText, dayText, minorOf, moneyText, percentText, sumOf, type Money } from '../app/money.ts';
import { route } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { Waterfall, type Step } from '../picture/waterfall.tsx';
import { nameOf, t } from '../words/words.ts';
import { Choose } from './customer-choose.tsx';
import { labelOf, type Person } from './customer-link.tsx';
import { Returning, type Ahead } from './customer-ahead.tsx';
import { Flows, FLOWS, type FlowData } from './customer-flows.tsx';
import {
  Memberships,
  Stages,
  Timeline,
  type LifecycleData,
  type MembershipData,
  type TimelineData,
} from './customer-parts.tsx';

interface Known extends Person, LifecycleData, MembershipData, TimelineData {
  readonly value:
    | (FlowData & {
        readonly total: Money;
        readonly standing: { readonly percentile: number; readonly of: number };
        readonly breakdown: readonly { readonly key: string; readonly amount: Money }[];
        readonly clv: { readonly returnProbability: number; readonly expectedNextOrderOn: string | null } | null;
        readonly atRisk: { readonly own: Money | null };
      })
    | null;
  readonly valueAhead: Ahead;
  readonly health: { readonly score: number | null; readonly band: string; readonly confidence: number };
}
interface CustomerData extends PortfolioData {
  readonly customer: Known | null;
}

const CUSTOMER = documentOf<CustomerData, { id: string }>(`query Customer($id: ID!) {
  ${PORTFOLIO}
  customer(by: { id: $id }) {
    id displayName
    value {
      total { minorUnits } standing { percentile of }
      breakdown { key amount { minorUnits } }
      clv { returnProbability expectedNextOrderOn }
      atRisk { own { minorUnits } }
      ${FLOWS}
    }
    valueAhead(days: [30, 60, 90, 120, 180, 270, 365, 545, 730, 1095], months: 0) { status reason horizons { days returnProbability expectedOrders predicted { minorUnits } } }
    health { score band confidence }
    lifecycle { quarter stage since cycle lapsed }
    segments { key name }
    timeline(first: 10) { nodes {
      ... on Order { placedAt net { minorUnits } }
      ... on Interaction { type channel occurredAt simulated }
    } }
  }
}`);

/** One customer: what they are worth term by term, of whom, and what is known of them. */
export function Customer() {
  const { id } = route.value.params;
  return (
    <>
      <p class="lead">{t('customer.lead')}</p>
      {id === undefined ? <Choose view="customer" /> : <Chosen id={id} />}
    </>
  );
}

function Chosen({ id }: { id: string }) {
  const answer = useAnswer(CUSTOMER, { id });
  return (
    <Shown of={answer}>
      {({ customer }, company) => {
        if (customer === null) return <State title={t('customer.gone')} text={t('customer.goneText')} />;
        return (
          <>
            {customer.value === null ? (
              <State title={t('customer.notYet')} text={t('customer.notYetText')} />
            ) : (
              <>
                <Facts customer={customer} value={customer.value} company={company} />
                <Worth name={labelOf(customer)} value={customer.value} company={company} />
                <Flows id={customer.id} value={customer.value} company={company} />
                <Returning ahead={customer.valueAhead} company={company} />
              </>
            )}
            <div class="cards">
              <Stages lifecycle={customer.lifecycle} />
              <Memberships id={customer.id} segments={customer.segments} />
            </div>
            <Timeline timeline={customer.timeline} currency={company.currency} />
          </>
        );
      }}
    </Shown>
  );
}

type Value = NonNullable<Known['value']>;

function Facts({
  customer,
  value: { standing, clv, atRisk },
  company,
}: {
  customer: Known;
  value: Value;
  company: Company;
}) {
  const { health } = customer;
  return (
    <p class="facts">
      <span>
        {t('customer.standing', { share: percentText(standing.percentile / 100), n: countText(standing.of) })}
      </span>
      {clv !== null && <span>{t('customer.returns', { share: percentText(clv.returnProbability) })}</span>}
      {clv?.expectedNextOrderOn != null && <span>{t('customer.next', { day: dayText(clv.expectedNextOrderOn) })}</span>}
      {atRisk.own !== null && (
        <span>{t('customer.atRisk', { amount: moneyText(minorOf(atRisk.own), company.currency) })}</span>
      )}
      <span title={t('customer.confidence', { share: percentText(health.confidence) })}>
        {t('customer.health')}: {health.score === null ? '–' : countText(Math.round(health.score))},{' '}
        {nameOf('customer.band', health.band)}
      </span>
    </p>
  );
}

const toneOf = (key: string): Step['tone'] => {
  if (key === 'REFUNDS' || key === 'CREDITS') return 'loss';
  if (key.startsWith('EXPECTED')) return 'expected';
  return key === 'OWN_ORDERS' ? 'own' : 'network';
};

function Worth({ name, value: { total, breakdown }, company }: { name: string; value: Value; company: Company }) {
  const steps = breakdown.map(({ key, amount }) => ({
    name: nameOf('term', key),
    minor: minorOf(amount),
    tone: toneOf(key),
  }));
  const title = t('customer.waterfall', { name });
  return (
    <Figure
      name="customer-worth"
      title={title}
      says={t('customer.waterfallSays')}
      company={company}
      sums={[{ label: t('sum.total'), unit: 'money', drawn: steps.map(({ minor }) => minor), whole: minorOf(total) }]}
      table={{
        columns: [
          { label: t('customer.term'), kind: 'text' },
          { label: t('amount'), kind: 'money' },
        ],
        rows: [...steps.map(({ name, minor }) => [name, minor]), [t('total'), sumOf(steps.map(({ minor }) => minor))]],
      }}
    >
      <Waterfall
        title={title}
        currency={company.currency}
        from={null}
        steps={steps}
        to={{ name: t('total'), minor: minorOf(total), tone: 'ink' }}
      />
    </Figure>
  );
}

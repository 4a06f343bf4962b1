import type { ComponentChildren } from 'preact';
import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { Shown, useAnswer } from '../app/load.tsx';
import { countText, minorOf, moneyText, percentText, type Money } from '../app/money.ts';
import { hrefOf } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { ShareBar } from '../picture/share-bar.tsx';
import { nameOf, t, type WordKey } from '../words/words.ts';
import { CustomerLink, labelOf, type Person } from './customer-link.tsx';

interface TodayData extends PortfolioData {
  readonly focus: {
    readonly status: string;
    readonly customers: number | null;
    readonly value: Money | null;
    readonly total: Money | null;
    readonly valueShare: number | null;
  };
  readonly customers: {
    readonly nodes: readonly (Person & {
      readonly value: { readonly current: { readonly indirect: Money | null } } | null;
    })[];
  };
  readonly leaving: {
    readonly status: string;
    readonly ownExpected: Money | null;
    readonly customers: readonly { readonly customer: Person | null; readonly ownExpected: Money }[];
  };
  readonly lifecycleSummary: { readonly stages: readonly { readonly lapsed: number }[] } | null;
  readonly segments: {
    readonly nodes: readonly {
      readonly key: string;
      readonly size: { readonly count: number } | null;
      readonly value: Money | null;
    }[];
  };
  readonly scorecard: {
    readonly items: readonly {
      readonly key: string;
      readonly label: string;
      readonly share: number | null;
      readonly gap: string | null;
    }[];
  };
}

const TODAY = documentOf<TodayData>(`query Today {
  ${PORTFOLIO}
  focus(share: 0.2, by: CURRENT) { status customers value { minorUnits } total { minorUnits } valueShare }
  customers(first: 2, orderBy: { field: INDIRECT_VALUE }) { nodes { id displayName value { current { indirect { minorUnits } } } } }
  leaving(by: OWN, first: 2) { status ownExpected { minorUnits } customers { customer { id displayName } ownExpected { minorUnits } } }
  lifecycleSummary { stages { lapsed } }
  segments { nodes { key size { count } value { minorUnits } } }
  scorecard { items { key label share gap } }
}`);
const NOTHING = {};

/** Four questions, each answered in a sentence that opens the view behind it, and what the data does not say yet. */
export function Today() {
  const answer = useAnswer(TODAY, NOTHING);
  return (
    <>
      <p class="lead">{t('today.lead')}</p>
      <Shown of={answer}>
        {(data, company) => (
          <>
            <Carriers {...data} company={company} />
            <div class="cards">
              <Bringers {...data} company={company} />
              <Leavers {...data} company={company} />
            </div>
            <Tasks {...data} company={company} />
            <Gaps {...data} />
          </>
        )}
      </Shown>
    </>
  );
}

type Part<Key extends keyof TodayData> = Pick<TodayData, Key> & { readonly company: Company };

const Open = ({
  view,
  params,
  children,
}: {
  view: string;
  params?: Record<string, string>;
  children: ComponentChildren;
}) => (
  <a class="open" href={hrefOf(view, params)}>
    {children} →
  </a>
);

function Carriers({ focus: { customers, value, valueShare }, company }: Part<'focus'>) {
  const isKnown = customers !== null && value !== null && valueShare !== null;
  const fifth = value === null ? 0n : minorOf(value);
  const parts = [
    { name: t('today.fifth', { share: percentText(0.2) }), minor: fifth, people: customers ?? 0, tone: 'own' as const },
    {
      name: t('today.rest'),
      minor: company.current - fifth,
      people: company.customers - (customers ?? 0),
      tone: 'quiet' as const,
    },
  ];
  return (
    <Figure
      name="today-carriers"
      title={t('today.q1')}
      says={
        <>
          {isKnown
            ? t('today.a1', {
                n: countText(customers),
                of: countText(company.customers),
                share: percentText(valueShare, 1),
                value: moneyText(fifth, company.currency),
              })
            : t('today.a1none', { value: moneyText(company.current, company.currency) })}{' '}
          <Open view="focus" params={{ by: 'CURRENT' }}>
            {t('today.open1')}
          </Open>
        </>
      }
      company={company}
      sums={[
        { label: t('sum.current'), unit: 'money', drawn: parts.map(({ minor }) => minor), whole: company.current },
        {
          label: t('sum.customers'),
          unit: 'count',
          drawn: parts.map(({ people }) => BigInt(people)),
          whole: BigInt(company.customers),
        },
      ]}
      table={{
        columns: [
          { label: t('ofCustomers'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
          { label: t('current'), kind: 'money' },
        ],
        rows: parts.map(({ name, people, minor }) => [name, people, minor]),
      }}
    >
      <ShareBar title={t('today.a1chart')} parts={parts} currency={company.currency} />
    </Figure>
  );
}

function Bringers({ customers: { nodes }, company }: Part<'customers'>) {
  const bringing = nodes.flatMap((node) => {
    const minor = node.value?.current.indirect == null ? 0n : minorOf(node.value.current.indirect);
    return minor > 0n ? [{ ...node, minor }] : [];
  });
  const [first, second] = bringing;
  return (
    <section class="card">
      <h2>{t('today.q2')}</h2>
      {first === undefined ? (
        <p class="sentence">{t('today.a2none')}</p>
      ) : (
        <>
          <p class="figure-number network">{moneyText(first.minor, company.currency)}</p>
          <p class="sentence">
            {t('today.a2', { name: labelOf(first), value: moneyText(first.minor, company.currency) })}{' '}
            {second !== undefined &&
              t('today.a2next', { names: `${labelOf(second)} (${moneyText(second.minor, company.currency)})` })}
          </p>
          <p class="people">
            {bringing.map((person) => (
              <CustomerLink person={person} />
            ))}
          </p>
        </>
      )}
      <Open view="map">{t('today.open2')}</Open>
    </section>
  );
}

function Leavers({ leaving, lifecycleSummary, company }: Part<'leaving' | 'lifecycleSummary'>) {
  const lapsed = (lifecycleSummary?.stages ?? []).reduce((sum, stage) => sum + stage.lapsed, 0);
  const people = leaving.customers.flatMap(({ customer }) => (customer === null ? [] : [customer]));
  return (
    <section class="card">
      <h2>{t('today.q3')}</h2>
      {leaving.ownExpected === null || people.length === 0 ? (
        <p class="sentence">{t('today.a3none')}</p>
      ) : (
        <>
          <p class="figure-number loss">{moneyText(minorOf(leaving.ownExpected), company.currency)}</p>
          <p class="sentence">
            {t('today.a3', {
              lapsed: countText(lapsed),
              of: countText(company.customers),
              value: moneyText(minorOf(leaving.ownExpected), company.currency),
              names: people.map(labelOf).join(', '),
            })}
          </p>
          <p class="people">
            {people.map((person) => (
              <CustomerLink person={person} />
            ))}
          </p>
        </>
      )}
      <Open view="leaving">{t('today.open3')}</Open>
    </section>
  );
}

/** Segments that ask for something, the most urgent first. */
const ACTIONS = ['valuable-with-complaint', 'keep-warm', 'win-back', 'advocates', 'hidden-influencers'] as const;

function Tasks({ segments: { nodes }, company }: Part<'segments'>) {
  const tasks = ACTIONS.flatMap((key) => {
    const segment = nodes.find((node) => node.key === key);
    const count = segment?.size?.count ?? 0;
    return count === 0 ? [] : [{ key, count, minor: segment?.value == null ? null : minorOf(segment.value) }];
  });
  return (
    <section class="card">
      <h2>{t('today.q4')}</h2>
      {tasks.length === 0 ? (
        <p class="sentence">{t('today.a4none')}</p>
      ) : (
        <ol class="tasks">
          {tasks.map(({ key, count, minor }) => (
            <li>
              <span class="sentence">{t(`today.do.${key}` satisfies WordKey, { n: countText(count) })}</span>
              {minor !== null && <span class="number">{moneyText(minor, company.currency)}</span>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Gaps({ scorecard: { items } }: Pick<TodayData, 'scorecard'>) {
  const gaps = items.filter(({ gap }) => gap !== null);
  return (
    <section class="card gaps">
      <h2>{t('today.gaps')}</h2>
      {gaps.length === 0 ? (
        <p class="sentence">{t('today.noGaps')}</p>
      ) : (
        <ul>
          {gaps.map(({ key, label, share, gap }) => (
            <li>
              <p>
                <strong>{nameOf('gap', key, gap ?? '')}</strong>
              </p>
              <p class="hint">
                {nameOf('score', key, label)}
                {share !== null && `: ${t('today.known', { share: percentText(share, 1) })}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

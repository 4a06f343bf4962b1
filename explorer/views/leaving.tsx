import { useState } from 'preact/hooks';
import { ask, documentOf, isFailed } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, State, useAnswer } from '../app/load.tsx';
import { minorOf, moneyText, percentText, type Money } from '../app/money.ts';
import { route, setParams } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { PairedBars } from '../picture/paired-bars.tsx';
import { nameOf, t } from '../words/words.ts';
import { labelOf, type Person } from './customer-link.tsx';

const ORDERS = ['OWN', 'NETWORK'] as const;
type Order = (typeof ORDERS)[number];

interface LeavingData extends PortfolioData {
  readonly leaving: {
    readonly status: string;
    readonly reason: string | null;
    readonly ownExpected: Money | null;
    readonly customers: readonly {
      readonly customer: (Person & { readonly lifecycle: { readonly overdueDays: number } | null }) | null;
      readonly returnProbability: number;
      readonly ownExpected: Money;
      readonly network: Money | null;
      readonly networkExpected: Money | null;
      readonly work: { readonly action: string; readonly because: string } | null;
    }[];
  };
}

/** Few, because each is another record to read. */
const LEAVING = documentOf<LeavingData, { by: Order }>(`query Leaving($by: LeavingOrder!) {
  ${PORTFOLIO}
  leaving(by: $by, first: 6) {
    status reason ownExpected { minorUnits }
    customers {
      customer { id displayName lifecycle { overdueDays } }
      returnProbability ownExpected { minorUnits } network { minorUnits } networkExpected { minorUnits }
      work { action because }
    }
  }
}`);

interface AgainstData {
  readonly leaving: {
    readonly customers: readonly {
      readonly customer: { readonly id: string } | null;
      readonly work: { readonly blockedBy: readonly string[] } | null;
    }[];
  };
}
/** Asked for by itself: it is read off all that is known of each. */
const AGAINST = documentOf<AgainstData, { by: Order }>(
  `query Against($by: LeavingOrder!) { leaving(by: $by, first: 6) { customers { customer { id } work { blockedBy } } } }`,
);

/** Who costs most by leaving: two losses side by side that are never added. */
export function Leaving() {
  const by = ORDERS.find((order) => order === route.value.params['by']) ?? 'OWN';
  const answer = useAnswer(LEAVING, { by });
  return (
    <>
      <p class="lead">{t('leaving.lead')}</p>
      <Shown of={answer}>
        {({ leaving }, company) => {
          if (leaving.status !== 'COMPUTED') return <NotComputed reason={leaving.reason} />;
          if (leaving.customers.length === 0) return <State title={t('leaving.title')} text={t('leaving.none')} />;
          return <List key={by} leaving={leaving} by={by} company={company} />;
        }}
      </Shown>
    </>
  );
}

function List({
  leaving: { customers, ownExpected },
  by,
  company,
}: {
  leaving: LeavingData['leaving'];
  by: Order;
  company: Company;
}) {
  const [against, setAgainst] = useState<ReadonlyMap<string, readonly string[]> | string | null>(null);
  const look = async (): Promise<void> => {
    const answer = await ask(AGAINST, { by });
    setAgainst(
      isFailed(answer)
        ? answer.message || t(`${answer.failure}.title`)
        : new Map(
            answer.data.leaving.customers.flatMap(({ customer, work }) =>
              customer === null || work === null ? [] : [[customer.id, work.blockedBy] as const],
            ),
          ),
    );
  };
  const blockersOf = (id: string | undefined): string | null => {
    if (id === undefined || against === null || typeof against === 'string') return null;
    return (against.get(id) ?? []).map((blocker) => nameOf('blocker', blocker)).join(', ');
  };
  const rows = customers.map((row) => ({
    name: row.customer === null ? '–' : labelOf(row.customer),
    id: row.customer?.id,
    overdueDays: row.customer?.lifecycle?.overdueDays ?? 0,
    returnProbability: row.returnProbability,
    action: row.work === null ? null : nameOf('work', row.work.action),
    because: row.work?.because ?? null,
    blockedBy: blockersOf(row.customer?.id),
    own: minorOf(row.ownExpected),
    network: row.networkExpected === null ? null : minorOf(row.networkExpected),
    networkWhole: row.network === null ? null : minorOf(row.network),
  }));
  return (
    <Figure
      name="leaving"
      title={t('leaving.title')}
      says={
        ownExpected === null
          ? undefined
          : t('leaving.says', { amount: moneyText(minorOf(ownExpected), company.currency) })
      }
      company={company}
      sums={[]}
      sumless={t('leaving.sumless')}
      controls={
        <>
          <label>
            {t('leaving.by')}
            <select value={by} onChange={(event) => setParams({ by: event.currentTarget.value })}>
              {ORDERS.map((order) => (
                <option value={order}>{t(`leaving.by.${order}`)}</option>
              ))}
            </select>
          </label>
          {against === null && (
            <button type="button" onClick={() => void look()}>
              {t('leaving.against')}
            </button>
          )}
          <span class="hint" role="status">
            {typeof against === 'string' ? against : against === null ? '' : t('leaving.againstShown')}
          </span>
        </>
      }
      table={{
        columns: [
          { label: t('customer'), kind: 'text' },
          { label: t('returnProbability'), kind: 'share' },
          { label: t('leaving.own'), kind: 'money' },
          { label: t('leaving.network'), kind: 'money' },
          { label: t('leaving.networkWhole'), kind: 'money' },
          { label: t('leaving.overdue'), kind: 'count' },
          { label: t('leaving.action'), kind: 'text' },
          { label: t('leaving.because'), kind: 'text' },
          { label: t('leaving.blockedBy'), kind: 'text' },
        ],
        rows: rows.map((row) => [
          row.name,
          row.returnProbability,
          row.own,
          row.network,
          row.networkWhole,
          row.overdueDays,
          row.action,
          row.because,
          row.blockedBy,
        ]),
      }}
    >
      <PairedBars
        title={t('leaving.title')}
        left={t('leaving.own')}
        right={t('leaving.network')}
        currency={company.currency}
        rows={rows.map(({ name, id, own, network, returnProbability, overdueDays, action, blockedBy }) => ({
          name,
          ...(id === undefined ? {} : { id }),
          note: `${t('customer.returns', { share: percentText(returnProbability) })}${overdueDays > 0 ? ` · ${t('leaving.overdue').toLowerCase()}: ${t('leaving.days', { n: String(overdueDays) })}` : ''}`,
          ...(action === null
            ? {}
            : {
                todo:
                  blockedBy === null || blockedBy === ''
                    ? action
                    : `${action} · ${t('leaving.notYet', { why: blockedBy })}`,
              }),
          left: own,
          right: network,
        }))}
      />
    </Figure>
  );
}

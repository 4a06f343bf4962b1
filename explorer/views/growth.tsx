import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, State, useAnswer } from '../app/load.tsx';
import { countText, decimalText, minorOf, type Money } from '../app/money.ts';
import { route, setParams } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { Waterfall, type Step } from '../picture/waterfall.tsx';
import { nameOf, t } from '../words/words.ts';
import { GRAINS, periodName, type Grain, type PeriodData } from './period.ts';

const BASES = ['PERIOD_BEFORE', 'YEAR_BEFORE'] as const;
type Base = (typeof BASES)[number];

interface Bridge {
  readonly from: PeriodData;
  readonly to: PeriodData;
  readonly before: Money;
  readonly after: Money;
  readonly customersBefore: number;
  readonly customersAfter: number;
  readonly terms: readonly { readonly key: string; readonly amount: Money; readonly customers: number }[];
}
interface GrowthData extends PortfolioData {
  readonly growth: { readonly status: string; readonly reason: string | null; readonly bridges: readonly Bridge[] };
  readonly acquisition: { readonly costRatio: number | null; readonly costRatioReason: string | null };
}

const GROWTH = documentOf<
  GrowthData,
  { grain: Grain; base: Base }
>(`query Growth($grain: PeriodGrain!, $base: BridgeBase!) {
  ${PORTFOLIO}
  growth(grain: $grain, base: $base) {
    status reason
    bridges {
      from { from complete } to { from complete } before { minorUnits } after { minorUnits } customersBefore customersAfter
      terms { key amount { minorUnits } customers }
    }
  }
  acquisition(grain: $grain) { costRatio costRatioReason }
}`);

/** From what one period brought to what another did, by kind of change. */
export function Growth() {
  const { params } = route.value;
  const grain = GRAINS.find((one) => one === params['grain']) ?? 'YEAR';
  const base = BASES.find((one) => one === params['base']) ?? 'PERIOD_BEFORE';
  const answer = useAnswer(GROWTH, { grain, base });
  return (
    <>
      <p class="lead">{t('growth.lead')}</p>
      <Shown of={answer}>
        {({ growth: { status, reason, bridges }, acquisition }, company) => {
          if (status !== 'COMPUTED') return <NotComputed reason={reason} />;
          // The newest period that is over, unless another is asked for.
          const bridge =
            bridges.find(({ to }) => to.from === params['to']) ?? bridges.find(({ to }) => to.complete) ?? bridges[0];
          if (bridge === undefined) return <State title={t('view.growth')} text={t('growth.none')} />;
          return (
            <>
              <Steps bridge={bridge} bridges={bridges} grain={grain} base={base} company={company} />
              <NewAgainstKept {...acquisition} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

/** Whether keeping is cheaper than winning, and by how much: said of this company, not quoted. */
const NewAgainstKept = ({ costRatio, costRatioReason }: GrowthData['acquisition']) => (
  <section class="card">
    <h2>{t('growth.ratio')}</h2>
    {costRatio === null ? (
      <p class="hint">{costRatioReason}</p>
    ) : (
      <>
        <p class="figure-number own">{decimalText(costRatio)} ×</p>
        <p>{t('growth.ratioSays')}</p>
      </>
    )}
  </section>
);

const TONES: Readonly<Record<string, Step['tone']>> = { NEW: 'own', RETURNED: 'own', LOST: 'loss' };

interface StepsProps {
  readonly bridge: Bridge;
  readonly bridges: readonly Bridge[];
  readonly grain: Grain;
  readonly base: Base;
  readonly company: Company;
}

function Steps({
  bridge: { from, to, before, after, customersBefore, customersAfter, terms },
  bridges,
  grain,
  base,
  company,
}: StepsProps) {
  const [earlier, later] = [periodName(from.from, grain), periodName(to.from, grain)];
  const title = t('growth.title', { from: earlier, to: later });
  const steps = terms.map(({ key, amount }) => ({
    name: nameOf('bridge', key),
    minor: minorOf(amount),
    tone: TONES[key] ?? (amount.minorUnits < 0 ? ('loss' as const) : ('good' as const)),
  }));
  return (
    <Figure
      name="growth"
      title={title}
      says={`${t('growth.says', { n: countText(customersBefore), m: countText(customersAfter) })}${to.complete ? '' : ` ${t('growth.partial')}`}`}
      company={company}
      controls={
        <>
          <label>
            {t('cohorts.grain')}
            <select value={grain} onChange={(event) => setParams({ grain: event.currentTarget.value, to: undefined })}>
              {GRAINS.map((one) => (
                <option value={one}>{t(`cohorts.grain.${one}`)}</option>
              ))}
            </select>
          </label>
          <label>
            {t('growth.base')}
            <select value={base} onChange={(event) => setParams({ base: event.currentTarget.value })}>
              {BASES.map((one) => (
                <option value={one}>{t(`growth.base.${one}`)}</option>
              ))}
            </select>
          </label>
          <label>
            {t('growth.period')}
            <select value={to.from} onChange={(event) => setParams({ to: event.currentTarget.value })}>
              {bridges.map((one) => (
                <option value={one.to.from}>{periodName(one.to.from, grain)}</option>
              ))}
            </select>
          </label>
        </>
      }
      sums={[
        {
          label: `${earlier} → ${later}`,
          unit: 'money',
          drawn: [minorOf(before), ...steps.map(({ minor }) => minor)],
          whole: minorOf(after),
        },
      ]}
      table={{
        columns: [
          { label: t('customer.term'), kind: 'text' },
          { label: t('amount'), kind: 'money' },
          { label: t('customers'), kind: 'count' },
        ],
        rows: [
          [earlier, minorOf(before), customersBefore],
          ...terms.map(({ key, amount, customers }) => [nameOf('bridge', key), minorOf(amount), customers]),
          [later, minorOf(after), customersAfter],
        ],
      }}
    >
      <Waterfall
        title={title}
        currency={company.currency}
        from={{ name: earlier, minor: minorOf(before), tone: 'quiet' }}
        steps={steps}
        to={{ name: later, minor: minorOf(after), tone: 'ink' }}
      />
    </Figure>
  );
}

import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, useAnswer } from '../app/load.tsx';
import { countText, decimalText, minorOf, moneyText, percentText, type Money } from '../app/money.ts';
import { route, setParams } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { LorenzPicture } from '../picture/lorenz.tsx';
import { t } from '../words/words.ts';

const MEASURES = ['CURRENT', 'POTENTIAL', 'NETWORK', 'TOTAL'] as const;
type Measure = (typeof MEASURES)[number];

interface FocusData extends PortfolioData {
  readonly focus: {
    readonly status: string;
    readonly reason: string | null;
    readonly of: number | null;
    readonly total: Money | null;
    readonly negative: Money | null;
    readonly gini: number | null;
    readonly curve: readonly {
      readonly percent: number;
      readonly customers: number;
      readonly value: Money;
      readonly valueShare: number | null;
    }[];
  };
}

/** Shares of the customers, in hundredths, at which it is asked how much attention they get. */
const ATTENDED = [5, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;
type AttentionData = Readonly<
  Record<
    `at${(typeof ATTENDED)[number]}`,
    { readonly attention: { readonly share: number; readonly fragmentation: number | null } | null }
  >
>;

const FOCUS = documentOf<FocusData & AttentionData, { by: Measure }>(`query Focus($by: FocusMeasure!) {
  ${PORTFOLIO}
  focus(by: $by) {
    status reason of total { minorUnits } negative { minorUnits } gini
    curve { percent customers value { minorUnits } valueShare }
  }
  ${ATTENDED.map((percent) => `at${percent}: focus(by: $by, share: ${percent / 100}) { attention { share fragmentation } }`).join(' ')}
}`);

const DEFAULT_PERCENT = 20;
const measureOf = (text: string | undefined): Measure => MEASURES.find((measure) => measure === text) ?? 'CURRENT';
function percentOf(text: string | undefined): number {
  const percent = Number(text ?? DEFAULT_PERCENT);
  return Number.isInteger(percent) && percent >= 0 && percent <= 100 ? percent : DEFAULT_PERCENT;
}

/** The Lorenz curve from the top, with a share that is moved. */
export function Focus() {
  const by = measureOf(route.value.params['by']);
  const answer = useAnswer(FOCUS, { by });
  return (
    <>
      <p class="lead">{t('focus.lead')}</p>
      <Shown of={answer}>
        {(data, company) => {
          const { focus } = data;
          return focus.status === 'COMPUTED' && focus.total !== null ? (
            <Curve focus={focus} attended={attendedIn(data)} total={minorOf(focus.total)} by={by} company={company} />
          ) : (
            <>
              <Measures by={by} />
              <NotComputed reason={focus.reason} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

const Measures = ({ by }: { by: Measure }) => (
  <label>
    {t('focus.by')}
    <select value={by} onChange={(event) => setParams({ by: event.currentTarget.value })}>
      {MEASURES.map((measure) => (
        <option value={measure}>{t(`focus.by.${measure}`)}</option>
      ))}
    </select>
  </label>
);

/** What the portfolio says the curve must end at. By network it has no such sum: what ties moved to somebody they moved away from others. */
const wholeOf = (by: Measure, company: Company, total: bigint): bigint =>
  ({ CURRENT: company.current, POTENTIAL: company.potential ?? total, TOTAL: company.total, NETWORK: total })[by];

/** How much of the attention the best get, from none of them to all; empty where none was logged. */
function attendedIn(data: AttentionData): readonly Attended[] {
  const known = ATTENDED.flatMap((percent) => {
    const { attention } = data[`at${percent}`];
    return attention === null ? [] : [{ percent, ...attention }];
  });
  const [first] = known;
  return first === undefined
    ? []
    : [{ ...first, percent: 0, share: 0 }, ...known, { ...first, percent: 100, share: 1 }];
}
interface Attended {
  readonly percent: number;
  readonly share: number;
  /** Half of what differs between its shares and those of the value, over everybody. */
  readonly fragmentation: number | null;
}

interface CurveProps {
  readonly attended: readonly Attended[];
  readonly focus: FocusData['focus'];
  readonly total: bigint;
  readonly by: Measure;
  readonly company: Company;
}

function Curve({ focus: { curve, of, negative, gini }, attended, total, by, company }: CurveProps) {
  const percent = percentOf(route.value.params['share']);
  const { currency } = company;
  const slices = curve.slice(1).map((point, at) => minorOf(point.value) - minorOf(curve[at]!.value));
  const at = curve[percent];
  const share = at?.valueShare ?? null;
  const says =
    at === undefined ? undefined : (
      <>
        {t('focus.says', {
          n: countText(at.customers),
          of: countText(of ?? company.customers),
          amount: moneyText(minorOf(at.value), currency),
          total: moneyText(total, currency),
          gini: gini === null ? '–' : decimalText(gini, 3),
        })}{' '}
        {negative !== null &&
          negative.minorUnits < 0 &&
          t('focus.negative', { amount: moneyText(minorOf(negative), currency) })}
        {share === null && t('focus.noShare')}{' '}
        {attended[0]?.fragmentation != null &&
          t('focus.attention', { fragmentation: percentText(attended[0].fragmentation) })}
      </>
    );
  return (
    <Figure
      name="focus"
      title={
        share === null
          ? t('focus.titleNone')
          : t('focus.title', { share: percentText(percent / 100), value: percentText(share, 1) })
      }
      says={says}
      company={company}
      controls={<Measures by={by} />}
      sums={[
        {
          label: t(
            by === 'NETWORK'
              ? 'network'
              : by === 'POTENTIAL'
                ? 'sum.potential'
                : by === 'TOTAL'
                  ? 'sum.total'
                  : 'sum.current',
          ),
          unit: 'money',
          drawn: slices,
          whole: wholeOf(by, company, total),
        },
      ]}
      table={{
        columns: [
          { label: t('focus.percent'), kind: 'share' },
          { label: t('customers'), kind: 'count' },
          { label: t('focus.slice'), kind: 'money' },
          { label: t('focus.cumulative'), kind: 'money' },
          { label: t('focus.valueAxis'), kind: 'share' },
          { label: t('focus.attentionAxis'), kind: 'share' },
        ],
        rows: curve
          .slice(1)
          .map((point, at) => [
            point.percent / 100,
            point.customers,
            slices[at]!,
            minorOf(point.value),
            point.valueShare,
            attended.find(({ percent }) => percent === point.percent)?.share ?? null,
          ]),
      }}
    >
      {share !== null && (
        <LorenzPicture
          title={t('focus.title', { share: percentText(percent / 100), value: percentText(share, 1) })}
          points={curve.map(({ valueShare }) => valueShare ?? 0)}
          slices={slices}
          attended={attended}
          percent={percent}
          onPercent={(chosen) => setParams({ share: String(chosen) })}
        />
      )}
      <label class="slider">
        <span>
          {t('focus.share')} <strong>{percentText(percent / 100)}</strong>
        </span>
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          onInput={(event) => setParams({ share: event.currentTarget.value })}
        />
      </label>
    </Figure>
  );
}

import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { countText, dayText, decimalText, minorOf, moneyText, percentText, type Money } from '../app/money.ts';
import { DataTable, Figure } from '../figure/figure.tsx';
import { ForeseenPicture } from '../picture/foreseen.tsx';
import { nameOf, t } from '../words/words.ts';

interface Holdout {
  readonly rmse: number;
  readonly bias: number | null;
  readonly capture20: number | null;
  readonly aucActive: number | null;
  readonly calibration: readonly {
    readonly frequency: string;
    readonly customers: number;
    readonly predicted: number;
    readonly actual: number;
  }[];
}
interface TruthData extends PortfolioData {
  readonly modelReport: {
    readonly chosen: string;
    readonly seasonal: boolean;
    readonly blended: boolean;
    readonly reason: string;
    readonly models: readonly { readonly model: string; readonly holdout: Holdout | null }[];
    readonly rules: readonly { readonly rule: string; readonly holdout: Holdout }[];
    readonly warnings: readonly string[];
  } | null;
  readonly influenceReport: { readonly rSquaredOnLogFollowers: number | null } | null;
  readonly networkCalibration: { readonly directCredit: { readonly credited: Money; readonly bound: Money } } | null;
  readonly healthBacktest: {
    readonly asOf: string;
    readonly until: string;
    readonly bands: readonly {
      readonly band: string;
      readonly customers: number;
      readonly left: number;
      readonly share: number | null;
    }[];
  } | null;
}

const HOLDOUT = 'holdout { rmse bias capture20 aucActive calibration { frequency customers predicted actual } }';
const TRUTH = documentOf<TruthData>(`query Truth {
  ${PORTFOLIO}
  modelReport { chosen seasonal blended reason models { model ${HOLDOUT} } rules { rule ${HOLDOUT} } warnings }
  influenceReport { rSquaredOnLogFollowers }
  networkCalibration { directCredit { credited { minorUnits } bound { minorUnits } } }
  healthBacktest { asOf until bands { band customers left share } }
}`);
const NOTHING = {};

/** What can be said for and against the numbers. */
export function Truth() {
  const answer = useAnswer(TRUTH, NOTHING);
  return (
    <>
      <p class="lead">{t('truth.lead')}</p>
      <Shown of={answer}>
        {(data, company) => (
          <>
            <Forecasts report={data.modelReport} company={company} />
            <Models report={data.modelReport} company={company} />
            <div class="cards">
              <Influence {...data} company={company} />
              <Health backtest={data.healthBacktest} company={company} />
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

interface ReportProps {
  readonly report: TruthData['modelReport'];
  readonly company: Company;
}

function Forecasts({ report, company }: ReportProps) {
  if (report === null) return <State title={t('truth.calibration')} text={t('truth.noModel')} />;
  const holdout = report.models.find(({ model }) => model === report.chosen)?.holdout ?? null;
  if (holdout === null) return <State title={t('truth.calibration')} text={t('truth.noHoldout')} />;
  const rows = holdout.calibration;
  const sum = (pick: 'predicted' | 'actual'): number => rows.reduce((all, row) => all + row.customers * row[pick], 0);
  return (
    <Figure
      name="truth"
      title={t('truth.calibration')}
      says={`${t('truth.calibrationSays', { bias: holdout.bias === null ? '–' : percentText(1 + holdout.bias) })}${report.seasonal || report.blended ? ` ${t('truth.variant')}` : ''}`}
      company={company}
      sums={[]}
      sumless={t('truth.sumless', {
        predicted: countText(Math.round(sum('predicted'))),
        actual: countText(Math.round(sum('actual'))),
      })}
      table={{
        columns: [
          { label: t('truth.earlier'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
          { label: t('truth.predicted'), kind: 'number' },
          { label: t('truth.actual'), kind: 'number' },
        ],
        rows: rows.map(({ frequency, customers, predicted, actual }) => [frequency, customers, predicted, actual]),
      }}
    >
      <ForeseenPicture
        title={t('truth.calibration')}
        rows={rows.map(({ frequency, customers, predicted, actual }) => ({
          name: `${frequency} ×`,
          note: countText(customers),
          predicted,
          actual,
        }))}
        write={decimalText}
        axis={t('truth.axis')}
      />
    </Figure>
  );
}

function Models({ report, company }: ReportProps) {
  if (report === null) return null;
  const row = (
    name: string,
    note: string,
    { rmse, bias, capture20, aucActive }: Holdout,
  ): (string | number | null)[] => [note === '' ? name : `${name} (${note})`, rmse, bias, capture20, aucActive];
  return (
    <section class="card">
      <h2>{t('truth.models')}</h2>
      <p class="says spaced">{report.reason}</p>
      <DataTable
        title={t('truth.models')}
        currency={company.currency}
        table={{
          columns: [
            { label: t('truth.model'), kind: 'text' },
            { label: t('truth.rmse'), kind: 'number' },
            { label: t('truth.bias'), kind: 'share' },
            { label: t('truth.capture'), kind: 'share' },
            { label: t('truth.auc'), kind: 'number' },
          ],
          rows: [
            ...report.models.flatMap(({ model, holdout }) =>
              holdout === null ? [] : [row(model, model === report.chosen ? t('truth.chosen') : '', holdout)],
            ),
            ...report.rules.map(({ rule, holdout }) => row(rule, t('truth.rule'), holdout)),
          ],
        }}
      />
      {report.warnings.map((warning) => (
        <p class="hint">{warning}</p>
      ))}
    </section>
  );
}

function Influence({
  influenceReport,
  networkCalibration,
  company,
}: Pick<TruthData, 'influenceReport' | 'networkCalibration'> & { company: Company }) {
  const credit = networkCalibration?.directCredit;
  const squared = influenceReport?.rSquaredOnLogFollowers ?? null;
  return (
    <section class="card">
      <h2>{t('truth.network')}</h2>
      <p class="figure-number network">{squared === null ? '–' : decimalText(squared, 2)}</p>
      <p>{t('truth.r2', { n: squared === null ? '–' : decimalText(squared, 2) })}</p>
      {credit !== undefined && (
        <p class="hint">
          {t('truth.credit', {
            credited: moneyText(minorOf(credit.credited), company.currency),
            bound: moneyText(minorOf(credit.bound), company.currency),
          })}
        </p>
      )}
    </section>
  );
}

function Health({ backtest, company }: { backtest: TruthData['healthBacktest']; company: Company }) {
  if (backtest === null) return null;
  return (
    <section class="card">
      <h2>{t('truth.health')}</h2>
      <p class="says spaced">{t('truth.healthSays', { from: dayText(backtest.asOf), to: dayText(backtest.until) })}</p>
      <DataTable
        title={t('truth.health')}
        currency={company.currency}
        table={{
          columns: [
            { label: t('truth.band'), kind: 'text' },
            { label: t('customers'), kind: 'count' },
            { label: t('truth.left'), kind: 'count' },
            { label: t('share'), kind: 'share' },
          ],
          rows: backtest.bands.map(({ band, customers, left, share }) => [
            nameOf('customer.band', band),
            customers,
            left,
            share,
          ]),
        }}
      />
    </section>
  );
}

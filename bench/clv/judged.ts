/** Forecasts of a hold-out against what came, beside the plain rules: rows of the rolling tables. */
import { evaluateForecast, type HoldoutForecast } from '../../domain/clv/evaluation/holdout.ts';
import { calibrationError, decileError, normalisedGini } from '../../domain/clv/evaluation/metrics.ts';
import { expectedTotal } from '../../domain/clv/calibration/total.ts';
import type { Interval } from '../../domain/clv/spend/interval.ts';
import { fitLifetime } from '../../domain/clv/fit.ts';
import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { labelOf } from '../../domain/clv/comparison/choose.ts';
import { logSpan, logUntil, purchasesBetween, snapshotAt, type PurchaseLog } from '../../domain/clv/history/log.ts';
import { purchaseModelFamilies } from '../../domain/clv/models/families.ts';
import { treeForecast } from './tree.ts';
import { CALENDAR_CLOCK } from '../../domain/clv/timing/clock.ts';

export interface Row {
  readonly name: string;
  readonly rmse: number;
  readonly mae: number;
  readonly bias: number;
  readonly capture: number;
  readonly auc: number;
  readonly logLoss: number | null;
  readonly calibration: number | null;
  /** Of money; null where a forecast says nothing of it. */
  readonly money: {
    readonly rmse: number;
    readonly bias: number;
    readonly gini: number;
    readonly decile: number;
  } | null;
}

/** What came of stated intervals. */
export interface Coverage {
  readonly held80: number;
  readonly held95: number;
  /** Furthest from 80 % among tenths by prediction, of those where less than 80 % bought nothing. */
  readonly worstTenth: number | null;
  readonly total80: boolean;
  readonly total95: boolean;
  /** Σ came / Σ predicted. */
  readonly ratio: number;
}

export interface Judgement {
  readonly customers: number;
  readonly purchases: number;
  readonly rows: readonly Row[];
  readonly coverage: Coverage;
  readonly kept: string;
  readonly cpuSeconds: number;
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The forecast of a day by everything known on it, against the days after. */
export const judgeAt = (whole: PurchaseLog, asOfDay: number, days: number): Judgement => {
  const log = logUntil(whole, asOfDay);
  const { customers, statistics } = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 7);
  const { orders, marginMinor } = purchasesBetween(whole, customers, asOfDay, asOfDay + days);
  const spent = (fromDay: number, toDay: number) => purchasesBetween(log, customers, fromDay, toDay);
  const row = (name: string, forecast: HoldoutForecast, money: Float64Array | null): Row => {
    const metrics = evaluateForecast(forecast, orders, statistics.frequency);
    return {
      name,
      rmse: metrics.rmse,
      mae: metrics.mae,
      bias: metrics.bias ?? 0,
      capture: metrics.capture20 ?? 0,
      auc: metrics.aucActive ?? 0.5,
      logLoss: metrics.logLoss,
      calibration: forecast.probability === null ? null : calibrationError(forecast.probability, orders),
      money:
        money === null
          ? null
          : {
              rmse: Math.sqrt(mean(money.map((value, i) => (value - marginMinor[i]!) ** 2))),
              bias: mean(money) / mean(marginMinor) - 1,
              gini: normalisedGini(money, marginMinor) ?? 0,
              decile: decileError(money, marginMinor) ?? 0,
            },
    };
  };
  const before = process.cpuUsage();
  const { parameters, report } = fitLifetime(log, asOfDay, { horizonDays: days, annualDiscount: 0 });
  const scores = lifetimeEvaluator(parameters!).scores(log, asOfDay);
  const { user, system } = process.cpuUsage(before);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(customers, (i) => column[i]!);
  const [low80, high80] = [pick(scores.low80Minor), pick(scores.high80Minor)];
  const [low95, high95] = [pick(scores.low95Minor), pick(scores.high95Minor)];
  const predicted = pick(scores.clvMinor);
  const rows: Row[] = [];
  for (const [key, { parameters: own }] of Object.entries(report.models)) {
    const family = purchaseModelFamilies[key as keyof typeof purchaseModelFamilies];
    const one = family.score(own, statistics, days / 7, 0);
    rows.push(row(family.label, { expected: one.expectedPurchases, probability: one.probabilityOfPurchase }, null));
  }
  rows.push(
    row('kept', { expected: pick(scores.expectedOrders), probability: pick(scores.returnProbability) }, predicted),
  );
  const lastYear = spent(asOfDay - 365, asOfDay);
  const perYear = Float64Array.from(lastYear.orders, (n) => (n * days) / 365);
  rows.push(
    row(
      'rule: last year',
      { expected: perYear, probability: perYear.map((n) => -Math.expm1(-n)) },
      lastYear.marginMinor.map((minor) => (minor * days) / 365),
    ),
  );
  // As many days as came before, where there are not as many as the hold-out has.
  const { firstDay } = logSpan(log)!;
  const constantDays = Math.min(days, Math.floor((asOfDay - firstDay) / 2));
  const earlier = snapshotAt(log, asOfDay - constantDays, CALENDAR_CLOCK, 7).customers;
  const then = purchasesBetween(log, earlier, asOfDay - constantDays, asOfDay);
  const like = (value: number): Float64Array => new Float64Array(customers.length).fill(value);
  const longer = days / constantDays;
  rows.push(
    row(
      'rule: constant',
      {
        expected: like(longer * mean(then.orders)),
        probability: like(mean(then.orders.map((n) => Number(n > 0)))),
      },
      like(longer * mean(then.marginMinor)),
    ),
  );
  const tree = treeForecast(log, asOfDay, days);
  rows.push(row('rule: tree', tree, tree.money));
  const share = (test: (i: number) => boolean, among = [...predicted.keys()]): number =>
    among.filter(test).length / among.length;
  const holds80 = (i: number): boolean => marginMinor[i]! >= low80[i]! - 1e-6 && marginMinor[i]! <= high80[i]! + 1e-6;
  const holds95 = (i: number): boolean => marginMinor[i]! >= low95[i]! - 1e-6 && marginMinor[i]! <= high95[i]! + 1e-6;
  const order = [...predicted.keys()].sort((a, b) => predicted[a]! - predicted[b]!);
  const tenths = Array.from({ length: 10 }, (_, k) =>
    order.slice(Math.floor((k * order.length) / 10), Math.floor(((k + 1) * order.length) / 10)),
  ).filter((tenth) => share((i) => orders[i] === 0, tenth) < 0.8);
  const apart = tenths.map((tenth) => share(holds80, tenth) - 0.8);
  const total = expectedTotal(
    parameters!.calibration!.total,
    predicted.reduce((sum, minor) => sum + minor, 0),
  );
  const came = marginMinor.reduce((sum, minor) => sum + minor, 0);
  const within = ({ low, high }: Interval): boolean => came >= low && came <= high;
  return {
    customers: customers.length,
    purchases: orders.reduce((sum, n) => sum + n, 0),
    rows,
    coverage: {
      held80: share(holds80),
      held95: share(holds95),
      worstTenth:
        apart.length === 0 ? null : apart.reduce((worst, one) => (Math.abs(one) > Math.abs(worst) ? one : worst)),
      total80: within(total.interval80),
      total95: within(total.interval95),
      ratio: mean(marginMinor) / mean(predicted),
    },
    kept: `${labelOf(report.chosenAs)}; ${JSON.stringify({ ...parameters!.calibration?.levels, windows: parameters!.calibration?.windows })}`,
    cpuSeconds: (user + system) / 1e6,
  };
};

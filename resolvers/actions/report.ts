import type { Estimate } from '../../domain/experiments/types.ts';
import { ruleInForce } from '../../published/actions.ts';
import type { ActionReportResolvers } from '../generated.ts';
import { toGlobalId } from '../wire/ids.ts';

/** An estimate of money in whole minor units; the figure of an estimate that has none stays null. */
export const moneyEstimate = ({ value, low, high, standardError }: Estimate, lessMinor = 0) => {
  const whole = (figure: number | null, less: number): number | null =>
    figure === null ? null : Math.round(figure - less);
  return {
    value: Math.round(value - lessMinor),
    low: whole(low, lessMinor),
    high: whole(high, lessMinor),
    standardError: whole(standardError, 0),
  };
};

export const actionReportFields: ActionReportResolvers = {
  runId: ({ runId }) => toGlobalId('EnrichmentRun', runId),
  asOf: ({ report }) => report.asOf,
  daysPassed: ({ report }) => report.daysPassed,
  preliminary: ({ report }) => report.preliminary,
  withheld: ({ report }) => report.withheld,
  sampleRatio: ({ report }) => report.sampleRatio,
  attrition: ({ report }) => report.attrition,
  exposure: ({ report }) => report.exposure,
  contaminated: ({ report }) => report.contaminated,
  mergedAcross: ({ report }) => report.mergedAcross,
  erased: ({ report }) => report.erased,
  spillover: ({ report }) => report.spillover,
  spilloverReason: ({ report }) => report.spilloverReason,
  byForecast: ({ report }) => report.byForecast ?? null,
  byForecastReason: ({ report }) => report.byForecastReason ?? null,
  restated: ({ report }) => report.restated ?? null,
  arms: ({ report, state }) => {
    const { beyondForecast } = report.judged[ruleInForce(state, report)];
    return report.arms.map(({ sum, baselineMinor, incrementalMinor, ...arm }, place) => ({
      ...arm,
      observed: report.isMoney ? sum : null,
      baseline: baselineMinor,
      incremental: incrementalMinor,
      beyondForecast: beyondForecast[place] ?? null,
    }));
  },
  lifts: ({ report, state }) => {
    const interval = ruleInForce(state, report);
    return report.judged[interval].lifts.map(({ costMinor, total, ...lift }) => ({
      ...lift,
      interval,
      cost: costMinor,
      total: report.isMoney ? moneyEstimate(total) : null,
      totalReason: report.isMoney ? null : 'NOT_MONEY',
      net: report.isMoney ? moneyEstimate(total, costMinor) : null,
    }));
  },
};

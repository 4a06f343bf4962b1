import type { ExpectedTotal } from '../../domain/clv/calibration/total.ts';
import type { ModelEntry } from '../../domain/clv/result/report.ts';
import type { PurchaseModelKey } from '../../domain/clv/models/model.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { PurchaseModel } from '../../schema/generated.ts';
import type { QueryResolvers } from '../generated.ts';
import { reportsOf } from './reports.ts';

const totalOf = (total: ExpectedTotal | null) =>
  total === null ? null : { expected: total.expectedMinor, interval80: total.interval80, interval95: total.interval95 };

const nameOf = (key: PurchaseModelKey): PurchaseModel => key.toUpperCase() as PurchaseModel;

const parametersOf = (parameters: Readonly<Record<string, number>>, errors: Readonly<Record<string, number>> | null) =>
  Object.entries(parameters).map(([name, value]) => ({ name, value, standardError: errors?.[name] ?? null }));

const fitted = ([key, entry]: [string, ModelEntry]) => ({
  model: nameOf(key as PurchaseModelKey),
  parameters: parametersOf(entry.parameters, entry.standardErrors),
  logLikelihood: entry.logLikelihood,
  converged: entry.converged,
  holdout: entry.holdout,
  warnings: entry.warnings,
});

export const modelReportQueries: Pick<QueryResolvers, 'modelReport'> = {
  modelReport: async (_, __, context) => {
    const generation = await context.loaders.generation();
    const lifetime = generation === null ? null : statisticsOf(generation).lifetime;
    const report = lifetime === null ? null : ((await reportsOf(context))?.model ?? null);
    if (lifetime === null || report === null) return null;
    const { measurableShare, valueAtRiskMinor, horizonDays } = lifetime;
    return {
      method: report.method,
      asOf: report.asOfDay,
      horizonDays,
      measurableShare,
      valueAtRisk: valueAtRiskMinor,
      total: totalOf(lifetime.total ?? null),
      chosen: nameOf(report.chosen),
      seasonal: report.chosenAs.season,
      blended: report.chosenAs.blend,
      parameters: parametersOf(report.chosenAs.parameters, null),
      reason: report.reason,
      models: Object.entries(report.models).map(fitted),
      rules: Object.entries(report.rules ?? {}).map(([rule, holdout]) => ({ rule, holdout })),
      spend: { chosen: report.spend.chosen, reason: report.spend.reason },
      didNotHelp: report.didNotHelp,
      warnings: report.warnings,
    };
  },
};

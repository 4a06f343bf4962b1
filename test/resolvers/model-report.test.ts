import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL_KEYS } from '../../domain/clv/comparison/choose.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Json } from './client.ts';

const REPORT = `{ modelReport {
  method asOf horizonDays measurableShare valueAtRisk { minorUnits } chosen seasonal blended parameters { name value standardError } reason
  models { model parameters { name value standardError } logLikelihood converged holdout { rmse bias calibration { frequency customers } } warnings }
  rules { rule holdout { rmse logLoss } } spend { chosen reason } didNotHelp warnings
} customers(first: 100) { nodes { value { atRisk { own { minorUnits } } clv { provenance { method } } } } } }`;

describe('the report of the lifetime model', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const reportOf = async (size: number, settings: Record<string, unknown> = {}): Promise<Json> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, size);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, ...settings } });
    return (await clientOf(db)).data(REPORT);
  };

  it('says which model was chosen of which, with its parameters, and why', async () => {
    const { modelReport } = await reportOf(130);
    expect(modelReport).toMatchObject({ method: 'MODELLED', asOf: '2024-10-04', horizonDays: 365 });
    const models = modelReport.models.map(({ model }: Json) => model);
    expect(models).toEqual(MODEL_KEYS.map((key) => key.toUpperCase()));
    expect(models).toContain(modelReport.chosen);
    expect(modelReport.parameters.length).toBeGreaterThan(1);
    for (const { parameters, logLikelihood } of modelReport.models) {
      expect(parameters.every(({ value }: Json) => Number.isFinite(value))).toBe(true);
      expect(logLikelihood).toBeLessThan(0);
    }
    expect(modelReport.reason).not.toBe('');
    expect(modelReport.spend).toMatchObject({ chosen: expect.any(String), reason: expect.any(String) });
    expect(modelReport.measurableShare).toBeGreaterThan(0);
    expect(modelReport.rules.length).toBeGreaterThan(0);
    for (const { holdout } of modelReport.rules) expect(holdout.rmse).toBeGreaterThan(0);
  });

  it('lists the one model that was asked for, and that it was', async () => {
    const { modelReport } = await reportOf(130, { clvModel: 'mbgnbd' });
    expect(modelReport).toMatchObject({ chosen: 'MBGNBD', seasonal: false, blended: false });
    expect(modelReport.models.map(({ model }: Json) => model)).toEqual(['MBGNBD']);
    expect(modelReport.reason).toContain('asked for');
  });

  it('of too few customers to fit anything says that the values are those of a typical company', async () => {
    const { modelReport, customers } = await reportOf(4);
    expect(modelReport).toMatchObject({ method: 'PRIOR', measurableShare: 0, models: [], rules: [] });
    expect(modelReport.reason).not.toBe('');
    const methods = customers.nodes.map(({ value }: Json) => value.clv.provenance.method);
    expect(new Set(methods)).toEqual(new Set(['PRIOR']));
    expect(modelReport.valueAtRisk.minorUnits).toBe(
      customers.nodes.reduce((sum: number, { value }: Json) => sum + value.atRisk.own.minorUnits, 0),
    );
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { VisibleError } from '../domain/errors.ts';
import { calibrateNetwork } from '../enrichment/calibrate.ts';
import { askEstimates } from '../local/demo/company/ask.ts';
import { compare, type Comparison } from '../local/demo/company/compare.ts';
import { generateCompany } from '../local/demo/company/generate.ts';
import { countOf, loadRecords } from '../local/demo/company/load.ts';
import { openConnection, type TableConnection } from '../local/dynamodb/connect.ts';
import { ensureTable } from '../store/client/table.ts';
import { currentRuleSet } from '../store/definitions/rules.ts';
import { foldPending } from '../store/events/fold.ts';
import { formatMinor } from './money.ts';
import { newProgress } from './progress.ts';
import { runSummary, runVisibly } from './run.ts';

export interface TruthOptions {
  readonly seed: number;
  readonly customers: number;
  readonly influence: number;
  readonly pointsLead: number;
  readonly keep?: string;
  readonly json?: boolean;
}

const CURRENCY = 'EUR';

/**
 * Builds a generated company in a directory of its own, takes it in the ordinary way, measures its network, runs, and prints what the API says beside the truth.
 *
 * @throws VisibleError USAGE where the directory to keep it in is not empty
 */
export async function truth(options: TruthOptions): Promise<void> {
  const { keep, json, ...settings } = options;
  if (keep !== undefined && existsSync(keep) && readdirSync(keep).length > 0)
    throw new VisibleError('USAGE', `--keep takes a directory that is not there yet, or empty; ${keep} is not.`);
  const data = keep ?? mkdtempSync(join(tmpdir(), 'kring-truth-'));
  const connection = await openConnection({ data, table: 'kring' });
  try {
    const lines = await estimated(connection, settings);
    console.log(json === true ? JSON.stringify(lines, null, 2) : tableOf(lines));
    if (json !== true)
      console.log(
        'SIMULATED: a generated company. Where a figure is of agreement, truth says what it would be at best, or what is stated.',
      );
  } finally {
    await connection.close();
    if (keep === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function estimated(
  connection: TableConnection,
  { seed, customers, influence, pointsLead }: Pick<TruthOptions, 'seed' | 'customers' | 'influence' | 'pointsLead'>,
): Promise<Comparison[]> {
  const { db } = connection;
  const company = generateCompany({ seed, customers, influence, pointsLead });
  const progress = newProgress();
  await ensureTable(db, { currency: CURRENCY });
  progress.stage('Taking in what the company tells', countOf(company.records));
  await loadRecords(db, company.records, (done) => progress.update(done));
  progress.stage('Summarising customers', null);
  await foldPending(db, { ruleSet: await currentRuleSet(db), onProgress: (folded) => progress.update(folded) });
  progress.stage('Measuring the network', null);
  await calibrateNetwork(db, { asOf: company.asOf, onProgress: (done) => progress.update(done) });
  progress.stop();
  console.error(runSummary(await runVisibly(connection, { asOf: company.asOf, trigger: 'MANUAL' })));
  return compare(await askEstimates(db, CURRENCY), company.truth);
}

/** Estimate beside truth, as a table for people. */
export function tableOf(lines: readonly Comparison[]): string {
  const table = new Table({
    head: ['score', 'figure', 'estimate', 'truth'],
    colAligns: ['left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...lines.map((line) => [line.score, line.figure, shown(line, line.estimate), shown(line, line.truth)]));
  return table.toString();
}

function shown({ unit }: Comparison, value: number | null): string {
  if (value === null) return '–';
  if (unit === 'MONEY') return formatMinor(Math.round(value), CURRENCY);
  return unit === 'SHARE' ? `${(100 * value).toFixed(1)} %` : value.toFixed(3);
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { snapshotAt } from '../../../../domain/clv/history/log.ts';
import { cdnowLog } from '../reference-data.ts';

const folder = join(import.meta.dirname, '../../../../../shared/data');
const goldenFile = join(folder, 'clv_golden.json');
const cdnowFile = join(folder, 'cdnow_sample.csv');

export const goldenIsPresent = existsSync(goldenFile);
export const cdnowIsPresent = existsSync(cdnowFile);

interface GoldenScores {
  readonly ll: number;
  readonly p_alive: number;
  readonly p0_39?: number;
  readonly dert_15pct?: number;
  readonly e_39: number;
  readonly e_52?: number;
  readonly e_520: number;
}

export interface GoldenHardCase {
  readonly params: readonly number[];
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly t: number;
  readonly ll: number;
  readonly p_alive: number;
  readonly e: number;
  readonly dert_15pct?: number;
}

export interface Golden {
  readonly params: Readonly<Record<'bgnbd' | 'pnbd' | 'mbgnbd', readonly number[]>>;
  readonly discount_continuous_weekly: number;
  readonly expectation: Readonly<Record<'t' | 'bgnbd' | 'pnbd', readonly number[]>>;
  readonly customers: readonly (Readonly<Record<'x' | 't_x' | 'T', number>> &
    Readonly<Record<'bgnbd' | 'pnbd' | 'mbgnbd', GoldenScores>>)[];
  readonly bgnbd_hard: readonly GoldenHardCase[];
  readonly pnbd_hard: readonly GoldenHardCase[];
}

/** Values computed with 40-digit arithmetic, weeks. */
export const readGolden = (): Golden => JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden;

const dayNumber = (date: string): number => Date.parse(date) / 86_400_000;

/** The last day of the usual 39 weeks of calibration. */
export const CDNOW_CALIBRATION_END = dayNumber('1997-09-30');

/** x, t_x, T of the CDNOW 1/10 sample: 6,919 transactions of 2,357 customers, January 1997 to June 1998. */
export const cdnowCalibration = (unitDays: number) =>
  snapshotAt(cdnowLog().log, CDNOW_CALIBRATION_END, CALENDAR_CLOCK, unitDays).statistics;

/** |actual/expected − 1|, or |actual| where 0 is expected. */
export const relativeError = (actual: number, expected: number): number =>
  expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);

/** Parameters by name from a list. */
export const named = (names: readonly string[], values: readonly number[]): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, values[i]!]));

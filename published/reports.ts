import type { ModelReport } from '../domain/clv/result/report.ts';
import type { DuplicateReason } from '../domain/customers/duplicates.ts';
import type { CustomerId } from '../domain/events.ts';
import type { PublishedSuspicion } from './claims.ts';

/** What only few ask for: kept in a block of its own, because every reader of a customer pays for the statistics. */
export interface RunReports {
  /** How lifetime values were computed; null where no order could be modelled. */
  readonly model: ModelReport | null;
  /** Whom to give a sample to; null without ties. */
  readonly seeds: PublishedSeeds | null;
  /** Claims that look like people referring themselves, the most at stake first; `count` of all, also those not listed. */
  readonly suspicions: { readonly count: number; readonly listed: readonly PublishedSuspicion[] };
  /** Customers who may be one person, those with most value first; `count` of all, also those not listed. Absent in reports of releases before. */
  readonly duplicates?: { readonly count: number; readonly listed: readonly PublishedDuplicates[] };
}

export interface PublishedDuplicates {
  readonly reason: DuplicateReason;
  /** The most valuable first. */
  readonly customers: readonly CustomerId[];
}

/** Whom to give a sample to: the first k customers are the set for k. */
export interface PublishedSeeds {
  readonly customers: readonly CustomerId[];
  /** Expected customers reached by all of them, themselves included, with its 95 % interval. */
  readonly spread: number;
  readonly interval: readonly [low: number, high: number];
  readonly epsilon: number;
  readonly samples: number;
}

/** The reports as text; equal reports, equal text. */
export const encodeReports = (reports: RunReports): string => JSON.stringify(reports);

/** The reverse of {@link encodeReports}. */
export const decodeReports = (text: string): RunReports => JSON.parse(text) as RunReports;

import { EXPOSURE_KINDS, recordExposures, type Exposure, type ExposureStatus } from '../store/actions/exposures.ts';
import { chunksOf } from '../store/client/concurrency.ts';
import type { Db } from '../store/client/db.ts';
import { isCustomerId, type CustomerIdentifier } from '../store/customers/identity.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readCsv, type CsvValues } from './csv/read.ts';
import { parseInstant, type DateFormat } from './instants.ts';

/** Columns of a file that says whom an action reached: what `kring action export` wrote is one. */
export const EXPOSURE_FIELDS = {
  customer: { columns: ['customer', 'customer id', 'id'], required: true },
  source: { columns: ['source'], required: false },
  kind: { columns: ['kind', 'event', 'status'], required: false },
  at: { columns: ['at', 'date', 'sent at', 'time', 'timestamp'], required: false },
} as const satisfies FieldColumns<string>;

/** What holds for rows that do not say it themselves. */
export interface ExposureDefaults {
  readonly action: string;
  /** The system customers are named by, unless a row says; absent: Kring's own ids. */
  readonly customerSource?: string;
  readonly kind: Exposure['kind'];
  /** Absent: every row has to say. */
  readonly at?: number;
  /** Who says so. */
  readonly source: string;
  readonly dateFormat: DateFormat;
  readonly timeZone: string;
}

export interface ExposureReject {
  readonly row: number;
  readonly code: string;
  readonly reason: string;
}

export interface ExposureOutcome {
  readonly counts: Readonly<Partial<Record<ExposureStatus, number>>>;
  /** The first hundred. */
  readonly rejects: readonly ExposureReject[];
  readonly rejected: number;
}

const AT_ONCE = 500;
const LISTED = 100;
const KRING = 'kring';

const REASONS: Readonly<Partial<Record<ExposureStatus, string>>> = {
  UNKNOWN_MEMBER: 'was not drawn for the action',
  NOT_FOUND: 'there is no such action',
  NOT_FROZEN: 'nobody is drawn for the action yet',
  ACTION_ENDED: 'the action is over',
};

/**
 * Notes whom a file says an action reached. Repeated it changes nothing; a row that is none is told of, the others are kept.
 *
 * @throws VisibleError as readCsv does
 */
export async function exposuresOfFile(db: Db, path: string, defaults: ExposureDefaults): Promise<ExposureOutcome> {
  const counts: Partial<Record<ExposureStatus, number>> = {};
  const rejects: ExposureReject[] = [];
  let rejected = 0;
  const reject = (row: number, code: string, reason: string): void => {
    rejected += 1;
    if (rejects.length < LISTED) rejects.push({ row, code, reason });
  };
  for await (const batch of readCsv(path, { fields: EXPOSURE_FIELDS })) {
    for (const { row, code, reason } of batch.rejects) reject(row, code, reason);
    const good: { readonly row: number; readonly exposure: Exposure }[] = [];
    for (const { row, values } of batch.rows) {
      const exposure = exposureOf(values, defaults);
      if (typeof exposure === 'string') reject(row, 'INVALID', exposure);
      else good.push({ row, exposure });
    }
    for (const some of chunksOf(good, AT_ONCE)) {
      const results = await recordExposures(
        db,
        some.map(({ exposure }) => exposure),
      );
      for (const [at, { status }] of results.entries()) {
        counts[status] = (counts[status] ?? 0) + 1;
        const reason = REASONS[status];
        if (reason !== undefined) reject(some[at]!.row, status, reason);
      }
    }
  }
  return { counts, rejects, rejected };
}

/** A row as an exposure, or why it is none. */
function exposureOf(
  { customer, source, kind, at }: CsvValues<keyof typeof EXPOSURE_FIELDS>,
  defaults: ExposureDefaults,
): Exposure | string {
  if (customer === '') return 'customer is missing';
  const named = source === '' ? defaults.customerSource : source;
  const by: CustomerIdentifier =
    named === undefined || named === KRING ? { id: customer } : { externalId: { source: named, id: customer } };
  if ('id' in by && !isCustomerId(customer))
    return 'customer is no id of Kring: say of which system ids are, with a column source or --customer-source';
  const told = kind === '' ? defaults.kind : EXPOSURE_KINDS.find((one) => one === kind.toUpperCase());
  if (told === undefined) return `kind is not one of ${EXPOSURE_KINDS.join(', ')}`;
  const instant = at === '' ? (defaults.at ?? null) : parseInstant(at, defaults.dateFormat, defaults.timeZone);
  if (instant === null || instant < 0)
    return at === '' ? 'at is missing: say when, with a column at or --at' : 'at is no date';
  return { action: defaults.action, by, kind: told, at: instant, source: defaults.source };
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TIE_KINDS } from '../../domain/events.ts';
import type { ItemLog } from '../../domain/network/item-log.ts';
import type { TieColumns } from '../../domain/network/ties.ts';
import { dayOf } from '../../domain/time/time.ts';

/** CiaoDVD (Guo et al. 2014): dated reviews of films and undated trust ties of a shopping community. */
export interface CiaoDvd {
  /** A review is taken as an adoption of the film. */
  readonly log: ItemLog;
  readonly ties: TieColumns;
}

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'network');
const ratingsFile = join(folder, 'ciaodvd_ratings.csv.gz');
const trustFile = join(folder, 'ciaodvd_trust.csv.gz');

export const hasCiaoDvd = existsSync(ratingsFile) && existsSync(trustFile);

export function readCiaoDvd(): CiaoDvd {
  const customers = new Map<string, number>();
  const items = new Map<string, number>();
  const indexIn = (index: Map<string, number>, key: string) => {
    const known = index.get(key) ?? index.size;
    index.set(key, known);
    return known;
  };
  const ratings = rowsOf(ratingsFile).map(([user, movie, , , , date]) => ({
    customer: indexIn(customers, user!),
    item: indexIn(items, movie!),
    day: dayOf(Date.parse(`${date}T00:00:00Z`)),
  }));
  const trust = rowsOf(trustFile).map(([truster, trustee]) => ({
    from: indexIn(customers, truster!),
    to: indexIn(customers, trustee!),
  }));
  return {
    log: {
      customerCount: customers.size,
      itemCount: items.size,
      customer: Int32Array.from(ratings, (row) => row.customer),
      item: Int32Array.from(ratings, (row) => row.item),
      day: Int32Array.from(ratings, (row) => row.day),
    },
    ties: {
      nodeCount: customers.size,
      from: Int32Array.from(trust, (tie) => tie.from),
      to: Int32Array.from(trust, (tie) => tie.to),
      kind: new Uint8Array(trust.length).fill(TIE_KINDS.indexOf('TRUST')),
      weight: new Float64Array(trust.length).fill(1),
      atMs: new Float64Array(trust.length),
    },
  };
}

function rowsOf(file: string): string[][] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

import * as fc from 'fast-check';
import { TIE_KINDS } from '../../../domain/events.ts';
import type { TieKind } from '../../../domain/events.ts';
import { settleNetworkCents } from '../../../domain/network/cents.ts';
import { buildCsr } from '../../../domain/graph/kernel/csr.ts';
import { solveConserving } from '../../../domain/network/solve.ts';
import type { Attention, TieColumns } from '../../../domain/network/ties.ts';
import { attentionOf, creditShares } from '../../../domain/network/ties.ts';
import { DAY_MS } from '../../../domain/time/time.ts';

export interface TieRow {
  readonly from: number;
  readonly to: number;
  readonly kind?: TieKind;
  readonly weight?: number;
  readonly atDay?: number;
  readonly source?: number;
}

export function tieColumns(nodeCount: number, rows: readonly TieRow[]): TieColumns {
  return {
    nodeCount,
    from: Int32Array.from(rows, (row) => row.from),
    to: Int32Array.from(rows, (row) => row.to),
    kind: Uint8Array.from(rows, (row) => TIE_KINDS.indexOf(row.kind ?? 'FOLLOW')),
    weight: Float64Array.from(rows, (row) => row.weight ?? 1),
    atMs: Float64Array.from(rows, (row) => (row.atDay ?? 0) * DAY_MS),
    source: Uint16Array.from(rows, (row) => row.source ?? 0),
  };
}

export function tieRows(nodeCount: number, maxTies = 40): fc.Arbitrary<TieRow[]> {
  return fc.array(
    fc.record({
      from: fc.nat(nodeCount - 1),
      to: fc.nat(nodeCount - 1),
      kind: fc.constantFrom(...TIE_KINDS),
      weight: fc.integer({ min: 1, max: 20 }),
      atDay: fc.integer({ min: 0, max: 400 }),
    }),
    { maxLength: maxTies, size: 'max' },
  );
}

/** w_ij as a table, row = follower. */
export function attentionTable(attention: Attention): number[][] {
  const { nodeCount, from, to, weight } = attention.arcs;
  const table = Array.from({ length: nodeCount }, () => Array.from({ length: nodeCount }, () => 0));
  from.forEach((follower, arc) => {
    table[follower]![to[arc]!]! += weight[arc]!;
  });
  return table;
}

/** Ties to published cents, the way a run does it. */
export function solveTies(ties: TieColumns, own: Float64Array, kappa: number | Float64Array, asOfDay = 400) {
  const attention = attentionOf(ties, asOfDay * DAY_MS);
  const csr = buildCsr(attention.arcs);
  const shares = creditShares(attention, kappa);
  const solved = solveConserving({ csr, shares, value: own });
  const cents = settleNetworkCents(own, solved.f, shares, attention);
  return { ties, attention, csr, shares, solved, f: solved.f, cents, arcMinor: cents.arcMinor };
}

/**
 * The mini network of docs/how-value-flows.md: Ben (1) follows Ann (0); Cem (2) follows Ann and Ben alike; all give 20 %.
 */
export const miniNetwork = () =>
  solveTies(
    tieColumns(3, [
      { from: 1, to: 0, atDay: 390, source: 4 },
      { from: 2, to: 0, atDay: 380 },
      { from: 2, to: 1, atDay: 370 },
    ]),
    Float64Array.of(100_00, 200_00, 100_00),
    0.2,
  );

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

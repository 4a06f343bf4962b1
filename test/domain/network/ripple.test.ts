import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { valueAtRisk } from '../../../domain/network/ripple.ts';
import { attentionTable, miniNetwork, solveTies, sum, tieColumns, tieRows } from './networks.ts';

/** V(−i) by its definition: strike i from the network, leave everybody's shares as they are, and solve again. */
function totalWithout(gone: number, table: number[][], given: Float64Array, value: readonly number[]): number {
  const rest = [...value.keys()].filter((i) => i !== gone);
  let f = rest.map((i) => value[i]!);
  for (let sweep = 0; sweep < 200; sweep++) {
    f = rest.map((i) => value[i]! + sum(rest.map((j, at) => given[j]! * table[j]![i]! * f[at]!)));
  }
  return sum(rest.map((i, at) => (1 - given[i]!) * f[at]!));
}

describe('L12: value at risk when a customer leaves', () => {
  it('the mini network by hand: without Ann, 52.00 of the others goes too', () => {
    const { attention, shares, f } = miniNetwork();
    const own = Float64Array.of(100_00, 200_00, 100_00);
    const risks = valueAtRisk(attention, shares, own, f, [0, 1, 2]);
    expect(risks.map((risk) => risk.own)).toEqual([100_00, 200_00, 100_00]);
    expect(risks.map((risk) => Math.round(risk.network))).toEqual([52_00, 10_00, 0]);
  });

  it('is the total with and without the customer, on any network, loops included', () => {
    const n = 8;
    const values = fc.array(fc.integer({ min: 0, max: 900_00 }), { minLength: n, maxLength: n });
    const kappas = fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: n, maxLength: n });
    fc.assert(fc.property(tieRows(n), values, kappas, (rows, value, kappa) => {
      const { attention, shares, f } = solveTies(tieColumns(n, rows), Float64Array.from(value), Float64Array.from(kappa));
      const table = attentionTable(attention);
      const risks = valueAtRisk(attention, shares, Float64Array.from(value), f, [...value.keys()]);
      const gaps = risks.map(({ customer, own, network }) => (
        Math.abs(own + network - (sum(value) - totalWithout(customer, table, shares.given, value)))
      ));
      expect(Math.max(...gaps) / Math.max(1, sum(value))).toBeLessThan(1e-11);
    }));
  });

  it('never exceeds gross network value, and does not depend on who else is asked about', () => {
    fc.assert(fc.property(tieRows(8), (rows) => {
      const value = Float64Array.from({ length: 8 }, (_, i) => 100 + i);
      const { attention, shares, solved } = solveTies(tieColumns(8, rows), value, 0.5);
      const ask = (customers: number[]) => valueAtRisk(attention, shares, value, solved.f, customers);
      const together = ask([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(together).toEqual([0, 1, 2, 3, 4, 5, 6, 7].flatMap((customer) => ask([customer])));
      expect(together.filter(({ customer, network }) => network > solved.gross[customer]! + 1e-9)).toEqual([]);
    }));
  });

  it('refuses a customer outside the network', () => {
    const { attention, shares, f } = miniNetwork();
    expect(() => valueAtRisk(attention, shares, f, f, [3])).toThrow(DomainError);
  });
});

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

describe('value at risk when a customer leaves', () => {
  it('the mini network by hand: without Ann, 52.00 of the others goes too', () => {
    const own = Float64Array.of(100_00, 200_00, 100_00);
    const risks = valueAtRisk(miniNetwork(), own, [0, 1, 2]);
    expect(risks.map((risk) => risk.own)).toEqual([100_00, 200_00, 100_00]);
    expect(risks.map(({ network }) => Math.round(network))).toEqual([52_00, 10_00, 0]);
  });

  it('is the total with and without the customer, on any network, loops included', () => {
    const n = 8;
    const values = fc.array(fc.integer({ min: 0, max: 900_00 }), { minLength: n, maxLength: n });
    const kappas = fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(tieRows(n), values, kappas, (rows, value, kappa) => {
        const network = solveTies(tieColumns(n, rows), Float64Array.from(value), Float64Array.from(kappa));
        const table = attentionTable(network.attention);
        const risks = valueAtRisk(network, Float64Array.from(value), [...value.keys()]);
        const gaps = risks.map(({ customer, own, network: throughTies }) =>
          Math.abs(own + throughTies - (sum(value) - totalWithout(customer, table, network.shares.given, value))),
        );
        expect(Math.max(...gaps) / Math.max(1, sum(value))).toBeLessThan(1e-11);
      }),
    );
  });

  it('never exceeds gross network value, and does not depend on who else is asked about', () => {
    fc.assert(
      fc.property(tieRows(8), (rows) => {
        const value = Float64Array.from({ length: 8 }, (_, i) => 100 + i);
        const network = solveTies(tieColumns(8, rows), value, 0.5);
        const ask = (customers: number[]) => valueAtRisk(network, value, customers);
        const together = ask([0, 1, 2, 3, 4, 5, 6, 7]);
        expect(together).toEqual([0, 1, 2, 3, 4, 5, 6, 7].flatMap((customer) => ask([customer])));
        expect(together.filter(({ customer, network: risk }) => risk > network.solved.gross[customer]! + 1e-9)).toEqual(
          [],
        );
      }),
    );
  });

  it('finds the same by following credit far through a sparse network and by solving a dense one', () => {
    // A ring of 60 with a chord: the walk from one node ends before it has seen every arc; a clique of 12 exhausts it at once.
    const ring = Array.from({ length: 60 }, (_, i) => ({ from: i, to: (i + 1) % 60 })).concat({ from: 2, to: 0 });
    const clique = Array.from({ length: 144 }, (_, k) => ({ from: 60 + Math.floor(k / 12), to: 60 + (k % 12) }));
    const value = new Float64Array(72).fill(1000);
    const network = solveTies(tieColumns(72, [...ring, ...clique]), value, 0.5);
    const risks = valueAtRisk(network, value, [0, 60]);
    const table = attentionTable(network.attention);
    const expected = [0, 60].map((i) => 72_000 - totalWithout(i, table, network.shares.given, [...value]));
    expect(
      Math.max(...risks.map(({ own, network: throughTies }, k) => Math.abs(own + throughTies - expected[k]!))),
    ).toBeLessThan(1e-7);
  });

  it('refuses a customer outside the network', () => {
    const network = miniNetwork();
    expect(() => valueAtRisk(network, network.f, [3])).toThrow(DomainError);
  });
});

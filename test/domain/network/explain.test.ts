import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainNetwork } from '../../../domain/network/explain.ts';
import { miniNetwork, solveTies, sum, tieColumns, tieRows } from './networks.ts';

describe('a network value opens into the ties that made it', () => {
  it('the mini network that can be checked by hand', () => {
    const network = miniNetwork();
    expect([...network.cents.receivedMinor]).toEqual([52_00, 10_00, 0]);
    expect([...network.cents.passedOnMinor]).toEqual([0, 42_00, 20_00]);
    expect([...network.cents.customerMinor]).toEqual([152_00, 168_00, 80_00]);
    expect(sum(network.cents.customerMinor)).toBe(400_00);

    const { received, passedOn } = explainNetwork(network);
    expect(received(0)).toEqual({ customers: [1, 2], amountsMinor: [42_00, 10_00], restMinor: 0 });
    expect(passedOn(2)).toEqual({ customers: [0, 1], amountsMinor: [10_00, 10_00], restMinor: 0 });
    expect(received(0, 1)).toEqual({ customers: [1], amountsMinor: [42_00], restMinor: 10_00 });
    expect(received(2)).toEqual({ customers: [], amountsMinor: [], restMinor: 0 });
  });

  it('closes to the cent on every customer, in full or shortened to a rest', () => {
    const n = 9;
    const values = fc.array(fc.integer({ min: -3_00, max: 500_00 }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(
        tieRows(n),
        values,
        fc.constantFrom(0.05, 0.3, 0.5),
        fc.constantFrom(0, 2, Infinity),
        (rows, value, kappa, first) => {
          const network = solveTies(tieColumns(n, rows), Float64Array.from(value), kappa);
          const { received, passedOn } = explainNetwork(network);
          for (let i = 0; i < n; i++) {
            const from = received(i, first);
            const to = passedOn(i, first);
            expect(sum(from.amountsMinor) + from.restMinor).toBe(network.cents.receivedMinor[i]);
            expect(sum(to.amountsMinor) + to.restMinor).toBe(network.cents.passedOnMinor[i]);
            expect(first === Infinity && (from.restMinor !== 0 || to.restMinor !== 0)).toBe(false);
            expect([...from.amountsMinor, ...to.amountsMinor]).not.toContain(0);
            for (const [k, other] of from.customers.entries()) {
              const back = passedOn(other);
              expect(back.amountsMinor[back.customers.indexOf(i)]).toBe(from.amountsMinor[k]);
            }
          }
        },
      ),
    );
  });

  it('lists losses by their size, and says nothing of a customer outside the network', () => {
    const network = solveTies(
      tieColumns(4, [
        { from: 1, to: 0 },
        { from: 2, to: 0 },
        { from: 3, to: 0 },
      ]),
      Float64Array.of(0, 100, -300, 0),
      0.5,
    );
    const { received, passedOn } = explainNetwork(network);
    expect(received(0)).toEqual({ customers: [1, 2], amountsMinor: [50, -150], restMinor: 0 });
    expect(received(0, 1)).toEqual({ customers: [2], amountsMinor: [-150], restMinor: 50 });
    for (const nobody of [-1, 4, 0.5])
      expect([...received(nobody).customers, ...passedOn(nobody).customers]).toEqual([]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { networkContributors, networkFollowed } from '../../../domain/network/explain.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { miniNetwork, solveTies, sum, tieColumns, tieRows } from './networks.ts';

describe('a network value opens into the ties that made it', () => {
  it('the mini network that can be checked by hand', () => {
    const network = miniNetwork();
    expect([...network.cents.receivedMinor]).toEqual([52_00, 10_00, 0]);
    expect([...network.cents.passedOnMinor]).toEqual([0, 42_00, 20_00]);
    expect([...network.cents.customerMinor]).toEqual([152_00, 168_00, 80_00]);
    expect(sum(network.cents.customerMinor)).toBe(400_00);

    expect(networkContributors(network, 0)).toEqual({
      totalMinor: 52_00,
      flows: [
        {
          customer: 1,
          amountMinor: 42_00,
          share: 0.2,
          path: [1, 0],
          evidence: [{ kind: 'FOLLOW', weight: 1, lastAtMs: 390 * DAY_MS, source: 4 }],
        },
        {
          customer: 2,
          amountMinor: 10_00,
          share: 0.1,
          path: [2, 0],
          evidence: [{ kind: 'FOLLOW', weight: 1, lastAtMs: 380 * DAY_MS, source: 0 }],
        },
      ],
      restMinor: 0,
    });
    expect(
      networkFollowed(network, 2).flows.map(({ customer, amountMinor, path }) => [customer, amountMinor, path]),
    ).toEqual([
      [0, 10_00, [2, 0]],
      [1, 10_00, [2, 1]],
    ]);
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
          for (let i = 0; i < n; i++) {
            const from = networkContributors(network, i, first);
            const to = networkFollowed(network, i, first);
            expect(sum(from.flows.map((flow) => flow.amountMinor)) + from.restMinor).toBe(
              network.cents.receivedMinor[i],
            );
            expect(sum(to.flows.map((flow) => flow.amountMinor)) + to.restMinor).toBe(network.cents.passedOnMinor[i]);
            expect(first === Infinity && (from.restMinor !== 0 || to.restMinor !== 0)).toBe(false);
            expect([...from.flows, ...to.flows].filter((flow) => flow.evidence.length === 0)).toEqual([]);
          }
        },
      ),
    );
  });

  it('adds up before rounding too: gross is the sum of share times the f of the follower', () => {
    fc.assert(
      fc.property(tieRows(9), (rows) => {
        const network = solveTies(
          tieColumns(9, rows),
          Float64Array.from({ length: 9 }, (_, i) => 10_00 * (i + 1)),
          0.4,
        );
        const gaps = Array.from({ length: 9 }, (_, i) => {
          const { flows } = networkContributors(network, i);
          return Math.abs(sum(flows.map((flow) => flow.share * network.f[flow.customer]!)) - network.solved.gross[i]!);
        });
        expect(Math.max(...gaps)).toBeLessThan(1e-6);
      }),
    );
  });

  it('refuses a customer outside the network', () => {
    expect(() => networkContributors(miniNetwork(), 3)).toThrow(DomainError);
    expect(() => networkFollowed(miniNetwork(), -1)).toThrow(DomainError);
  });
});

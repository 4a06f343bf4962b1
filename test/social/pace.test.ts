import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grant, type HostState } from '../../store/social/hosts.ts';

const IDLE: HostState = {
  tokens: Number.POSITIVE_INFINITY,
  at: 0,
  pausedUntil: 0,
  failures: 0,
  brokenUntil: 0,
  day: 0,
  callsToday: 0,
  microsToday: 0,
};

it('never grants more calls in a period than a host allows in one, whenever they are asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 4000 }), wanted: fc.integer({ min: 1, max: 10 }) }), {
        maxLength: 400,
      }),
      (calls, asked) => {
        const limits = { calls, perMs: 20_000, costPerCallMicros: 0 };
        const granted: { readonly at: number; readonly calls: number }[] = [];
        let state = IDLE;
        let now = 1;
        for (const { afterMs, wanted } of asked) {
          now += afterMs;
          for (;;) {
            const step = grant(state, limits, wanted, now);
            state = step.state;
            if ('untilMs' in step.grant) {
              expect(step.grant.untilMs).toBeGreaterThan(now);
              now = step.grant.untilMs;
              continue;
            }
            granted.push({ at: now, calls: step.grant.granted });
            break;
          }
        }
        for (const { at } of granted) {
          const inPeriod = granted.filter((one) => one.at >= at && one.at < at + limits.perMs);
          // A host that allows one call gets one at the beginning of a period and one that was added in it.
          expect(inPeriod.reduce((sum, one) => sum + one.calls, 0)).toBeLessThanOrEqual(Math.max(2, calls));
        }
      },
    ),
    { numRuns: 50 },
  );
});

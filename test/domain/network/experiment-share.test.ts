import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../domain/network/calibration.ts';
import { calibrationAt, withExperiments, type ActionShare } from '../../../domain/network/experiment-share.ts';
import { attentionOf } from '../../../domain/network/ties.ts';
import { DAY_MS } from '../../../domain/time/time.ts';

const AS_OF = 20_000 * DAY_MS;
const nobody = attentionOf(
  {
    nodeCount: 0,
    from: new Int32Array(0),
    to: new Int32Array(0),
    kind: new Uint8Array(0),
    weight: new Float64Array(0),
    atMs: new Float64Array(0),
  },
  AS_OF,
);
const observed = calibrate(null, nobody, { version: 1, asOfMs: AS_OF });
const share = (change: Partial<ActionShare> = {}): ActionShare => ({
  action: 'mail',
  outcome: 'RETURNED',
  at: AS_OF - 10 * DAY_MS,
  attentionKept: 1,
  tau: 10,
  tauError: 0.1,
  beta: 4,
  betaError: 0.4,
  ...change,
});

describe('h by experiment', () => {
  it('is both figures by their precision, and both are kept', () => {
    const { h, hSource, experiment } = withExperiments(observed, [share()]);
    expect(hSource).toBe('EXPERIMENT');
    // ĥ = τβ/(τ² − s_τ²) and its error by the delta method; observation at .2 has an error of .1, and ten days add .1²·10/365.
    const found = 40 / (100 - 0.01);
    expect(experiment!.h).toBeCloseTo(found, 10);
    const variance = experiment!.standardError ** 2 + (0.01 * 10) / 365;
    expect(h).toBeCloseTo((0.2 / 0.01 + found / variance) / (1 / 0.01 + 1 / variance), 10);
    expect(experiment).toMatchObject({ observedH: 0.2, observedSource: 'PRIOR', actions: ['mail'], reason: null });
    expect(experiment!.until - AS_OF).toBeLessThan(365 * DAY_MS);
    expect(experiment!.low).toBeLessThan(found);
    expect(experiment!.high).toBeGreaterThan(found);
  });

  it('runs out, and observation stands again', () => {
    const used = withExperiments(observed, [share()]);
    expect(calibrationAt(used, used.experiment!.until - 1)).toBe(used);
    expect(calibrationAt(used, used.experiment!.until)).toMatchObject({
      h: 0.2,
      hSource: 'PRIOR',
      experiment: { reason: 'TOO_OLD' },
    });
  });

  it.each([
    ['IMPRECISE', { betaError: 1.5 }],
    ['TOO_OLD', { at: AS_OF - 366 * DAY_MS }],
    ['TIES_CHANGED', { attentionKept: 0.6 }],
  ] as const)('is shown and not used: %s', (reason, change) => {
    const found = withExperiments(observed, [share(change)]);
    expect(found).toMatchObject({ h: 0.2, hSource: 'PRIOR', experiment: { reason } });
    expect(found.experiment!.until).toBe(found.experiment!.from);
  });

  it('of several is as old as what they weigh, and leaves out which is a year old or whose ties are gone', () => {
    const old = share({ action: 'old', at: AS_OF - 300 * DAY_MS });
    const weak = share({ action: 'weak', at: AS_OF, tau: 1, beta: 0.4 });
    const alone = withExperiments(observed, [old]).experiment!;
    const both = withExperiments(observed, [old, weak]).experiment!;
    expect(both.actions).toEqual(['old', 'weak']);
    // A weak one of today weighs a hundredth, and takes off as much of the age.
    expect((both.until - alone.until) / DAY_MS).toBeLessThan(8);
    expect(both.until).toBeGreaterThanOrEqual(alone.until);
    for (const gone of [
      share({ action: 'gone', at: AS_OF - 365 * DAY_MS }),
      share({ action: 'gone', attentionKept: 0.6 }),
    ])
      expect(withExperiments(observed, [share(), gone])).toEqual(withExperiments(observed, [share()]));
  });

  it('below 0 is reported, and counts as 0', () => {
    const { h, experiment } = withExperiments(observed, [share({ beta: -2 })]);
    expect(experiment!.h).toBeLessThan(0);
    expect(h).toBeGreaterThanOrEqual(0);
    expect(h).toBeLessThan(0.2);
  });

  it('gives way to what the operator says, and knows nothing of actions to come', () => {
    const operator = calibrate(null, nobody, { version: 1, asOfMs: AS_OF, h: 0.5 });
    expect(withExperiments(operator, [share()])).toBe(operator);
    expect(withExperiments(observed, [share({ at: AS_OF + 1 })])).toBe(observed);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedCalibration } from '../../../domain/network/calibration.ts';
import { calibrationMismatches } from '../../../domain/network/calibration-fit.ts';
import { DIRECT_CREDIT_LIMIT, withinEvidence } from '../../../domain/network/direct-credit.ts';
import { DAY_MS } from '../../../domain/time/time.ts';

const sharesOf = (kappa: Float64Array) => ({
  follower: kappa,
  followed: new Float64Array(kappa.length).fill(1),
  given: kappa,
});
const column = (n: number, min: number, max: number) =>
  fc
    .array(fc.double({ min, max, noNaN: true }), { minLength: n, maxLength: n })
    .map((values) => Float64Array.from(values));
const networks = fc
  .integer({ min: 1, max: 30 })
  .chain((n) => fc.record({ kappa: column(n, 0, 0.5), supported: column(n, 0, 0.5), value: column(n, -1e9, 1e9) }));

describe('the bound on direct credit', () => {
  it('holds for any shares, evidence and values, and keeps proportions', () => {
    fc.assert(
      fc.property(networks, ({ kappa, supported, value }) => {
        const { shares, directCredit } = withinEvidence(sharesOf(kappa), supported, value);
        const total = (share: Float64Array) => share.reduce((sum, each, j) => sum + each * Math.abs(value[j]!), 0);
        expect(total(shares.given)).toBeLessThanOrEqual(DIRECT_CREDIT_LIMIT * total(supported));
        expect(directCredit).toEqual({
          creditedMinor: total(shares.given),
          supportedMinor: total(supported),
          cutTo: directCredit.cutTo,
        });
        expect(shares.given.map((given, j) => given - directCredit.cutTo * kappa[j]!).every((gap) => gap === 0)).toBe(
          true,
        );
        expect(shares.follower).toEqual(shares.given);
      }),
    );
  });

  it('leaves alone what is within it, and cuts what is not to 1.05 times the evidence', () => {
    const [supported, value] = [Float64Array.of(0.1, 0.1), Float64Array.of(1000, -3000)];
    const within = sharesOf(Float64Array.of(0.105, 0.105));
    expect(withinEvidence(within, supported, value).shares).toBe(within);
    const { shares, directCredit } = withinEvidence(sharesOf(Float64Array.of(0.4, 0.2)), supported, value);
    expect(directCredit.supportedMinor).toBe(400);
    expect(directCredit.creditedMinor).toBeCloseTo(420, 9);
    expect([...shares.given].map((given) => Math.round(1e6 * given))).toEqual([168_000, 84_000]);
    expect(() => withinEvidence(within, supported, Float64Array.of(1))).toThrow('length');
  });
});

describe('a calibration compared with the run that uses it', () => {
  const evidenceEndsMs = 20_000 * DAY_MS;
  const calibration = {
    ...fixedCalibration(0.2, { version: 1, asOfMs: evidenceEndsMs }),
    evidence: { followers: 9, purchases: 500, followedPurchases: 20, directionTest: null },
  };

  it('fits the same purchases, whenever the run', () => {
    for (const asOfMs of [evidenceEndsMs, evidenceEndsMs + 5000 * DAY_MS])
      expect(calibrationMismatches(calibration, { asOfMs, lastPurchaseDay: 19_999 })).toEqual([]);
  });

  it('does not fit a run pinned before its evidence ends, nor one long after which customers went on buying', () => {
    expect(calibrationMismatches(calibration, { asOfMs: evidenceEndsMs - 1, lastPurchaseDay: 19_900 })).toEqual([
      'EVIDENCE_AFTER_RUN',
    ]);
    expect(
      calibrationMismatches(calibration, { asOfMs: evidenceEndsMs + 400 * DAY_MS, lastPurchaseDay: 20_366 }),
    ).toEqual(['EVIDENCE_OLD']);
  });

  it('rests on nothing where it is a default', () => {
    const without = { ...calibration, evidence: { ...calibration.evidence, purchases: 0 } };
    expect(calibrationMismatches(without, { asOfMs: 0, lastPurchaseDay: 30_000 })).toEqual([]);
  });
});

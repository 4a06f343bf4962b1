import { describe, expect, it } from 'vitest';
import { fixedCalibration } from '../../domain/network/calibration.ts';
import { creditText, described, mismatchTexts } from '../../cli/commands/calibrate.ts';
import { deploymentAsOf } from '../../local/demo/demo.ts';
import { startEngine, testDb } from '../engines/engines.ts';

const directionTest = {
  windowDays: 90,
  oneWayTies: 900,
  before: 90,
  after: 110,
  ratio: 110 / 90,
  timingRatio: 1.1,
  causalShare: 0.18,
  causalShareBeyondTiming: 0.1,
  interval95: [-0.157, 0.31] as const,
  likeness: 1.07,
  isBeyondChance: false,
};
const calibration = {
  ...fixedCalibration(0.2, { version: 3, asOfMs: Date.UTC(2020, 5, 1) }),
  evidenceEndsMs: Date.UTC(2020, 0, 1),
  kappaBar: 0.05,
  kappaBarSource: 'MEASURED' as const,
  h: 0,
  hSource: 'DIRECTION_TEST' as const,
  evidence: { followers: 40, purchases: 1000, followedPurchases: 50, directionTest },
};

describe('a calibration in words', () => {
  it('says where its evidence ends, what chance could have done, and that no credit moves then', () => {
    const text = described(calibration);
    expect(text).toContain('Calibration 3, on purchases before 2020-01-01.');
    expect(text).toContain('Caused: 0.0 % of those (direction test).');
    expect(text).toContain(
      'Beyond timing: 10.0 % (95 %, followers resampled: -15.7 % to 31.0 %); 1.07 times the pairs that random ties would give. Chance is not ruled out.',
    );
    expect(described({ ...calibration, h: 0.2, hSource: 'PRIOR' })).toContain(
      '20.0 % of those (a cautious PRIOR: too few pairs to test)',
    );
  });

  it('says what was credited against the bound, and where the calibration does not fit', () => {
    expect(creditText({ creditedMinor: 20_817.6, supportedMinor: 20_818, cutTo: 1 }, 'USD')).toBe(
      'Direct credit: 208.18; the evidence supports 208.18, the bound is 218.59.',
    );
    expect(creditText({ creditedMinor: 21_859, supportedMinor: 20_818, cutTo: 0.8808 }, 'USD')).toContain(
      'to which every share was cut (× 0.881)',
    );
    expect(mismatchTexts([])).toEqual([]);
    expect(mismatchTexts(['EVIDENCE_OLD'])[0]).toContain('Measure again: npm run -s kring -- calibrate');
  });

  it("is measured as of now on a company's own table", async () => {
    const engine = await startEngine('dynalite');
    try {
      expect(await deploymentAsOf(await testDb(engine, { clock: () => 1_600_000_000_000 }))).toBe(1_600_000_000_000);
    } finally {
      await engine.stop();
    }
  });
});

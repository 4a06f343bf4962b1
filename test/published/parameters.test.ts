import { describe, expect, it } from 'vitest';
import { decodeParameters, encodeParameters, type Parameters } from '../../published/parameters.ts';

/** Every part present, numbers as long as they come. */
const third = 1 / 3;
const whole: Parameters = {
  version: 12,
  adoptedOn: 20_055,
  fittedOn: 20_055,
  reason: 'DRIFT',
  scoring: {
    marginRate: 0.35,
    choice: 'auto',
    lifetime: {
      method: 'MODELLED',
      model: 'mbgcnbd',
      purchase: { k: 2, r: third, alpha: 10 * third, a: third / 10, b: 100 * third },
      unitDays: 7,
      season: Array.from({ length: 9 }, (_, i) => third / (i + 1)),
      blend: {
        windowDays: 365,
        windowTime: 365.123_456_789,
        counts: Array.from({ length: 7 }, (_, i) => -third * (i + 1)),
        activity: Array.from({ length: 7 }, (_, i) => third * (i + 1)),
        meanSpend: 1e4 * third,
        level: 1 + third / 10,
        discountedLevel: 1 - third / 10,
        shift: -third,
      },
      spend: {
        model: 'gammaGamma',
        winsorLimit: 1e6 * third,
        shrunkMean: { mean: 1e3 * third, withinVariance: 1e7 * third, betweenVariance: 1e6 * third },
        gammaGamma: { p: 2 * third, q: 5 * third, gamma: 1e3 * third },
      },
      calibration: {
        windows: 3,
        levels: {
          purchases: 0.987_654,
          margin: 1.012_34,
          shift: -0.123_456,
          returns: {
            from: Array.from({ length: 12 }, (_, i) => 0.0123 + i / 16),
            to: Array.from({ length: 12 }, (_, i) => 0.0321 + i / 16),
          },
        },
        widths: {
          borders: Array.from({ length: 9 }, (_, i) => 123_456 * (i + 1)),
          hold80: Array.from({ length: 10 }, (_, i) => 0.7891 + i / 100),
          hold95: Array.from({ length: 10 }, (_, i) => 0.9001 + i / 100),
        },
        total: { spread: 0.123_456, degrees: 5 },
      },
      typical: { purchases: 4, ageDays: 401, idleShare: 0.4567, marginMinor: 4567.89 },
      discrimination: 0.777_777_777_777_777,
      horizonDays: 365,
      annualDiscount: 0.1,
    },
    populationGapDays: 41.414_141_414_141_41,
    rfm: {
      recencyDays: [333, 122, 61, 21],
      frequency: [2, 3, 6, null],
      monetary: [10_000, 33_333, 77_777, 200_000],
    },
  },
  selection: {
    day: 20_010,
    challenger: { purchase: { model: 'paretonbd', season: true, blend: true }, spend: 'shrunkMean' },
  },
};

describe('parameters as text', () => {
  it('come back to the bit, equal ones as equal text, in at most 4 KB', () => {
    const text = encodeParameters(whole);
    expect(decodeParameters(text)).toEqual(whole);
    expect(encodeParameters(structuredClone(whole))).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  });

  it('are promised as they stand', () => {
    expect(encodeParameters({ ...whole, scoring: { ...whole.scoring, lifetime: plain } })).toMatchInlineSnapshot(
      `"{"layout":1,"version":12,"adoptedOn":20055,"fittedOn":20055,"reason":"DRIFT","scoring":{"marginRate":0.35,"choice":"auto","lifetime":{"method":"MODELLED","model":"mbgnbd","purchase":{"r":0.5,"alpha":6,"a":0.25,"b":1.5},"unitDays":7,"season":null,"blend":null,"spend":{"model":"shrunkMean","winsorLimit":null,"shrunkMean":{"mean":1000,"withinVariance":4,"betweenVariance":9},"gammaGamma":null},"discrimination":0.777777777777777,"horizonDays":365,"annualDiscount":0.1},"populationGapDays":41.41414141414141,"rfm":{"recencyDays":[333,122,61,21],"frequency":[2,3,6,null],"monetary":[10000,33333,77777,200000]}},"selection":{"day":20010,"challenger":{"purchase":{"model":"paretonbd","season":true,"blend":true},"spend":"shrunkMean"}}}"`,
    );
  });

  it('are none where another release wrote them, or nobody did', () => {
    const text = encodeParameters(whole);
    expect([decodeParameters(undefined), decodeParameters(text.replace('"layout":1', '"layout":2'))]).toEqual([
      null,
      null,
    ]);
  });
});

/** As releases before kept them. */
const { calibration: _, typical: __, ...earlier } = whole.scoring.lifetime;
const plain: Parameters['scoring']['lifetime'] = {
  ...earlier,
  model: 'mbgnbd',
  purchase: { r: 0.5, alpha: 6, a: 0.25, b: 1.5 },
  season: null,
  blend: null,
  spend: {
    model: 'shrunkMean',
    winsorLimit: null,
    shrunkMean: { mean: 1000, withinVariance: 4, betweenVariance: 9 },
    gammaGamma: null,
  },
};

import { describe, expect, it } from 'vitest';
import { planOf } from '../../domain/actions/action.ts';
import { warningsOf } from '../../resolvers/actions/warnings.ts';
import type { ActionRecord, DrawnAudience } from '../../store/actions/records.ts';

const plan = planOf({
  key: 'mail',
  name: 'Mail',
  kind: 'MAIL',
  segment: 'all',
  startsAt: 0,
  arms: [
    { key: 'mail', share: 0.5, costPerPersonMinor: 0 },
    { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
  ],
});
const warned = (drawn: Partial<DrawnAudience> | null, change: Partial<ActionRecord> = {}) =>
  warningsOf({
    ...plan,
    ...change,
    drawn: drawn && { byArm: [100, 100], overlaps: {}, power: null, ...drawn },
  } as unknown as ActionRecord).map(({ code, count }) => ({ code, count }));

describe('what makes an action worth less than it looks', () => {
  it('is said with how many it is about', () => {
    expect(warned(null)).toEqual([]);
    expect(warned({})).toEqual([]);
    expect(warned({ overlaps: { other: 12 } })).toEqual([{ code: 'OVERLAPPING_ACTION', count: 12 }]);
    expect(warned({ byArm: [100, 19] })).toEqual([{ code: 'SMALL_ARM', count: 19 }]);
    const power = { deviation: 1, removed: 0, detectable: 4, neededPerArm: 14_207 };
    expect(warned({ byArm: [900, 900], power })).toEqual([{ code: 'UNDERPOWERED', count: 900 }]);
    expect(warned({ byArm: [14_207, 14_207], power })).toEqual([]);
    expect(warned({ byArm: [100, 0] }, { withoutProof: true })).toEqual([{ code: 'NO_PROOF', count: null }]);
  });
});

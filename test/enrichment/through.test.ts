import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../domain/network/calibration.ts';
import { provenShare } from '../../enrichment/actions/through.ts';

const calibration = (change: object): Calibration =>
  ({ h: 0.3, hSource: 'PRIOR', evidence: { directionTest: null }, ...change }) as unknown as Calibration;
const tested = (low: number) => ({ evidence: { directionTest: { interval95: [low, 0.5] } } });

describe('the h that money may be spent on', () => {
  it.each([
    ['measured by actions', { hSource: 'EXPERIMENT' }, { h: 0.3, source: 'EXPERIMENT' }],
    [
      'the lower end of the direction test',
      { hSource: 'DIRECTION_TEST', ...tested(0.1) },
      { h: 0.1, source: 'LOWER_BOUND' },
    ],
    [
      'never more than what is in force',
      { hSource: 'DIRECTION_TEST', ...tested(0.4) },
      { h: 0.3, source: 'LOWER_BOUND' },
    ],
    ['none where the test does not rule out nothing', { hSource: 'DIRECTION_TEST', ...tested(-0.1) }, null],
    ['the lower end of actions that are not used', { experiment: { low: 0.05 } }, { h: 0.05, source: 'LOWER_BOUND' }],
    ['none where nobody has looked', {}, null],
    ['none where actions found nothing', { hSource: 'EXPERIMENT', h: 0 }, null],
    ['none of an operator, who gives no interval', { hSource: 'OPERATOR' }, null],
  ] as const)('%s', (_, change, proven) => {
    expect(provenShare(calibration(change))).toEqual(proven);
  });
});

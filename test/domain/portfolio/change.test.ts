import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, CHANGE_DRIVERS, type Standing } from '../../../domain/portfolio/change.ts';

const standing = (part: Partial<Standing> = {}): Standing => ({
  asOf: 0,
  customers: 1,
  directMinor: 1000,
  refundsMinor: 100,
  creditsMinor: 0,
  rewardsMinor: 50,
  potentialMinor: 400,
  marginRate: 1,
  bridge: null,
  ...part,
});
const minor = fc.integer({ min: -1_000_000, max: 1_000_000 });
const any = fc.record({
  asOf: fc.nat(),
  customers: fc.nat(),
  directMinor: minor,
  refundsMinor: minor,
  creditsMinor: minor,
  rewardsMinor: minor,
  potentialMinor: fc.option(minor),
  marginRate: fc.constantFrom(1, 0.4),
  bridge: fc.option(fc.record({ beforeMinor: minor, timeMinor: minor, parametersMinor: minor, eventsMinor: minor })),
});

describe('the change of the portfolio', () => {
  it('is what the drivers say and what they do not, exactly, whatever the runs', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (runs) => {
        const { fromMinor, toMinor, driversMinor, unexplainedMinor, reason } = changeOf(runs);
        const explained = CHANGE_DRIVERS.reduce((sum, driver) => sum + driversMinor[driver], 0);
        expect(fromMinor + explained + unexplainedMinor).toBe(toMinor);
        expect(reason === null).toBe(unexplainedMinor === 0);
      }),
    );
  });

  it('is explained to the cent where every run says how it came from the one before', () => {
    const bridge = { beforeMinor: 400, timeMinor: -10, parametersMinor: 5, eventsMinor: 25 };
    const runs = [
      standing(),
      standing({ directMinor: 1150, refundsMinor: 150, rewardsMinor: 60, potentialMinor: 420, bridge }),
    ];
    expect(changeOf(runs)).toMatchObject({
      fromMinor: 1350,
      toMinor: 1510,
      unexplainedMinor: 0,
      reason: null,
      driversMinor: {
        ORDERS: 200,
        REFUNDS: -50,
        CREDITS: 0,
        REWARDS: -10,
        EXPECTED_TIME: -10,
        EXPECTED_PARAMETERS: 5,
        EXPECTED_EVENTS: 25,
      },
    });
  });

  it('leaves what a missing link, or another margin rate, would explain where it can be seen', () => {
    const missing = changeOf([standing(), standing({ potentialMinor: 500 })]);
    expect(missing).toMatchObject({ unexplainedMinor: 100, reason: expect.stringMatching(/not split/u) });
    const other = changeOf([standing({ bridge: null }), standing({ directMinor: 400, marginRate: 0.4 })]);
    expect(other.driversMinor.ORDERS).toBe(0);
    expect(other).toMatchObject({ unexplainedMinor: -600, reason: expect.stringMatching(/margin rate/u) });
  });
});

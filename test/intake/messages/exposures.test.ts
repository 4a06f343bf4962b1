import { afterAll, beforeAll, expect, it } from 'vitest';
import { planOf } from '../../../domain/actions/action.ts';
import { takeMessages } from '../../../intake/messages/take.ts';
import { NOTHING_TOLD, type Told } from '../../../intake/messages/told.ts';
import { drawnBits, putDrawn } from '../../../store/actions/drawn.ts';
import { exposuresOf } from '../../../store/actions/exposures.ts';
import { claimDraw, finishDraw, getAction, putPlan } from '../../../store/actions/records.ts';
import { createCustomer } from '../../../store/customers/marks.ts';
import { customerIdOf, normaliseIdentity } from '../../../store/customers/identity.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../../engines/engines.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

const shop = (id: string) => ({ externalId: { source: 'shop', id } });
const exposed = (id: string, action = 'mail'): Told => ({
  ...NOTHING_TOLD,
  by: shop(id),
  exposures: [{ action, kind: 'DELIVERED', at: 1000 }],
});

it('exposures come with a stream: new, known, of a stranger, of no action', async () => {
  const db = await testDb(engine);
  for (const id of ['ann', 'bob']) await createCustomer(db, customerIdOf(db, shop(id)), normaliseIdentity(shop(id)));
  await putPlan(
    db,
    planOf({
      key: 'mail',
      name: 'Mail',
      kind: 'MAIL',
      segment: 's',
      startsAt: 0,
      arms: [
        { key: 'mail', share: 0.5, costPerPersonMinor: 0 },
        { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
      ],
    }),
  );
  const before = await claimDraw(db, 'mail', 1, 'attempt');
  const one = (value: number): Float64Array => Float64Array.of(value);
  await putDrawn(db, 'mail', 'attempt', drawnBits(1), {
    ids: [customerIdOf(db, shop('ann'))],
    columns: {
      arm: one(0),
      unit: one(Number.NaN),
      stratum: one(0),
      forecastMinor: one(0),
      orders: one(0),
      returns: one(0),
    },
  });
  await finishDraw(db, before, {
    at: 0,
    generation: 1,
    runId: 'run',
    asOf: 0,
    parametersVersion: null,
    attempt: 'attempt',
    bits: drawnBits(1),
    members: 1,
    hash: '',
    byArm: [1, 0],
    leftOut: {},
    holdout: { year: 1970, share: 0.05 },
    units: 1,
    effectiveUnits: 1,
    overlaps: {},
    power: null,
  });
  const results = await takeMessages(db, [exposed('ann'), exposed('bob'), exposed('ann', 'no-such')], {
    source: 'mailer',
  });
  expect(results.map(({ status, because }) => [status, because[0]?.code])).toEqual([
    ['ACCEPTED', undefined],
    ['REJECTED', 'UNKNOWN_MEMBER'],
    ['REJECTED', 'NOT_FOUND'],
  ]);
  expect(await takeMessages(db, [exposed('ann')], { source: 'mailer' })).toMatchObject([{ status: 'DUPLICATE' }]);
  expect(await exposuresOf(db, 'mail')).toMatchObject([{ kind: 'DELIVERED', at: 1000, source: 'mailer' }]);
  expect((await getAction(db, 'mail'))!.state).toBe('RUNNING');
});

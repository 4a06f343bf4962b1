import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../domain/actions/action.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { exposuresOfFile, type ExposureDefaults } from '../../intake/exposures.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { exposuresOf } from '../../store/actions/exposures.ts';
import { inActions } from '../../store/actions/person.ts';
import { putPlan } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { armsOf } from '../../store/actions/drawn.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';

const STARTS_AT = COMPANY_AS_OF + DAY_MS;
const DEFAULTS: ExposureDefaults = {
  action: 'spring',
  customerSource: 'shop',
  kind: 'SENT',
  at: STARTS_AT + DAY_MS,
  source: 'mailer',
  dateFormat: 'iso',
  timeZone: 'UTC',
};

describe('a file of whom an action reached', () => {
  let engine: Engine;
  let db: Db;
  let folder: string;
  /** Who was drawn for the mail, and who was held out. */
  let [mailed, alone]: [number[], number[]] = [[], []];
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    folder = mkdtempSync(join(tmpdir(), 'kring-exposures-'));
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 120);
    await putSegment(db, {
      key: 'buyers',
      name: 'Buyers',
      description: '',
      rule: { field: 'orders', op: 'GTE', value: 1 },
    });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
    const plan = planOf({
      key: 'spring',
      name: 'Spring',
      kind: 'MAIL',
      segment: 'buyers',
      consent: 'NOT_WITHDRAWN',
      startsAt: STARTS_AT,
      arms: [
        { key: 'mail', share: 0.8, costPerPersonMinor: 50 },
        { key: 'holdout', share: 0.2, costPerPersonMinor: 0 },
      ],
    });
    const { version } = await putPlan(db, plan);
    const { drawn } = await freezeNow(db, 'spring', version);
    const numbers = Array.from({ length: 120 }, (_, n) => n);
    const arms = await armsOf(
      db,
      'spring',
      drawn!,
      numbers.map((n) => customerIdOf(db, customer(n))),
    );
    const of = (place: number): number[] => numbers.filter((n) => arms.get(customerIdOf(db, customer(n))) === place);
    [mailed, alone] = [of(0), of(1)];
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await engine.stop();
  });
  const file = (...lines: string[]): string => {
    const path = join(folder, 'sent.csv');
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const named = (n: number): string => (customer(n) as { externalId: { id: string } }).externalId.id;
  const sourceOf = (n: number): string => (customer(n) as { externalId: { source: string } }).externalId.source;

  it('notes each once, by its own day and kind where a row says, and tells what is wrong with a row beside the others', async () => {
    const source = sourceOf(mailed[0]!);
    const path = file(
      'customer,source,kind,at',
      `${named(mailed[0]!)},${source},,`,
      `${named(mailed[1]!)},${source},opened,2030-01-02`,
      `${named(alone[0]!)},${source},SENT,`,
      `nobody-we-know,${source},SENT,`,
      `,${source},SENT,`,
      `${named(mailed[2]!)},kring,SENT,`,
      `${named(mailed[2]!)},${source},SHOUTED,`,
      `${named(mailed[2]!)},${source},SENT,2030-13-45`,
    );
    const { counts, rejects, rejected } = await exposuresOfFile(db, path, DEFAULTS);
    expect(counts).toEqual({ ACCEPTED: 2, CONTAMINATED: 1, UNKNOWN_MEMBER: 1 });
    expect(rejects.map(({ row, code }) => [row, code])).toEqual([
      [6, 'INVALID'],
      [7, 'INVALID'],
      [8, 'INVALID'],
      [9, 'INVALID'],
      [5, 'UNKNOWN_MEMBER'],
    ]);
    expect(rejected).toBe(5);
    const again = await exposuresOfFile(db, path, DEFAULTS);
    expect(again.counts).toMatchObject({ DUPLICATE: expect.any(Number) });
    const kept = await exposuresOf(db, 'spring');
    expect(kept.length).toBe(3);
  });

  it('of an action nobody knows tells so of every row', async () => {
    const path = file('customer', named(mailed[0]!));
    const { counts, rejects } = await exposuresOfFile(db, path, { ...DEFAULTS, action: 'autumn' });
    expect(counts).toEqual({ NOT_FOUND: 1 });
    expect(rejects).toEqual([{ row: 2, code: 'NOT_FOUND', reason: 'there is no such action' }]);
  });

  it('is told to whoever asks what is kept of a person: the arm, what reached them, and whether they are left alone', async () => {
    const [reached, held] = await Promise.all(
      [mailed[0]!, alone[0]!].map((n) => inActions(db, customerIdOf(db, customer(n)))),
    );
    expect(reached!.assignments).toMatchObject([
      {
        action: 'spring',
        name: 'Spring',
        arm: 'mail',
        heldOut: false,
        exposures: [{ kind: 'SENT', source: 'mailer' }],
      },
    ]);
    expect(held!.assignments).toMatchObject([{ arm: 'holdout', heldOut: true, exposures: [{ kind: 'SENT' }] }]);
    expect(held!.holdout).toEqual({ year: new Date(COMPANY_AS_OF).getUTCFullYear(), heldOut: false });
  });
});

import { inflateRawSync } from 'node:zlib';
import { parseGrants } from '../../domain/access/scopes.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { CHANNELS, INTERACTION_TYPES } from '../../domain/events.ts';
import { FACT_TYPES, type FactType } from '../../domain/facts/facts.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { pushCustomers } from '../../enrichment/push/push.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { once } from '../../store/work/idempotency.ts';
import { saveImport } from '../../store/work/imports.ts';
import { putInfluenceHistory } from '../../store/published/influence.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { publishRuleSet } from '../../store/definitions/rules.ts';
import { putAccount, putProduct, putSpend } from '../../store/definitions/catalogue.ts';
import { changeList, createList } from '../../store/definitions/listed.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { createTable } from '../../store/client/table.ts';
import { putTies } from '../../store/relations/ties.ts';
import { describeCustomer, upsertCustomer } from '../../store/customers/upsert.ts';
import { mergeCustomers, unmergeCustomer } from '../../store/merges/merge.ts';
import { TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { writeGoldenAction } from './actions.ts';
import { writeGoldenReads, writeGoldenSocial } from './social.ts';
import { like, NOON, order, shop } from '../store/samples.ts';

export const GOLDEN_TABLE = 'kring-golden';
export const GOLDEN_AS_OF = NOON + 400 * DAY_MS;

/** A connection with one fixed key, clock and source of chance: what it writes is the same on every machine. */
export function goldenDb(engine: Engine, table = GOLDEN_TABLE): Db {
  let drawn = 0;
  return openDb({
    endpoint: engine.endpoint,
    table,
    identityKey: TEST_IDENTITY_KEY,
    blobs: TEST_BLOBS,
    clock: () => GOLDEN_AS_OF,
    random: (bytes) => Uint8Array.from({ length: bytes }, () => (drawn += 37) % 251),
  });
}

/** A small company with one of everything the table can hold, written as the product writes it, and two runs. */
export async function writeGoldenCompany(db: Db): Promise<void> {
  await createTable(db, { currency: 'EUR' });
  await publishRuleSet(db, { version: defaultRuleSet.version + 1, rules: defaultRuleSet.rules.slice(0, 6) });
  const cid = { email: 'Cid@Example.com' } as const;
  const dot = { handle: { network: 'Mastodon', handle: '@Dot' } } as const;
  await ingestEvents(db, [
    { customer: shop('ann'), event: order('ann-1', 0) },
    {
      customer: shop('ann'),
      event: { ...order('ann-2', 90, 25_00, 'Tables'), promotion: true, acquisitionChannel: 'spring' },
    },
    {
      customer: shop('ann'),
      event: {
        ...order('ann-3', 200, 99_00),
        lines: [{ sku: 'plan', group: 'Plans', quantity: 1, netMinor: 99_00, lineKind: 'SUBSCRIPTION' }],
      },
    },
    {
      customer: shop('ann'),
      event: {
        ...order('ann-4', 201),
        lines: Array.from({ length: 40 }, (_, n) => ({
          sku: `long-sku-${n}`,
          group: 'Paper',
          quantity: n + 1,
          netMinor: 100 + n,
          lineKind: 'PRODUCT' as const,
        })),
      },
    },
    {
      customer: shop('ann'),
      event: { ...like('ann-5', 3), type: 'NEWSLETTER_READ', channel: 'EMAIL', objectRef: 'issue-7' },
    },
    { customer: shop('ann'), event: { ...like('ann-6', 210), type: 'DELIVERY', channel: 'POST' } },
    {
      customer: shop('ann'),
      event: {
        ...order('ann-7', 220),
        lines: [
          { sku: 'sku-ann-1', group: 'Chairs', quantity: -1, netMinor: -5_00, lineKind: 'PRODUCT', returnOf: 'ann-1' },
          { sku: 'never', group: 'Paper', quantity: -1, netMinor: -1_00, costMinor: -50, lineKind: 'PRODUCT' },
        ],
      },
    },
    { customer: shop('bob'), event: order('bob-1', 20, 40_00) },
    { customer: shop('bob'), event: { ...order('bob-4', 60, 30_00), cancelledAt: NOON + 61 * DAY_MS } },
    {
      customer: shop('bob'),
      event: { ...like('bob-2', 30), type: 'COMPLAINT_OPENED', channel: 'PHONE', valence: -0.5, effortMinutes: 12 },
    },
    { customer: shop('bob'), event: like('bob-3', 31, { simulated: true, influence: 36 }) },
    { customer: cid, event: order('cid-1', 300, 7_77) },
    ...INTERACTION_TYPES.map((type, n) => ({
      customer: dot,
      event: { ...like(`dot-${n}`, 320 + n), type, channel: CHANNELS[n % CHANNELS.length]! },
    })),
  ]);
  await ingestEvents(db, [
    { customer: shop('bob'), event: order('bob-1', 20, 41_00), correction: { expectedVersion: 1 } },
  ]);
  await upsertCustomer(db, {
    by: shop('ann'),
    displayName: 'Ann',
    identities: [{ email: 'ann@example.com' }, { phone: '+31 20 123 4567' }],
  });
  await putTies(db, [
    {
      follower: shop('bob'),
      followed: shop('ann'),
      kind: 'FOLLOW',
      source: 'forum',
      weight: 2.5,
      at: NOON + 5 * DAY_MS,
    },
    {
      follower: cid,
      followed: shop('ann'),
      kind: 'TRUST',
      source: 'forum',
      weight: 1,
      at: NOON + 6 * DAY_MS,
      simulated: true,
    },
  ]);
  await recordReferral(db, {
    source: 'shop',
    id: 'ref-1',
    advocate: shop('bob'),
    friend: cid,
    kind: 'TYPE_ONE',
    at: NOON + 290 * DAY_MS,
    rewardMinor: 100,
    savedAcquisitionCostMinor: 900,
    expiresAt: NOON + 500 * DAY_MS,
  });
  await recordReferral(db, {
    source: 'shop',
    id: 'ref-2',
    advocate: shop('ann'),
    friend: { email: 'cid@example.com' },
    kind: 'TYPE_TWO',
    at: NOON + 295 * DAY_MS,
  });
  await putSegment(db, {
    key: 'good',
    name: 'Good',
    description: 'Has bought',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  await createList(db, { key: 'dinner', name: 'Invited to dinner', description: '' });
  await changeList(db, 'dinner', [shop('ann')], 'ADD');
  await saveImport(db, {
    fingerprint: 'golden',
    kind: 'orders',
    file: 'orders.csv',
    startedAt: NOON,
    done: 3,
    finishedAt: NOON + 1,
    counts: { accepted: 3 },
    rejected: [{ row: 2, field: 'date', reason: 'no date', value: 'x' }],
  });
  await once(db, 'golden-key', 'golden-body', async () => '{"done":true}');
  const [ann] = await resolveCustomers(db, [shop('ann')]);
  await putInfluenceHistory(db, [{ id: ann!.id, at: NOON, score: 12.5, calibration: 'v0' }]);
  await runEnrichment(db, { asOf: GOLDEN_AS_OF - DAY_MS, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  await writeGoldenAction(db, 'good', GOLDEN_AS_OF - DAY_MS);
  await ingestEvents(db, [{ customer: cid, event: order('cid-2', 398, 12_34) }]);
  await runEnrichment(db, { asOf: GOLDEN_AS_OF, trigger: 'SCHEDULE', settings: { kappa: 0.3 } });
  // What was known a while ago: a view of its own.
  await runEnrichment(db, { asOf: GOLDEN_AS_OF - 100 * DAY_MS, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  // Between two runs: what an order moved since the last one.
  const [bought] = await ingestEvents(db, [{ customer: cid, event: order('cid-3', 398, 5_00) }]);
  await pushCustomers(db, [bought!.customerId]);
  // Left behind by a bulk writer: marked, not folded.
  await ingestEvents(db, [{ customer: { phone: '0031 6 12345678' }, event: order('eve-1', 399) }], { fold: false });
  await writeGoldenSocial(db);
  await createAccessKey(db, 'golden', {
    name: 'partner',
    ...parseGrants(['profile:read', 'value:read', 'ingest:shop']),
    sources: new Set(['shop']),
    expiresAt: GOLDEN_AS_OF + DAY_MS,
  });
  await writeGoldenMerges(db);
  await writeGoldenReads(db);
}

/** What is newer than version 3, after the runs: the blobs of older golden files have the names of these. */
async function writeGoldenMerges(db: Db): Promise<void> {
  const cid = { email: 'Cid@Example.com' } as const;
  // Two accounts of one person, and two that were thought to be.
  await ingestEvents(db, [
    { customer: shop('eva'), event: order('eva-1', 310, 5_00) },
    { customer: shop('eve'), event: order('eve-1', 311, 6_00) },
  ]);
  await describeCustomer(db, {
    by: shop('eva'),
    email: 'eva@example.com',
    phone: '+31 20 765 4321',
    payment: 'card-1',
  });
  await describeCustomer(db, { by: shop('eve'), email: 'Eva@example.com', payment: 'card-1' });
  await mergeCustomers(db, { survivor: shop('eva'), merged: shop('eve') });
  await mergeCustomers(db, { survivor: shop('eva'), merged: cid });
  await unmergeCustomer(db, cid);
  await writeGoldenFacts(db);
}

const TOLD: Readonly<Partial<Record<FactType, string>>> = { LEAD: 'QUALIFIED', COUNTRY: 'NL', WALLET: '1200.50' };

async function writeGoldenFacts(db: Db): Promise<void> {
  await ingestEvents(db, [
    ...FACT_TYPES.map((type, n) => ({
      customer: shop('eva'),
      event: {
        kind: 'FACT' as const,
        source: 'crm',
        id: `fact-${n}`,
        type,
        value: type.startsWith('CONSENT') ? 'GRANTED' : (TOLD[type] ?? 'acme'),
        occurredAt: NOON + n * DAY_MS,
        ...(type === 'NEED' ? { expiresAt: GOLDEN_AS_OF, simulated: true } : {}),
        ...(type === 'LEAD' || type.startsWith('CONSENT') ? { detail: 'v1' } : {}),
      },
    })),
    {
      customer: shop('eva'),
      event: { ...like('eva-2', 312), type: 'SURVEY_RESPONSE', channel: 'EMAIL', answer: '9 of 10', effortMinutes: 3 },
    },
  ]);
  await putProduct(db, {
    source: 'shop',
    sku: 'chair',
    name: 'Chair',
    group: 'Chairs',
    lineKind: 'PRODUCT',
    lifespanDays: 3650,
    costMinor: 20_00,
  });
  await putAccount(db, { source: 'crm', id: 'acme', kind: 'COMPANY', name: 'Acme', parent: 'group' });
  const period = { source: 'ads', channel: 'search', campaign: 'spring', amountMinor: 100_00 };
  await putSpend(db, { ...period, id: 'jan', from: NOON, to: NOON + 31 * DAY_MS });
  await putSpend(db, { ...period, id: 'feb', from: NOON + 31 * DAY_MS, to: NOON + 59 * DAY_MS });
}

/**
 * An item as text that shows every byte of it. What is deflated is shown inflated: releases of zlib may deflate otherwise and still be read.
 * What a run cost is left out: it measures the code, and is no format.
 */
export function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    try {
      return { inflated: Buffer.from(inflateRawSync(value)).toString('latin1') };
    } catch {
      return { bytes: Buffer.from(value).toString('base64') };
    }
  }
  if (typeof value === 'string' && value.startsWith('{"')) return value.replace(/"cost":\{[^}]*\}/u, '"cost":{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>).map(([name, one]) => [name, shown(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

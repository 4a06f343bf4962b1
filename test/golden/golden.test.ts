import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RFM_GROUPS, SONAR_QUARTERS, SONAR_STAGES } from '../../domain/profile/profile.ts';
import { dayOf } from '../../domain/time/time.ts';
import { encodeKey, encodeListCursor } from '../../resolvers/wire/paging.ts';
import { eventGlobalId, toGlobalId } from '../../resolvers/wire/ids.ts';
import { encodePart, openBlock, openPart, type OpenPart } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { PARTS, type Part } from '../../store/published/profile-columns.ts';
import { profileIn, rowIn, toldInfluenceIn } from '../../store/published/profile-rows.ts';
import { contentAttributes, contentOf, eventOf, readContent } from '../../store/events/content-codec.ts';
import { decodeSummary, encodeSummary } from '../../store/customers/summary-codec.ts';
import type { Db } from '../../store/client/db.ts';
import { loadViews } from '../../store/published/customers.ts';
import { flowsNamed } from '../../published/statistics.ts';
import { partIn } from '../../store/published/profiles.ts';
import { readFlows } from '../../store/published/flows.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { receiptHash } from '../../store/events/history.ts';
import { keyedHash } from '../../store/client/keyed-hash.ts';
import { customerIdOf, identityHash, type CustomerIdentifier } from '../../store/customers/identity.ts';
import { decodeRecord } from '../../store/customers/records.ts';
import { createTable, SCHEMA_VERSION, tableMeta } from '../../store/client/table.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { startEngine, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { EVERYTHING } from '../resolvers/queries.ts';
import { GOLDEN_AS_OF, goldenDb, shown, writeGoldenCompany } from './company.ts';

/**
 * The stored format, promised byte by byte. One file holds every kind of item as the schema version of its name writes it. Such a file is
 * never edited: another format is another SCHEMA_VERSION, with a file of its own, and tables of the versions before are migrated or refused.
 * To make the file of a new version: raise SCHEMA_VERSION, then `GOLDEN=write npx vitest run test/golden`.
 */
const fileOf = (version: number): string => join(import.meta.dirname, `schema-${version}.json`);
const versions = readdirSync(import.meta.dirname)
  .flatMap((name) => /^schema-(\d+)\.json$/u.exec(name)?.[1] ?? [])
  .map(Number);

/** What only larger companies have; the property tests of the codecs (test/store/codecs.test.ts) hold these. */
const NEVER_IN_SO_SMALL_A_COMPANY: readonly string[] = [
  'refunds.uncostedRevenueMinor',
  'milestones.opportunityAt',
  'milestones.happinessAt',
  'milestones.recommendationAt',
  'clv.lowMinor',
  'influence.network',
  'influence.amplification',
];

type Items = Record<string, Record<string, AttributeValue>>;
interface Golden {
  readonly names: Record<string, string>;
  readonly items: Record<string, unknown>;
  /** The same items as an engine takes them, bytes as base64. */
  readonly raw: Record<string, unknown>;
}

const scan = async (db: Db): Promise<Items> => {
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new ScanCommand({ TableName: db.table, ConsistentRead: true }),
  );
  expect(LastEvaluatedKey).toBeUndefined();
  return Object.fromEntries(
    Items.map((item) => [`${item['pk']!.S} ${item['sk']!.S}`, item] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

const toRaw = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, toRaw(one)]),
  );
};
const fromRaw = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('base64' in value) return Buffer.from((value as { base64: string }).base64, 'base64');
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fromRaw(one)]));
};

/** Names and hashes that other systems and older tables hold. */
function namesOf(db: Db): Record<string, string> {
  const identifiers: Record<string, CustomerIdentifier> = {
    externalId: { externalId: { source: 'shop', id: 'ann' } },
    email: { email: ' Ann@Example.COM ' },
    phone: { phone: '0031 (20) 123-4567' },
    handle: { handle: { network: 'Mastodon', handle: '@Ann' } },
  };
  const ann = customerIdOf(db, identifiers['externalId']!);
  return {
    ...Object.fromEntries(
      Object.entries(identifiers).flatMap(([name, by]) => [
        [`customer id by ${name}`, customerIdOf(db, by)],
        [`identity hash by ${name}`, identityHash(db, by)!],
      ]),
    ),
    // Lists hold these by their position.
    'positions of RFM groups': RFM_GROUPS.join(' '),
    'positions of stages': SONAR_STAGES.join(' '),
    'positions of quarters': SONAR_QUARTERS.join(' '),
    'receipt of an order': receiptHash(db, 'ORDER', 'shop', 'o-1'),
    'receipt of an interaction': receiptHash(db, 'INTERACTION', 'shop', 'o-1'),
    'hash of parts': keyedHash(db, ['a', 'bc'], 20),
    'cursor into a list': encodeListCursor({
      generation: 3,
      count: 7,
      list: 'TOTAL_VALUE/DESC',
      offset: 5,
      matched: 2,
    }),
    'cursor by key': encodeKey('runs', '01J00000000000000000000000'),
    'global id of a customer': toGlobalId('Customer', ann),
    'global id of an order': eventGlobalId('ORDER', ann, 'E#00001767614400000#abc'),
    'global id of an interaction': eventGlobalId('INTERACTION', ann, 'E#00001767614400000#abc'),
    ...Object.fromEntries(
      (['Segment', 'Referral', 'EnrichmentRun', 'Community'] as const).map((type) => [
        `global id of a ${type}`,
        toGlobalId(type, 'key'),
      ]),
    ),
  };
}

const ANSWERS = `query ($ann: ID!) { customer(by: { id: $ann }) { ${EVERYTHING} orders(first: 10) { edges { cursor node { id sourceId lines { sku net { minorUnits } } } } }
  followers(first: 5) { edges { node { kind weight } } } }
  customers(first: 10) { edges { cursor node { id value { total { minorUnits } } } } }
  segments { nodes { key } } }`;

describe('the stored format', () => {
  let engine: Engine;
  let db: Db;
  let items: Items;
  let golden: Golden;
  const answersOf = async (from: Db): Promise<unknown> =>
    (await clientOf(from)).data(ANSWERS, {
      ann: toGlobalId('Customer', customerIdOf(from, { externalId: { source: 'shop', id: 'ann' } })),
    });

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    db = goldenDb(engine);
    await writeGoldenCompany(db);
    items = await scan(db);
    if (process.env['GOLDEN'] === 'write' && !existsSync(fileOf(SCHEMA_VERSION))) {
      const shownItems = Object.fromEntries(Object.entries(items).map(([key, item]) => [key, shown(item)]));
      const raw = Object.fromEntries(Object.entries(items).map(([key, item]) => [key, toRaw(item)]));
      writeFileSync(
        fileOf(SCHEMA_VERSION),
        `${JSON.stringify({ names: namesOf(db), items: shownItems, raw }, null, 1)}\n`,
      );
    }
    golden = JSON.parse(readFileSync(fileOf(SCHEMA_VERSION), 'utf8')) as Golden;
  });
  afterAll(() => engine.stop());

  /** Every block of customers, in both slots and in the view, with its rows. */
  const blocksOf = (from: Golden) => {
    const ids = Object.keys(from.items).flatMap((key) => /^IN#\d+ S#(\S+)$/u.exec(key)?.[1] ?? []);
    return ['a', 'b', '3'].map((place) => {
      const contentOf = (part: Part): Uint8Array =>
        partIn(fromRaw(from.raw[`B#${place}#${part}-0#000000 B`]) as Items[string]);
      const contents = { observed: contentOf('observed'), modelled: contentOf('modelled') };
      const parts: Record<Part, OpenPart> = openBlock(contents);
      const rows = ids.flatMap((id) => {
        const row = rowIn(parts.observed, id, 0);
        const toldInfluence = row < 0 ? null : toldInfluenceIn(parts.observed, row);
        return row < 0 ? [] : [{ id, profile: profileIn(parts, row, dayOf(GOLDEN_AS_OF)), toldInfluence }];
      });
      return { contents, rows };
    });
  };

  /** A table that holds exactly the golden items. */
  const restored = async (table: string, from: Golden, version: number): Promise<Db> => {
    const copy = goldenDb(engine, table);
    await createTable(copy, { currency: 'EUR' });
    for (const item of Object.values(from.raw)) {
      await copy.client.send(
        new PutItemCommand({ TableName: table, Item: fromRaw(item) as Record<string, AttributeValue> }),
      );
    }
    expect(from.items['META TABLE']).toMatchObject({ schemaVersion: { N: String(version) } });
    return copy;
  };

  it('is written today as its schema version promised, item for item and byte for byte', () => {
    expect(Object.fromEntries(Object.entries(items).map(([key, item]) => [key, shown(item)]))).toEqual(golden.items);
  });

  it('holds one of every kind of item, and of every slot', () => {
    const kinds = new Set(
      Object.keys(golden.items).map((key) =>
        key
          .replace(/^D#(\w+)#.*/u, 'D $1')
          .replace(/^(IN|C|U|I|B|K|A)#\S+ (\w)#?\S*$/u, '$1 $2')
          .replace(/^ACTION#\S+ (\w)#\S*$/u, 'ACTION $1')
          .replace(/^(ACTIONS|RUNS|VIEWS|IMPORTS|MERGES|CHANGES|SEGMENTS|RULES|SYNCS|SYNC|KEYS)(?:#\S+)? .*/u, '$1')
          .replace(/^SEGMENT#\S+ .*/u, 'SEGMENT')
          .replace(/^SOCIAL (HOST|SOURCE|WITHDRAWN)#.*/u, 'SOCIAL $1')
          .replace(/^H#\S+ .*/u, 'H')
          .replace(/^DUE#\S+ .*/u, 'DUE'),
      ),
    );
    expect([...kinds].sort()).toEqual([
      'A A',
      'ACTION A',
      'ACTION R',
      'ACTION X',
      'ACTIONS',
      'B B',
      'C E',
      'C F',
      'C L',
      'C V',
      'CHANGES',
      'D ACCOUNT',
      'D PRODUCT',
      'D SPEND',
      'D SPEND_ID',
      'DUE',
      'H',
      'I I',
      'IMPORTS',
      'IN A',
      'IN R',
      'IN S',
      'IN T',
      'K K',
      'KEYS',
      'MERGES',
      'META CHANGES',
      'META GENERATION',
      'META PUSH_LOCK',
      'META RUN_LOCK',
      'META TABLE',
      'RULES',
      'RUNS',
      'SEGMENT',
      'SEGMENTS',
      'SOCIAL HOST',
      'SOCIAL SOURCE',
      'SOCIAL WITHDRAWN',
      'SYNC',
      'SYNCS',
      'U U',
      'VIEWS',
    ]);
    for (const place of ['a', 'b', '3'])
      for (const part of PARTS) expect(Object.keys(golden.items), place).toContain(`B#${place}#${part}-0#000000 B`);
  });

  it('shows every field of a summary and a profile with something in it', () => {
    const stored = Object.values(golden.raw).map((item) => fromRaw(item) as Items[string]);
    const summaries = stored.flatMap((item) => (item['s'] === undefined ? [] : [decodeRecord(item).summary]));
    const profiles = blocksOf(golden).flatMap(({ rows }) => rows.map(({ profile }) => profile));
    const parts: Record<string, readonly (object | null)[]> = {
      orders: summaries.map(({ orders }) => orders),
      refunds: summaries.map(({ moneyBack }) => moneyBack && moneyBack.refunds),
      milestones: summaries.map(({ milestones }) => milestones),
      value: profiles.map(({ value }) => value),
      clv: profiles.map(({ clv }) => clv),
      rfm: profiles.map(({ rfm }) => rfm),
      lifecycle: profiles.map(({ lifecycle }) => lifecycle),
      influence: profiles.map(({ influence }) => influence),
    };
    const isSomething = (value: unknown): boolean => value !== null && value !== 0 && value !== false && value !== '';
    const empty = Object.entries(parts).flatMap(([part, values]) => {
      const some = values.filter((value) => value !== null);
      return Object.keys(some[0]!)
        .filter((field) => !some.some((value) => isSomething((value as Record<string, unknown>)[field])))
        .map((field) => `${part}.${field}`);
    });
    expect(empty).toEqual(NEVER_IN_SO_SMALL_A_COMPANY);
  });

  it('names customers, identities, receipts, cursors and objects as it always did', () => {
    expect(namesOf(db)).toEqual(golden.names);
  });

  it('is read today: the API answers from the golden items what it answers from the ones just written', async () => {
    const copy = await restored('kring-golden-read', golden, SCHEMA_VERSION);
    expect(await answersOf(copy)).toEqual(await answersOf(db));
  });

  it('comes back to the byte when what was read is written again', () => {
    const stored = Object.values(golden.raw).map((item) => fromRaw(item) as Items[string]);
    for (const item of stored.filter((one) => one['sk']!.S!.startsWith('S#') && one['s'] !== undefined)) {
      const { summary } = decodeRecord(item);
      const { text, purchases, traces, standing, sources, years } = encodeSummary(summary);
      const bytes = [purchases, traces, sources, years].map((one) => (one == null ? undefined : Buffer.from(one)));
      expect([text, standing, ...bytes]).toEqual([
        item['s']!.S,
        item['f']?.S,
        item['b']?.B,
        item['e']?.B,
        item['d']?.B,
        item['y']?.B,
      ]);
    }
    const blocks = blocksOf(golden);
    expect(blocks.length).toBe(3);
    for (const { rows, contents } of blocks)
      for (const part of PARTS) expect(Buffer.compare(encodePart(part, membersOf(rows, 0)), contents[part])).toBe(0);
    const events = stored.filter((one) => one['sk']!.S!.startsWith('E#'));
    expect(events.length).toBeGreaterThan(10);
    for (const item of events) {
      const content = readContent(item);
      const isOrder = item['k']?.S === 'O' || content.startsWith('[[');
      const kind = isOrder ? ('ORDER' as const) : item['k']?.S === 'F' ? ('FACT' as const) : ('INTERACTION' as const);
      const again = contentOf(eventOf({ kind, source: 's', id: 'i', occurredAt: 0 }, content));
      expect(again).toBe(content);
      expect(Object.keys(contentAttributes(again))).toEqual([item['d'] === undefined ? 'z' : 'd']);
    }
  });

  it.each(versions.filter((version) => version >= 2 && version < SCHEMA_VERSION))(
    'of version %i is taken over: what was told stands as it was, and the next run publishes everything anew and takes away the old',
    async (version) => {
      const old = JSON.parse(readFileSync(fileOf(version), 'utf8')) as Golden;
      const copy = await restored(`kring-golden-${version}`, old, version);
      const told = (all: Items): Items =>
        Object.fromEntries(Object.entries(all).filter(([key]) => /^(IN|U|I|C)#\S+ [STREVUIF]\b/u.test(key)));
      const before = told(await scan(copy));
      expect(Object.keys(before).length).toBeGreaterThan(20);
      expect(await tableMeta(copy)).toMatchObject({ schemaVersion: SCHEMA_VERSION });
      expect(told(await scan(copy))).toEqual(before);
      if (version === 4) {
        // What it published is read as it is, but for explanations, which say so.
        const shown = (await visibleGeneration(copy))!;
        const ann = customerIdOf(copy, { externalId: { source: 'shop', id: 'ann' } });
        expect((await loadViews(copy, [ann], shown))[0]!.profile).not.toBeNull();
        await expect(readFlows(copy, shown, flowsNamed(shown), [ann])).rejects.toMatchObject({ code: 'OTHER_RELEASE' });
      }
      const run = await runEnrichment(copy, { asOf: GOLDEN_AS_OF + 1, trigger: 'MANUAL' });
      expect(run.status).toBe('SUCCEEDED');
      const answers = (await answersOf(copy)) as { customer: { value: unknown } };
      expect(answers.customer.value).not.toBeNull();
      const after = await scan(copy);
      expect(after['META TABLE']).toMatchObject({ schemaVersion: { N: String(SCHEMA_VERSION) } });
      // From version 4 on the same names are written over.
      const left =
        version >= 4 ? [] : Object.keys(old.items).filter((key) => key in after && /^B#|^C#\S+ P$/u.test(key));
      // Views go when their time is over.
      expect(left.filter((key) => !key.startsWith('B#3#'))).toEqual([]);
    },
  );

  it.each(versions.filter((version) => version < 2))(
    'of version %i is refused, and says what to do',
    async (version) => {
      const old = JSON.parse(readFileSync(fileOf(version), 'utf8')) as Golden;
      const copy = await restored(`kring-golden-${version}`, old, version);
      await expect(tableMeta(copy)).rejects.toMatchObject({
        code: 'TABLE_VERSION',
        message: expect.stringMatching(/import into a new table/u),
      });
    },
  );

  it('with an unknown code in a summary, a profile or an identity is an error, never dropped', () => {
    const stored = Object.values(golden.raw).map((item) => fromRaw(item) as Items[string]);
    const customer = stored.find((item) => item['s']?.S?.includes('"nd"') && item['i']!.S!.includes('"X"'))!;
    expect(() => decodeSummary({ text: customer['s']!.S!.replace('"nd"', '"xx"'), purchases: null })).toThrow(/"xx"/u);
    expect(() => decodeRecord({ ...customer, i: { S: customer['i']!.S!.replace('"X"', '"Q"') } })).toThrow(/"Q"/u);
    const { contents } = blocksOf(golden)[0]!;
    const forged = (from: string, to: string): Uint8Array =>
      Buffer.from(Buffer.from(contents.observed).toString('latin1').replace(from, to), 'latin1');
    const quarter = /"(MARKETING|HEALTH|SERVICE)"/u.exec(Buffer.from(contents.observed).toString('latin1'))![1]!;
    expect(() => openPart('observed', forged(`"${quarter}"`, `"${'X'.repeat(quarter.length)}"`))).toThrow(/"X+"/u);
    expect(() => openPart('observed', forged('"layout":2', '"layout":3'))).toThrow(/layout 3/u);
  });
});

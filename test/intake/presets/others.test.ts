import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VisibleError } from '../../../domain/errors.ts';
import { PRESETS, presetsOf } from '../../../intake/presets.ts';
import { closeDb } from '../../../store/client/db.ts';
import type { Db } from '../../../store/client/db.ts';
import { factsOf, history } from '../../../store/events/history.ts';
import { customerIdOf } from '../../../store/customers/identity.ts';
import { resolveCustomers } from '../../../store/customers/resolve.ts';
import { decodeRecord } from '../../../store/customers/records.ts';
import { startEngine, testDb } from '../../engines/engines.ts';
import type { Engine } from '../../engines/engines.ts';
import { ENGINE, newFiles } from '../harness.ts';
import { csv, newExports } from './read.ts';

const exports = newExports();
const files = newFiles();
let engine: Engine;
let db: Db;
beforeAll(async () => {
  engine = await startEngine(ENGINE);
  db = await testDb(engine);
});
afterAll(async () => {
  closeDb(db);
  await engine.stop();
  files.remove();
  exports.remove();
});

describe('presets', () => {
  it('are told apart by their columns: each recognises its own', () => {
    for (const preset of PRESETS) {
      const header = preset.header.map((column) => [column].flat()[0]!);
      expect(presetsOf(header)[0]?.name).toBe(preset.name);
      // And none of them without one of its columns.
      for (const [missing] of preset.header.entries())
        expect(presetsOf(header.toSpliced(missing, 1))).not.toContain(preset);
    }
  });

  it('stand in docs/importing.md as they describe themselves', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/importing.md'), 'utf8');
    for (const { name, describes, header } of PRESETS) {
      const columns = header.map((column) => [column].flat().join(' or ')).join(', ');
      expect(docs).toContain(
        `| \`${name}\` | ${describes.file} | ${columns} | ${describes.becomes} | ${describes.refused} |`,
      );
    }
  });
});

describe('charges of the API of Stripe', () => {
  const charge = (id: string, more: object) =>
    JSON.stringify({
      id,
      object: 'charge',
      amount: 1000,
      amount_captured: 1000,
      amount_refunded: 0,
      billing_details: { email: 'Ann@example.org', name: 'Ann Example' },
      captured: true,
      created: 1_714_564_801,
      currency: 'eur',
      customer: null,
      disputed: false,
      livemode: true,
      paid: true,
      status: 'succeeded',
      ...more,
    });
  it('count in minor units of their currency, and only what was paid', async () => {
    const lines = [
      charge('ch_1', { amount: 125_000, amount_captured: 125_000 }),
      charge('ch_2', { amount_refunded: 1000, refunded: true }),
      charge('ch_3', { amount_refunded: 250 }),
      charge('ch_4', { status: 'failed', captured: false }),
      charge('ch_5', { status: 'pending' }),
      charge('ch_6', { captured: false, amount_captured: 0 }),
      charge('ch_7', { disputed: true }),
      charge('ch_8', { livemode: false }),
      charge('ch_9', { customer: 'cus_B', amount_captured: 400 }),
      charge('ch_10', { currency: 'usd' }),
      JSON.stringify({ id: 're_1', object: 'refund', amount: 1000 }),
    ];
    for (const content of [lines.join('\n'), `[${lines.join(',\n')}]`]) {
      const { found, totals, rejected, read } = await exports.orders(content);
      expect(found.preset!.name).toBe('stripe-api');
      expect(totals).toEqual({ 'ann@example.org': 125_000 + 0 + (1000 - 250), cus_B: 400 });
      expect(read[0]!.order.occurredAt).toBe(1_714_564_801_000);
      expect(rejected).toEqual([expect.stringMatching(/^10 currency is another currency than EUR/)]);
    }
  });
  it('knows currencies that Stripe counts otherwise than ISO 4217', async () => {
    const of = (currency: string) => exports.orders(charge('ch_1', { currency }), currency.toUpperCase());
    expect((await of('jpy')).sum).toBe(1000);
    // 1000 hundredths are 10.00, and the króna has no decimals by ISO 4217.
    expect((await of('isk')).sum).toBe(10);
    expect((await of('mga')).sum).toBe(1000);
    // 1.000: a number that a column alone could not tell from a thousand.
    expect((await of('kwd')).sum).toBe(1000);
  });
});

describe('orders of Magento', () => {
  const header =
    'ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Billing Address,Shipping Address,Shipping Information,Customer Email,Customer Group,Subtotal,Shipping and Handling,Customer Name,Payment Method,Total Refunded,Allocated sources'.split(
      ',',
    );
  const order = (ID: string, more: Readonly<Record<string, string>>) => ({
    ID,
    'Purchase Date': 'Nov 25, 2019 9:13:20 PM',
    'Customer Email': 'ann@example.org',
    'Shipping and Handling': '5.0000',
    Status: 'Complete',
    ...more,
  });
  it('are what was paid for goods, less what went back', async () => {
    const { found, sum, told, read } = await exports.orders(
      csv(header, [
        order('000000001', { 'Grand Total (Base)': '41.3900' }),
        order('000000002', { 'Grand Total (Base)': '25.0000', 'Total Refunded': '7.5000' }),
        order('000000003', { 'Grand Total (Base)': '25.0000', 'Total Refunded': '25.0000', Status: 'Closed' }),
        order('000000004', { 'Grand Total (Base)': '25.0000', Status: 'Canceled' }),
        order('000000005', { 'Grand Total (Base)': '25.0000', Status: 'Pending Payment' }),
        order('000000006', { 'Grand Total (Base)': '25.0000', Status: 'Suspected Fraud' }),
        order('000000007', { 'Grand Total (Base)': '25.0000', 'Total Refunded': '24.0000', Status: 'Processing' }),
      ]),
      'USD',
    );
    expect(found.preset!.name).toBe('magento-orders');
    expect(sum).toBe(4139 - 500 + (2000 - 750) + 0 + 0);
    expect(told.map((line) => line.split(' ')[0])).toEqual(['6', '7']);
    expect(read[0]!.order).toMatchObject({ id: '000000001', occurredAt: Date.parse('2019-11-25T21:13:20Z') });
  });
});

describe('never silently wrong', () => {
  it('Magento: 100 random exports', async () => {
    const header = [
      'ID',
      'Purchase Date',
      'Grand Total (Base)',
      'Status',
      'Customer Email',
      'Shipping and Handling',
      'Total Refunded',
    ];
    const order = fc.record({
      status: fc.constantFrom('Complete', 'Processing', 'Closed', 'Canceled', 'Pending', 'On Hold', 'Payment Review'),
      goods: fc.integer({ min: 0, max: 99_999 }),
      shipping: fc.integer({ min: 0, max: 2_000 }),
      back: fc.integer({ min: 0, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 20 }), async (orders) => {
        const cents = (minor: number): string => `${(minor / 100).toFixed(2)}00`;
        const refund = ({ goods, shipping, back }: (typeof orders)[number]): number =>
          Math.floor(((goods + shipping) * back) / 100);
        const expected = orders
          .filter(({ status }) => status === 'Complete' || status === 'Processing')
          .reduce((sum, one) => sum + Math.max(0, one.goods - refund(one)), 0);
        const rows = orders.map((one, index) => ({
          ID: `00000${index}`,
          'Purchase Date': '2024-01-31 10:00:00',
          'Grand Total (Base)': cents(one.goods + one.shipping),
          'Shipping and Handling': cents(one.shipping),
          'Total Refunded': cents(refund(one)),
          Status: one.status,
          'Customer Email': 'a@example.org',
        }));
        expect((await exports.orders(csv(header, rows))).sum).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('anything in the columns of an export is read, refused with its row, or refuses the file by a code', async () => {
    const odd = fc.constantFrom(
      '',
      '0',
      '-0',
      '1',
      '-1',
      '9.99',
      '1,234.56',
      '1.234',
      '1e9',
      'NaN',
      '€ 5',
      '99999999999999999999.99',
      '#1',
      'a@example.org',
      'paid',
      'Refunded',
      'eur',
      'EUR',
      '2024-02-30',
      '2024-01-31 10:00:00 +0100',
      'Nov 31, 2024 9:13:20 AM',
      '\u0000',
      '"',
      '=1+1',
      'é'.repeat(300),
    );
    const lost: string[] = [];
    const orders = PRESETS.filter(({ kinds }) => kinds.orders?.translation !== undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...orders),
        fc.array(fc.array(odd, { minLength: 12, maxLength: 12 }), { minLength: 1, maxLength: 6 }),
        async (preset, cells) => {
          const header = preset.header.map((column) => [column].flat()[0]!);
          const more = [
            'Discount Amount',
            'Shipping',
            'Refunded Amount',
            'Order Refund Amount',
            'Converted Amount',
            'Converted Currency',
            'Total Refunded',
            'amount_captured',
          ];
          const columns = [...new Set([...header, ...more])];
          // Each an order of its own, since lines of one may be accounted for together.
          const id = preset.kinds.orders!.translation!.ids['orderId']!;
          const rows = cells.map((row, order) => ({
            ...Object.fromEntries(columns.map((column, index) => [column, row[index % row.length]!])),
            [id]: `o-${order}`,
          }));
          try {
            const { read, rejected, told } = await exports.orders(csv(columns, rows), 'EUR', { acceptIds: true });
            const spoken = new Set([...rejected, ...told].map((line) => line.split(' ')[0]));
            const kept = new Set(read.flatMap((order) => order.rows.map(String)));
            // No row is gone without a word.
            for (const [index, row] of rows.entries())
              if (Object.values(row).some((cell) => cell.trim() !== ''))
                if (!kept.has(String(index + 2)) && !spoken.has(String(index + 2)))
                  lost.push(`${preset.name} ${index + 2}`);
          } catch (error) {
            if (!(error instanceof VisibleError)) throw error;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(lost).toEqual([]);
  });
});

describe('events, referrals and contacts', () => {
  const stored = async (source: string, id: string) => history(db, customerIdOf(db, { externalId: { source, id } }));

  it('of Klaviyo become how far a mailing got; orders and bounces are left out', async () => {
    const event = (id: string, name: string, more: object = {}) =>
      JSON.stringify({
        object: 'event',
        id,
        event_name: name,
        person: { id: 'p1', email: 'Eve@example.org' },
        datetime: '2024-03-01 12:00:00+00:00',
        event_properties: { $message: 'm1', Subject: 'Spring' },
        ...more,
      });
    const { outcome, rejects } = await files.import(
      db,
      'interactions',
      [
        event('e1', 'Received Email'),
        event('e2', 'Opened Email'),
        event('e3', 'Clicked Email'),
        event('e4', 'Viewed Product', { event_properties: { ProductName: 'Tea' } }),
        event('e5', 'Placed Order'),
        event('e6', 'Bounced Email'),
        event('e7', 'Watered the plants'),
        event('e8', 'Opened Email', { person: null }),
      ].join('\n'),
      { currency: 'EUR' },
    );
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 5 }, plan: { preset: 'klaviyo-events', source: 'klaviyo' } });
    expect(rejects.map(({ row, field }) => `${row} ${field}`).sort()).toEqual(['5 type', '6 type', '8 customer']);
    const { events } = await stored('klaviyo', 'eve@example.org');
    expect(events.map((one) => ('type' in one ? `${one.type} ${one.objectRef}` : '')).sort()).toEqual([
      'NEWSLETTER_OPENED m1',
      'NEWSLETTER_READ m1',
      'NEWSLETTER_RECEIVED m1',
      'OTHER m1',
      'PAGE_VIEW Tea',
    ]);
    // The newer API names a metric by its id: one metric a file, said once.
    const newer = JSON.stringify({
      type: 'event',
      id: 'n1',
      attributes: { datetime: '2024-03-02T12:00:00+00:00', event_properties: { $message: 'm2' } },
      relationships: { profile: { data: { id: '01P' } }, metric: { data: { id: 'M1' } } },
    });
    expect((await files.import(db, 'interactions', newer)).rejects).toMatchObject([{ field: 'type' }]);
    expect(
      (await files.import(db, 'interactions', newer, { constants: { type: 'NEWSLETTER_OPENED' } })).outcome.counts,
    ).toEqual({ ACCEPTED: 1 });
  });

  it.each([
    [
      'mention-me',
      csv(
        [
          'Customer Firstname',
          'Customer Email',
          'Referred By Customer Email',
          'Referred Date',
          'Referred Signed Up Date',
        ],
        [
          {
            'Customer Email': 'f@example.org',
            'Referred By Customer Email': 'A@example.org',
            'Referred Date': '2024-01-02 10:00:00',
          },
          { 'Customer Email': 'a@example.org' },
          {
            'Customer Email': 'g@example.org',
            'Referred By Customer Email': 'a@example.org',
            'Referred Signed Up Date': '2024-01-03',
          },
          { 'Customer Email': 'h@example.org', 'Referred By Customer Email': 'a@example.org' },
        ],
      ),
      ['5 at'],
    ],
    [
      'friendbuy',
      csv(
        ['created_on', 'customer_id', 'campaign_id', 'referral_code', 'advocate_email', 'email'],
        [
          {
            created_on: '2024-01-02T10:00:00Z',
            advocate_email: 'a@example.org',
            email: 'f@example.org',
            referral_code: 'x',
          },
          {
            created_on: '2024-01-02T10:00:00Z',
            advocate_email: 'a@example.org',
            email: 'g@example.org',
            referral_code: 'x',
          },
          {
            created_on: '2024-01-02T10:00:00Z',
            advocate_email: 'a@example.org',
            email: 'A@example.org',
            referral_code: 'x',
          },
        ],
      ),
      ['4 friend'],
    ],
    [
      'referralcandy',
      ['f', 'g']
        .map((friend) =>
          JSON.stringify({
            referral_email: `${friend}@example.org`,
            referring_email: 'a@example.org',
            referral_timestamp: 1_704_189_600,
          }),
        )
        .join('\n'),
      [],
    ],
  ])('of %s become claims', async (preset, content, bad) => {
    const { outcome, rejects } = await files.import(db, 'referrals', content, { createUnknown: true, currency: 'EUR' });
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 2 }, plan: { preset } });
    expect(rejects.map(({ row, field }) => `${row} ${field}`)).toEqual(bad);
  });

  it('of contact lists name customers, once, and make them known by e-mail', async () => {
    const shop = csv(
      ['First Name', 'Last Name', 'Email', 'Accepts Email Marketing', 'Total Spent', 'Total Orders', 'Tags'],
      [
        { 'First Name': 'Kim', 'Last Name': 'Example', Email: 'Kim@example.org', 'Total Spent': '99.00' },
        { 'First Name': 'Nobody', Email: '' },
      ],
    );
    const first = await files.import(db, 'customers', shop);
    expect(first.outcome).toMatchObject({
      counts: { ACCEPTED: 1 },
      plan: { preset: 'shopify-customers', source: 'shopify' },
    });
    expect(first.rejects.map(({ row, field }) => `${row} ${field}`)).toEqual(['3 customer']);
    const [found] = await resolveCustomers(db, [{ email: 'kim@example.org' }], { consistent: true });
    expect(decodeRecord(found!.item!)).toMatchObject({ displayName: 'Kim Example' });
    expect((await files.import(db, 'customers', `${shop}\n`)).outcome.counts).toEqual({ DUPLICATE: 1 });

    const hubspot = csv(
      ['Record ID', 'First Name', 'Last Name', 'Email', 'Phone Number', 'Contact owner', 'Lead Status', 'Create Date'],
      [
        { 'Record ID': '51', 'First Name': 'Lee', Email: 'lee@example.org', 'Lead Status': 'OPEN' },
        { 'Record ID': '52', 'First Name': 'Max', Email: '' },
        // Somebody else has this address: they may be one, which is told and decided by nobody but the company.
        { 'Record ID': '53', 'First Name': 'Kim', Email: 'kim@example.org' },
      ],
    );
    const second = await files.import(db, 'customers', hubspot);
    expect(second.outcome).toMatchObject({ counts: { ACCEPTED: 3 }, plan: { preset: 'hubspot-contacts' } });
    expect(second.rejects.map(({ row, field }) => `${row} ${field}`)).toEqual(['4 email']);
  });

  it('tell of leads, countries, tags and consents, read as facts', async () => {
    const told = async (id: string, source: string) =>
      (await factsOf(db, [customerIdOf(db, { externalId: { source, id } })])).map(({ type, value, detail }) =>
        [type, value, detail ?? ''].join(' ').trim(),
      );
    const hubspot = csv(
      [
        'Record ID',
        'First Name',
        'Last Name',
        'Email',
        'Contact owner',
        'Lead Status',
        'Lifecycle Stage',
        'Create Date',
        'Last Modified Date',
        'Country/Region',
        'Unsubscribed from all email',
      ],
      [
        {
          'Record ID': '61',
          Email: 'bo@example.org',
          'Contact owner': 'Ines Seller',
          'Lifecycle Stage': 'Sales Qualified Lead',
          'Create Date': '2026-01-05 09:00',
          'Last Modified Date': '2026-02-05 09:00',
          'Country/Region': 'Netherlands',
        },
        {
          'Record ID': '62',
          Email: 'ed@example.org',
          'Lead Status': 'UNQUALIFIED',
          'Lifecycle Stage': 'Lead',
          'Create Date': '2026-01-05 09:00',
          'Unsubscribed from all email': 'Yes',
        },
      ],
    );
    expect((await files.import(db, 'facts', hubspot)).outcome).toMatchObject({ counts: { ACCEPTED: 3 } });
    // A country in words is not guessed at.
    expect(await told('bo@example.org', 'hubspot')).toEqual(['LEAD QUALIFIED Ines Seller']);
    expect((await told('ed@example.org', 'hubspot')).sort()).toEqual(['CONSENT_EMAIL WITHDRAWN hubspot', 'LEAD LOST']);
    expect((await files.import(db, 'facts', hubspot)).outcome.counts).toEqual({ DUPLICATE: 3 });

    const shop = csv(
      [
        'First Name',
        'Last Name',
        'Email',
        'Accepts Email Marketing',
        'Default Address Country Code',
        'Accepts SMS Marketing',
        'Total Spent',
        'Total Orders',
        'Tags',
      ],
      [
        {
          Email: 'bo@example.org',
          'Accepts Email Marketing': 'yes',
          'Default Address Country Code': 'NL',
          'Accepts SMS Marketing': 'no',
          Tags: 'VIP, wholesale',
        },
      ],
    );
    // The file has no dates: whoever has it says of when it is.
    await expect(files.import(db, 'facts', shop)).rejects.toThrow(/at/);
    await files.import(db, 'facts', shop, { constants: { at: '2026-03-01' } });
    expect((await told('bo@example.org', 'shopify')).sort()).toEqual([
      'CONSENT_EMAIL GRANTED shopify',
      'COUNTRY NL',
      'LIFESTYLE VIP, wholesale',
    ]);
  });
});

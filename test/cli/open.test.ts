import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { chosenOf } from '../../cli/open/ask.ts';
import { companyNameOf, refuseIfOther } from '../../cli/open/company.ts';
import { kindOf, recognise } from '../../cli/open/recognise.ts';
import { tasksOf } from '../../cli/open/tasks.ts';
import { newEventSpan } from '../../intake/event-span.ts';
import type { PublishedStatistics } from '../../published/statistics.ts';
import { kring } from './command.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-open-'));
const data = join(directory, 'data');
afterAll(async () => {
  // The engines notice that their last user is gone, and end.
  for (const name of ['orders', 'acme'])
    for (let tries = 0; existsSync(join(data, 'companies', name, 'engine.json')) && tries < 100; tries += 1)
      await sleep(50);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
const file = (name: string, content: string): string => {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

const SHOPIFY = [
  'Name,Email,Financial Status,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Cancelled at',
  ...Array.from({ length: 30 }, (_, n) => {
    const day = `201${7 + (n % 2)}-0${1 + (n % 9)}-1${n % 9} 10:00:00 +0100`;
    return `#${n},c${n % 9}@example.org,paid,${day},EUR,${10 + n}.00,0.00,0.00,${10 + n}.00,0.00,1,Tea,${10 + n}.00,0.00,`;
  }),
  '#90,c1@example.org,refunded,2018-09-01 10:00:00 +0100,EUR,99.00,0.00,0.00,99.00,0.00,1,Tea,99.00,99.00,',
  '#91,c1@example.org,pending,2018-09-01 10:00:00 +0100,EUR,98.00,0.00,0.00,98.00,0.00,1,Tea,98.00,0.00,',
].join('\n');

describe('kring open', () => {
  const open = (path: string, ...more: string[]) =>
    kring(['open', path, '--data', data, '--yes', '--no-serve', ...more]);

  it('goes from an export of a shop to answers, adds referrals to it, and refuses another company', async () => {
    const orders = file('shop/orders_export_1.csv', SHOPIFY);
    const first = await open(orders, '--company', 'acme');
    expect(first).toMatchObject({ code: 0 });
    for (const said of [
      'recognised as shopify-orders',
      // 10 + 11 + … + 39, and what was refunded or not paid is nothing.
      '31 orders of 735.00 EUR in the file',
      'WHICH 20 % DESERVE 80 % OF THE ATTENTION?\nThese 2 of 9 customers hold',
      'No answer yet: no referral and no tie between customers is known.',
      'WHO IS ABOUT TO LEAVE?',
      'WHAT SHOULD I DO?',
      'everything is as of 2018-09-19',
      'Cost unknown for 100 % of revenue',
      'No referral data: export the referrals from your referral app',
    ])
      expect(first.stdout).toContain(said);
    // Whoever computes later does so as of the same day.
    const later = await kring(['enrich', '--data', join(data, 'companies', 'acme')]);
    expect(later.stderr).toContain('As of 2018-09-19, as when this company was opened');
    expect(later.stdout).toContain('as of 2018-09-19');

    // The same file again: nothing new, and no run.
    const again = await open(orders, '--company', 'acme');
    expect(again.stdout).toContain('0 new orders, 31 known already');
    expect(again.stderr).not.toContain('Computing');
    expect(again.stdout).toContain('These 2 of 9 customers hold');

    // Referrals of an app meet the shop's customers by e-mail.
    const referrals = file(
      'app/feed.csv',
      'Customer Email,Referred By Customer Email,Referred Date\nC2@example.org,c0@example.org,2016-12-01\nc3@example.org,c0@example.org,2016-12-02\n',
    );
    const joined = await open(referrals, '--company', 'acme');
    expect(joined.stdout).toContain('feed.csv: 2 new referrals.');
    expect(joined.stdout).toContain('By 2 referrals (2 count)');
    expect(joined.stdout).toMatch(/c0@example\.org +│ +\d/);
    expect(joined.stdout).not.toContain('No referral data');

    // Another system's orders would count the same purchases twice, or are another company's.
    const stripe = file(
      'bank/payments.csv',
      'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID\nch_1,2024-05-01 12:00,9.00,0.00,eur,true,Paid,cus_1\n',
    );
    const refused = await open(stripe, '--company', 'acme');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('[OTHER_COMPANY]') as string });
    expect(JSON.parse(readFileSync(join(data, 'companies/acme/company.json'), 'utf8'))).toMatchObject({
      files: [
        { kind: 'orders', source: 'shopify' },
        { kind: 'referrals', source: 'shopify' },
      ],
    });

    // What was opened is a data directory like any other.
    expect((await kring(['top', '-n', '1', '--data', join(data, 'companies', 'acme')])).stdout).toContain(
      'Sum over all 9 customers',
    );
  }, 300_000);

  it('says what decides where a file does not, and asks nobody with --yes', async () => {
    const cases = [
      ['a,b\n1,2\n', 'NOT_RECOGNISED'],
      ['order,customer,date,amount\n1,ann,01/02/2024,5.00\n', 'DATES_UNDECIDED'],
      ['order,customer,date,amount\n1,ann,2024-02-01,5.00\n', 'CURRENCY_REQUIRED'],
      ['order,customer,date,amount,currency\n1,guest,2024-02-01,5.00,EUR\n', 'DOUBTFUL_FILE'],
      ['order,customer,date,amount,currency\n', 'EMPTY_FILE'],
    ] as const;
    for (const [content, code] of cases)
      expect(await open(file('unclear/orders.csv', content))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`[${code}]`) as string,
      });
  }, 120_000);
});

describe('a company', () => {
  it('is named after its file, without what browsers, exports and formats add', () => {
    expect(
      ['/x/orders_export_1.csv', 'Orders export (2).CSV.gz', 'café.ndjson', '2024.csv', '---.csv'].map(companyNameOf),
    ).toEqual(['orders-export-1', 'orders-export', 'cafe', '2024', 'company']);
  });

  it('takes its own files again, whatever they are called, and none of another folder or system', () => {
    const known = {
      name: 'orders.csv',
      folder: '/a',
      content: 'x',
      kind: 'orders',
      preset: null,
      source: 'shop',
      lastEventAt: null,
    } as const;
    const company = { name: 'orders', named: false, files: [known] };
    const next =
      (path: string, content: string, source = 'shop', named = false) =>
      () =>
        refuseIfOther({ ...company, named }, path, { content, kind: 'orders', source });
    expect(next('/b/other.csv', 'x', 'elsewhere')).not.toThrow();
    expect(next('/a/orders.csv', 'y')).not.toThrow();
    expect(next('/b/orders.csv', 'y')).toThrow(/was opened from .a.orders.csv/);
    expect(next('/b/orders.csv', 'y', 'shop', true)).not.toThrow();
    expect(next('/a/orders.csv', 'y', 'elsewhere', true)).toThrow(/holds the orders of shop/);
  });
});

describe('what a file holds', () => {
  it('is told by its columns', () => {
    expect(kindOf(['order', 'customer', 'date', 'amount'])).toBe('orders');
    expect(kindOf(['advocate', 'friend', 'at'])).toBe('referrals');
    expect(kindOf(['follower', 'followed'])).toBe('ties');
    expect(kindOf(['customer', 'type', 'date'])).toBe('interactions');
    expect(kindOf(['customer', 'name'])).toBe('customers');
    expect(kindOf(['a', 'b'])).toBeNull();
    expect(kindOf(['a', 'b', 'c', 'd'], { orderId: 'a', customer: 'b', placedAt: 'c', amount: 'd' })).toBe('orders');
  });

  it('is answered by a choice, its number or its beginning', () => {
    const choices = ['order', 'd/m/y, as 31/12', 'd-m-y', '2'];
    expect(['order', '1', 'd/m', 'd', '9', '', '2'].map((answer) => chosenOf(answer, choices))).toEqual([
      'order',
      'order',
      'd/m/y, as 31/12',
      null,
      null,
      null,
      'd/m/y, as 31/12',
    ]);
    expect(chosenOf('CHF', [])).toBe('CHF');
  });

  it('is asked where they do not say, and dates are told by their column', async () => {
    const asked: string[] = [];
    const answers = ['nr', 'who', 'when', 'sum'];
    const path = file('asked.csv', 'nr,who,when,sum\n1,ann,25/12/2024,5.00\n2,ann,01/02/2024,5.00\n');
    const { request } = await recognise(path, {}, async (question) => {
      asked.push(question);
      return answers.shift()!;
    });
    expect(asked.map((question) => question.split(' is ')[1])).toEqual([
      'the number of the order?',
      'the customer?',
      'the date of the order?',
      'the amount of the line?',
    ]);
    expect(request).toMatchObject({
      kind: 'orders',
      dateFormat: 'd/m/y',
      map: { orderId: 'nr', customer: 'who', placedAt: 'when', amount: 'sum' },
    });
    const either = file('either.csv', 'order,customer,date,amount\n1,ann,01/02/2024,5.00\n');
    const chosen = await recognise(either, {}, async (_, choices) =>
      choices.find((choice) => choice.startsWith('m/d/y'))!,
    );
    expect(chosen.request.dateFormat).toBe('m/d/y');
    // The messages of a stream name the currency themselves.
    const stream = file(
      'stream.ndjson',
      '{"messageId":"m1","type":"track","userId":"u","timestamp":"2024-01-02T10:00:00Z","event":"Order Completed","properties":{"order_id":"o1","currency":"EUR","products":[{"sku":"a","price":2}]}}\n',
    );
    const { request: taken, found } = await recognise(stream, {}, null);
    expect([taken.kind, found.rows, [...found.currencies]]).toEqual(['messages', 1, [['EUR', 1]]]);
    expect((await recognise(file('products.csv', 'sku,cost\na,2.00\n'), {}, null)).request.kind).toBe('products');
    // A file of thousands of columns, or none that is a table, is not printed.
    const wide = file('wide.csv', `${Array.from({ length: 5000 }, (_, n) => `column ${n}`).join(',')}\n1\n`);
    const refusal = await recognise(wide, {}, null).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(refusal).toContain('and 4960 more');
    expect(refusal.length).toBeLessThan(2000);
    const doubtful = file('doubtful.csv', 'order,customer,date,amount\n1,guest,2024-02-01,5.00\n');
    expect((await recognise(doubtful, {}, async (_, choices) => choices[1]!)).request.acceptIds).toBe(true);
  });
});

describe('when what a file tells of happened', () => {
  const day = (n: number): number => n * 86_400_000;
  const spanOf = (days: readonly number[]) => {
    const span = newEventSpan();
    for (const one of days) span.saw(day(one) + 5);
    return span.span();
  };
  const year = Array.from({ length: 2000 }, (_, n) => 15_000 + (n % 365));
  it('ends before the few events that lie months after all others', () => {
    expect(spanOf([])).toBeNull();
    expect(spanOf(year)).toEqual({ firstAt: day(15_000) + 5, lastAt: day(15_364) + 5, beyond: 0 });
    expect(spanOf([...year, 18_000])).toEqual({ firstAt: day(15_000) + 5, lastAt: day(15_364) + 5, beyond: 1 });
    // So many are no mistake, and neither is one of few, or one that is late by weeks.
    expect(spanOf([...year, 18_000, 18_001, 18_002])!.lastAt).toBe(day(18_002) + 5);
    expect(spanOf([15_000, 18_000])!.lastAt).toBe(day(18_000) + 5);
    expect(spanOf([...year, 15_400])!.lastAt).toBe(day(15_400) + 5);
  });
});

describe('what is missing', () => {
  it('is said only where it is', () => {
    const statistics = (revenueMinor: number, uncostedRevenueMinor: number, ties: number) =>
      ({
        portfolio: { revenueMinor, uncostedRevenueMinor },
        records: { referrals: ties, ties },
        settings: { marginRate: 0.4 },
      }) as unknown as PublishedStatistics;
    const opened = { kinds: new Set(['orders', 'interactions'] as const), grouped: true, rejected: [], beyond: 0 };
    expect(tasksOf(opened, statistics(1000, 0, 1), null, 'acme', 0)).toEqual([]);
    const [cost, ...others] = tasksOf(
      { ...opened, kinds: new Set(['orders'] as const), grouped: false },
      statistics(1000, 123, 0),
      null,
      'acme',
      0,
    );
    expect(cost).toMatch(/^Cost unknown for 12 % of revenue, of which 40 % counts/);
    const rejected = [
      {
        file: 'o.csv',
        rows: 6,
        reasons: new Map([
          ['a', 1],
          ['b', 3],
          ['c', 1],
          ['d', 1],
        ]),
        report: 'r.csv',
      },
    ];
    expect(tasksOf({ ...opened, rejected }, statistics(1000, 0, 1), null, 'acme', 0)).toEqual([
      '6 rows of o.csv left out, 3 because b; 1 because a; 1 because c; 1 for other reasons: see r.csv.',
    ]);
    expect(others.map((task) => task.split(/[:,]/)[0])).toEqual([
      'No referral data',
      'No ties between customers',
      'No interactions',
      'No assortment groups',
    ]);
  });
});

import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSchema, parse, validate } from 'graphql';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../domain/events.ts';
import { parseGrants } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { buildExplorer, MANIFEST } from '../../explorer/build.ts';
import { explorerPage } from '../../local/http/explorer.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { typeDefs } from '../../schema/generated.ts';
import { addDocuments } from '../../store/access/documents.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { openJob } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, type Engine } from '../engines/engines.ts';
import { COMPANIES, companyOf, hostOf, type CompanyName } from './explorer-companies.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const ROOT = join(import.meta.dirname, '../../explorer');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Views, by what stands behind # in the address. */
const VIEWS = [
  'today',
  'map',
  'focus',
  'customer',
  'circle',
  'leaving',
  'segments',
  'lifecycle',
  'cohorts',
  'growth',
  'experiments',
  'runs',
  'truth',
] as const;
/** Views that have a sum, in a company that has customers. */
const SUMMED = new Set<string>([
  'today',
  'map',
  'focus',
  'customer',
  'circle',
  'segments',
  'lifecycle',
  'cohorts',
  'runs',
]);
/** Views of one customer. */
const PERSONAL = new Set<string>(['customer', 'circle']);
const KB = 1000;
const MOST_QUESTIONS = 4;
const MOST_READ_UNITS = 15;

/** A report of an action on its way to the page. */
interface SpoiltReport {
  readonly arms: readonly { readonly arm: string; readonly incremental: { minorUnits: number } }[];
}

describe('the files of the explorer', () => {
  it('are small: what is loaded first, and everything', async () => {
    const page = await buildExplorer();
    const size = (name: string): number => gzipSync(page.get(name)!.content).length;
    const text = (name: string): string => page.get(name)!.content.toString();
    const main = [...page.keys()].find((name) => /^main-.*\.js$/.test(name));
    // With what it imports as it stands, and the view it opens with.
    const first = new Set<string>();
    const visit = (name: string): void => {
      if (first.has(name)) return;
      first.add(name);
      for (const [, imported] of text(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) visit(imported!);
    };
    visit(main!);
    visit([...page.keys()].find((name) => name.startsWith('today-'))!);
    const firstPaint = [...first, 'index.html', [...page.keys()].find((name) => name.endsWith('.css'))!].reduce(
      (sum, name) => sum + size(name),
      0,
    );
    expect(firstPaint).toBeGreaterThan(10 * KB);
    expect(firstPaint).toBeLessThanOrEqual(60 * KB);
    expect([...page.keys()].reduce((sum, name) => sum + size(name), 0) - firstPaint).toBeLessThanOrEqual(170 * KB);
  });

  it('have no script, style or handler inline', async () => {
    const html = (await buildExplorer()).get('index.html')!.content.toString();
    expect(html).toContain("script-src 'self'");
    expect(html).not.toMatch(/unsafe-|<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/u);
  });

  it('ask what the schema has, and the manifest has every question', async () => {
    const schema = buildSchema(typeDefs);
    const manifest = (await buildExplorer()).get(MANIFEST)!.content.toString();
    const documents = Object.values((JSON.parse(manifest) as { documents: Record<string, string> }).documents);
    expect(documents.length).toBeGreaterThan(VIEWS.length);
    const written = globSync('**/*.{ts,tsx}', { cwd: ROOT }).flatMap((file) =>
      Array.from(
        readFileSync(join(ROOT, file), 'utf8').matchAll(/[`'](?:query|mutation) (\w+)/gu),
        ([, name]) => name!,
      ),
    );
    expect(documents.map((text) => /^(?:query|mutation) (\w+)/u.exec(text)?.[1]).toSorted()).toEqual(
      written.toSorted(),
    );
    for (const text of documents) expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('the explorer in a browser (needs Chromium)', () => {
  let engine: Engine;
  let browser: Browser;
  let page: Page;
  const companies = new Map<CompanyName, { readonly db: Db; readonly host: Awaited<ReturnType<typeof hostOf>> }>();
  let asked: string[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    for (const name of Object.keys(COMPANIES) as CompanyName[]) {
      const db = await companyOf(engine, name);
      companies.set(name, { db, host: await hostOf(db, COMPANIES[name].currency) });
    }
    browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => {
      asked.push(request.url());
      if (request.postData()?.includes('"query"') === true) complaints.push(`a text was sent: ${request.postData()}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  });
  afterAll(async () => {
    await browser.close();
    for (const { host } of companies.values()) await host.stop();
    await engine.stop();
  });

  const urlOf = (name: CompanyName): string => companies.get(name)!.host.url;
  /** Opens a view and waits until it has what it asked for. */
  async function open(url: string, hash: string, query = ''): Promise<void> {
    asked = [];
    complaints = [];
    await page.goto('about:blank');
    await page.goto(`${url}/${query}#/${hash}`);
    await page.waitForSelector('main > .lead');
    await page.waitForSelector('.spinner', { state: 'detached' });
  }
  const dataOf = (selector: string, name: string): Promise<string[]> =>
    page
      .locator(selector)
      .evaluateAll(
        (marks, name) =>
          marks.map((mark) => (mark as unknown as { dataset: Readonly<Record<string, string>> }).dataset[name]!),
        name,
      );
  const differences = (): Promise<string[]> => dataOf('[data-difference]', 'difference');
  const spentOf = async (name: string): Promise<number> =>
    Number(await page.locator(`.foot [data-${name}]`).getAttribute(`data-${name}`));
  /** What axe finds at the width and in the theme of the page: everything, or what a theme can change. */
  async function violations(everything: boolean): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(async (everything) => {
      const { axe } = globalThis as unknown as {
        axe: { run(how?: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await (everything ? axe.run() : axe.run({ runOnly: ['color-contrast'] }));
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
    }, everything);
  }

  describe.each(Object.keys(COMPANIES) as CompanyName[])('with the company "%s"', (name) => {
    it.each(VIEWS)('opens %s: its sums close, within its budget, and nothing complains', async (view) => {
      const hash = PERSONAL.has(view) && name !== 'none' ? `${view}?id=${await firstCustomer(urlOf(name))}` : view;
      await open(urlOf(name), hash);
      const sums = await differences();
      expect(sums.filter((difference) => difference !== '0')).toEqual([]);
      if (name !== 'none' && SUMMED.has(view)) expect(sums.length).toBeGreaterThan(0);
      if (name === 'none') expect(await page.locator('.state').count()).toBe(1);
      expect(await spentOf('asked')).toBeLessThanOrEqual(MOST_QUESTIONS);
      expect(await spentOf('read-units')).toBeLessThanOrEqual(MOST_READ_UNITS);
      expect(asked.filter((address) => !address.startsWith(urlOf(name)) && address !== 'about:blank')).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it.each(VIEWS)('shows %s accessibly, at 390 and 1440 px, light and dark', async (view) => {
    const hash = PERSONAL.has(view) ? `${view}?id=${await firstCustomer(urlOf('ordinary'))}` : view;
    await open(urlOf('ordinary'), hash);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      // A picture is drawn anew once it knows its width.
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth'), { timeout: 20_000 }).toBe(width);
      for (const theme of ['light', 'dark']) {
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        expect([width, theme, await violations(theme === 'light')]).toEqual([width, theme, []]);
      }
    }
  });

  it('draws what its strip adds: the marks of the page are the portfolio', async () => {
    await open(urlOf('ordinary'), 'map');
    const drawn = await dataOf('.picture [data-minor]', 'minor');
    const added = drawn.reduce((sum, minor) => sum + BigInt(minor), 0n);
    const [, own, network] = await dataOf('[data-sum]', 'sum');
    expect(drawn.length).toBeGreaterThan(10);
    expect(added).toBe(BigInt(own!) + BigInt(network!));
  });

  it('shows no picture when a bin is missing, and says by how much', async () => {
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      const lost = body.data.valueMap.bins.shift();
      await route.fulfill({ response, json: body });
      complaints.push(`lost ${lost.ownValue.minorUnits}`);
    });
    await open(urlOf('ordinary'), 'map');
    await page.unroute('**/graphql');
    const [customers, own] = await differences();
    expect(customers).toMatch(/^-[1-9]/u);
    expect(complaints).toEqual([`lost ${-Number(own)}`]);
    expect(await page.locator('.picture').count()).toBe(0);
    expect(await page.locator('.refused').count()).toBe(1);
  });

  it('shows what an action caused where it closes on what came, and a lift only where the arms are what chance drew', async () => {
    await open(urlOf('ordinary'), 'experiments');
    await page.waitForSelector('[data-difference]');
    expect(await page.locator('h2').first().textContent()).toMatch(
      /^winter-mail: €[\d,.]+ caused, of €[\d,.]+ that came$/u,
    );
    // Two sums: what one arm brought, and who was drawn.
    expect(await differences()).toEqual(['0', '0']);
    // Of two runs since it began.
    expect(await page.locator('circle.fill-own title, g:has(> circle.fill-own) > title').count()).toBe(2);
    const spoilt = async (spoil: (report: SpoiltReport) => void): Promise<void> => {
      await page.route('**/graphql', async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        if (body.data.action) spoil(body.data.action.report);
        await route.fulfill({ response, json: body });
      });
      await open(urlOf('ordinary'), 'experiments?action=winter-mail');
      await page.waitForSelector('[data-difference]');
      await page.unroute('**/graphql');
    };
    await spoilt(({ arms }) => {
      arms.find(({ arm }) => arm === 'mail')!.incremental.minorUnits += 1;
    });
    expect(await differences()).toEqual(['1', '0']);
    expect(await page.locator('.refused').count()).toBe(1);
    await spoilt((report) => Object.assign(report, { lifts: [], withheld: 'SAMPLE_RATIO' }));
    expect(await page.locator('.says').first().textContent()).toContain(
      'No lift is shown: the arms are not of the sizes',
    );
    expect(await page.locator('.band, .course').count()).toBe(0);
    await page.getByRole('link', { name: 'spring-mail' }).click();
    await page.getByText('Nobody has been drawn yet').waitFor();
    await page.getByRole('link', { name: 'old-mail' }).click();
    await page.getByText('Too late for the season').waitFor();
  });

  it('says what to do about who may leave, and when asked what speaks against it', async () => {
    await open(urlOf('ordinary'), 'leaving');
    const told = await page.locator('.todo').count();
    expect(told).toBeGreaterThan(0);
    expect(await page.locator('.todo', { hasText: 'no consent' }).count()).toBe(0);
    await page.getByRole('button', { name: 'What speaks against it?' }).click();
    // Nobody of this company has agreed to anything.
    await page
      .locator('.todo', { hasText: 'no consent' })
      .nth(told - 1)
      .waitFor();
  });

  it('recounts everybody', async () => {
    await open(urlOf('ordinary'), 'today');
    await page.locator('.recount button').first().click();
    await page.waitForSelector('[data-recounted]');
    expect(await page.locator('[data-recounted]').getAttribute('data-recounted')).toBe('0');
  });

  it('ends a recount, and says so of a list, when another run has published meanwhile', async () => {
    await open(urlOf('ordinary'), 'map');
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.data.portfolio.provenance.generation += 1;
      await route.fulfill({ response, json: body });
    });
    await page.locator('.recount button').click();
    await page.getByText('A new run was published meanwhile').waitFor();
    await page.locator('.map').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator('.notice').first().waitFor();
    await page.unroute('**/graphql');
    await page.locator('.notice button').first().click();
    await page.waitForSelector('.notice', { state: 'detached' });
    expect((await differences()).every((difference) => difference === '0')).toBe(true);
  });

  it('is worked by keyboard: search, a tile, the share', async () => {
    await open(urlOf('ordinary'), 'today');
    await page.keyboard.press('/');
    await page.waitForSelector('dialog[open] input:focus');
    await page.keyboard.type('map');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.map');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.locator('.map').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.card table');
    expect(page.url()).toMatch(/#\/map\?area=-?\d+_-?\d+_-?\d+_-?\d+$/u);
    expect(await page.locator('.card td a.person').count()).toBeGreaterThan(0);
    await open(urlOf('ordinary'), 'focus');
    await page.locator('input[type=range]').focus();
    await page.keyboard.press('ArrowRight');
    expect(page.url()).toContain('share=21');
  });

  it('finds a customer without a word of them in the address', async () => {
    await open(urlOf('ordinary'), 'today');
    await page.keyboard.press('/');
    await page.waitForSelector('dialog[open] input:focus');
    await page.keyboard.type('shop:c7');
    await page.keyboard.press('Enter');
    await page.waitForURL(/customer\?id=/u);
    await page.waitForSelector('[data-difference]');
    expect(page.url()).not.toContain('c7');
  });

  it('gives what is drawn as CSV, in which nothing is a formula', async () => {
    const host = urlOf('one');
    await open(host, 'leaving');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(`"'=HYPERLINK(""https://example.com"")"`);
    expect(text).toContain('(EUR)');
    await open(urlOf('ordinary'), 'map');
    const [png] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG' }).click()]);
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(complaints).toEqual([]);
  });

  it('speaks Dutch, and remembers it', async () => {
    await open(urlOf('yen'), 'focus', '?lang=nl');
    expect(await page.locator('h1').textContent()).toBe('Focus');
    expect(await page.locator('html').getAttribute('lang')).toBe('nl');
    await open(urlOf('yen'), 'map');
    expect(await page.locator('h1').textContent()).toBe('Waardekaart');
    // Yen have no decimals.
    expect(await page.locator('.proof .amount').nth(1).textContent()).not.toContain(',');
    await open(urlOf('yen'), 'map', '?lang=en');
  });

  it('says what to do where it may not look, where nothing answers, and where somebody is gone', async () => {
    const { db } = companies.get('ordinary')!;
    const guarded = await hostOf(db, 'EUR', { authenticate: authenticator({ db }) });
    try {
      await open(guarded.url, 'map');
      expect(await page.locator('.state h2').textContent()).toBe('Who are you?');
      const grant = async (...words: string[]): Promise<string> =>
        (
          await createAccessKey(db, 'test', {
            name: 'k',
            ...parseGrants(words),
            sources: null,
            expiresAt: COMPANY_AS_OF + 3.6e6,
            // As a key for browsers is made.
            trustedOnly: true,
          })
        ).secret;
      const enter = async (secret: string): Promise<void> => {
        await page.getByRole('button', { name: 'Enter a key' }).click();
        await page.locator('input[name=key]').fill(secret);
        await page.getByRole('button', { name: 'Use this key' }).click();
      };
      await enter(await grant('profile:read'));
      await page.getByRole('heading', { name: 'Your key may not see this' }).waitFor();
      expect(await page.locator('.said').textContent()).toContain('value:read');
      await enter(await grant('profile:read', 'value:read', 'network:read'));
      await page.waitForSelector('[data-difference]');
      expect(page.url()).not.toContain('kring_');
      expect(complaints.filter((one) => !one.includes('status of 40'))).toEqual([]);
      // An endpoint that was not told what this page asks.
      const stranger = await hostOf(db, 'EUR', { ownDocument: async () => null });
      await open(stranger.url, 'map');
      expect(await page.locator('.state h2').textContent()).toBe('The endpoint does not know this page');
      await addDocuments(
        db,
        Object.values(JSON.parse((await explorerPage()).get(MANIFEST)!.content.toString()).documents),
      );
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.waitForSelector('[data-difference]');
      await stranger.stop();
      // A link that names another endpoint is not sent the key of this one.
      await open(guarded.url, 'map', '?api=http://127.0.0.1:1/graphql');
      expect(await page.locator('.state h2').textContent()).toBe('The endpoint cannot be reached');
      expect(await page.evaluate(`sessionStorage.getItem('kring-key http://127.0.0.1:1/graphql')`)).toBe(null);
      await open(guarded.url, 'map', '?api=javascript:alert(1)');
      expect(await page.locator('.state h2').textContent()).toBe('That is no address');
    } finally {
      await guarded.stop();
    }
    await open(urlOf('ordinary'), `customer?id=${Buffer.from('Customer:0000000000000000000').toString('base64url')}`);
    expect(await page.locator('.state h2').textContent()).toBe('There is no such customer any more');
    await page.goto(`${urlOf('ordinary')}/#/nowhere`);
    await page.getByRole('heading', { name: 'There is no such view' }).first().waitFor();
  });

  it('says so when the endpoint goes down while it is open, and goes on when it is back', async () => {
    await open(urlOf('ordinary'), 'focus');
    await page.route('**/graphql', (route) => route.abort());
    await page.locator('.controls select').selectOption('TOTAL');
    await page.getByRole('heading', { name: 'The endpoint cannot be reached' }).waitFor({ timeout: 30_000 });
    expect(await page.locator('.picture').count()).toBe(0);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('[data-difference]');
    expect(page.url()).toContain('by=TOTAL');
    expect(await differences()).toEqual(['0']);
  });

  it('says so of a customer who is erased while they are open, and everything still adds up', async () => {
    const { db } = companies.get('yen')!;
    const id = await firstCustomer(urlOf('yen'));
    await open(urlOf('yen'), `customer?id=${id}`);
    expect((await differences()).length).toBeGreaterThan(0);
    await openJob(db, 'ERASE', await personOf(db, { id: customerIdIn(id) }), 'test');
    await runEnrichment(db, { asOf: COMPANY_AS_OF + 60_000, trigger: 'MANUAL' });
    await page.locator('.recount button').first().click();
    await page.getByText('A new run was published meanwhile').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'There is no such customer any more' }).waitFor();
    await open(urlOf('yen'), 'map');
    expect(await differences()).toEqual(['0', '0', '0', '0']);
    expect(await dataOf('[data-sum]', 'sum').then(([customers]) => customers)).toBe('3');
  });
});

/** The id that a global one stands for. */
const customerIdIn = (globalId: string): CustomerId =>
  Buffer.from(globalId, 'base64url').toString().replace('Customer:', '');

/** The id of the most valuable customer. */
async function firstCustomer(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ customers(first: 1) { nodes { id } } }' }),
  });
  const { data } = (await response.json()) as { data: { customers: { nodes: { id: string }[] } } };
  return data.customers.nodes[0]!.id;
}

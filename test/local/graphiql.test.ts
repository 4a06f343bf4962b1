import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEnrichment } from '../../enrichment/run.ts';
import { exampleQueries } from '../../local/http/examples.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { isAvailable, startEngine, type Engine } from '../engines/engines.ts';
import { clientOf, publishedCompany, type Client } from '../resolvers/client.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('GraphiQL', () => {
  let engine: Engine;
  let client: Client;
  let host: HttpHost;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const { db } = await publishedCompany(engine, 30);
    client = await clientOf(db, {
      startRun: async ({ trigger, asOf = COMPANY_AS_OF }) => {
        const { run, finished } = await startEnrichment(db, { trigger, asOf });
        await finished;
        return run;
      },
    });
    host = await startHttpHost({ server: client.server, port: 0, currency: 'EUR' });
  });
  afterAll(async () => {
    await host.close();
    await engine.stop();
  });

  it('has examples that run as they stand', async () => {
    const { parse } = await import('graphql');
    for (const { query, variables } of exampleQueries('EUR')) {
      for (const operation of parse(query).definitions.flatMap((definition) =>
        definition.kind === 'OperationDefinition' ? [definition.name!.value] : [],
      )) {
        const { status, body } = await client.server.executeHttp({
          method: 'POST',
          query: '',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, operationName: operation, variables: JSON.parse(variables ?? '{}') }),
        });
        const { data, errors } = JSON.parse(body);
        expect([operation, status, JSON.stringify(errors)]).toEqual([operation, 200, undefined]);
        expect(JSON.stringify(data), operation).not.toMatch(/"userErrors":\[\{/u);
      }
    }
  });

  describe.skipIf(CHROMIUM === undefined)('in a browser (needs Chromium)', () => {
    let browser: Browser;
    let page: Page;
    const asked: string[] = [];
    const complaints: string[] = [];
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS });
      page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${host.url}/graphql`);
    });
    afterAll(() => browser.close());

    it('opens with the examples in tabs', async () => {
      await page.waitForSelector('.graphiql-tab-button');
      const names = await page.locator('.graphiql-tab-button').allTextContents();
      expect(names).toEqual(['TopTen', 'Explained', 'Segments', 'Lifecycle', 'Network', 'Model', 'StartRun', 'Ingest']);
    });

    it('runs the first example and shows the most valuable customers', async () => {
      const { customers } = await client.data('{ customers(first: 1) { nodes { value { total { amount } } } } }');
      await page.click('.graphiql-execute-button');
      const result = page.locator('.result-window .CodeMirror-code');
      await result.getByText('"portfolio"').first().waitFor();
      // The editor draws only the lines in view: the whole answer is in its document.
      const text = await page
        .locator('.result-window .CodeMirror')
        .evaluate((element) => (element as unknown as { CodeMirror: { getValue(): string } }).CodeMirror.getValue());
      expect(text).toContain('"position": 1');
      expect(text).toContain(customers.nodes[0].value.total.amount);
      expect(text).not.toContain('"errors"');
    });

    it('asks nobody but this server, and nothing on the page fails', () => {
      expect(asked.length).toBeGreaterThan(4);
      expect(
        asked.filter((url) => !url.startsWith(host.url) && !url.startsWith('data:') && !url.startsWith('blob:')),
      ).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});

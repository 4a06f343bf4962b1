/**
 * Every view of the explorer in Chromium, on companies that are not made for a test: what it asked, the read units that took, and whether its sums close. Each view is asked of a
 * process that has opened nothing yet. It fails where a
 * view asks more than 4 times, takes more than 15 read units, does not add up, complains, or asks anybody else.
 *
 *   node bench/explorer/views.ts --data .kring            # a company of this machine (kring start, kring open FILE, kring truth), as often as wanted
 *   node bench/explorer/views.ts --customers 100000       # a generated one against the stand-in that counts: its run first
 */
import { parseArgs } from 'node:util';
import { runEnrichment } from '../../enrichment/run.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { openConnection } from '../../local/dynamodb/connect.ts';
import { VIEWS } from './names.ts';
import { browserOf, firstCustomer, serve } from './serve.ts';
import { LAST_DAY } from '../scale/company.ts';
import { standIn } from '../scale/stand-in.ts';
import type { Db } from '../../store/client/db.ts';

const MOST_QUESTIONS = 4;
const MOST_READ_UNITS = 15;
/** In the first minute after a run everything is read for twice the price. */
const LATER_MS = 5 * 60_000;

const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true, default: [] },
    customers: { type: 'string', multiple: true, default: [] },
  },
});

/** What a process has opened it keeps by its client: another one pays for everything anew. */
const cold = (db: Db): Db => ({
  ...db,
  client: Object.assign(Object.create(db.client) as Db['client'], { send: db.client.send.bind(db.client) }),
});

let faults = 0;
async function look(name: string, db: Db): Promise<void> {
  const browser = await browserOf();
  const first = await serve(cold(db));
  const id = await firstCustomer(first.url);
  await first.stop();
  for (const view of VIEWS) {
    const host = await serve(cold(db));
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => request.url().startsWith(host.url) || complaints.push(`asked ${request.url()}`));
    await page.goto(`${host.url}/#/${view}${view === 'customer' || view === 'circle' ? `?id=${id}` : ''}`);
    await page.waitForSelector('main > .lead');
    await page.waitForSelector('.spinner', { state: 'detached' });
    const dataOf = async (what: string): Promise<number> =>
      Number(await page.locator(`.foot [data-${what}]`).getAttribute(`data-${what}`));
    const [asked, readUnits] = [await dataOf('asked'), await dataOf('read-units')];
    const sums = await page
      .locator('[data-difference]')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-difference')));
    const failed = await page.locator('.failed').count();
    const isGood =
      failed === 0 &&
      asked <= MOST_QUESTIONS &&
      readUnits <= MOST_READ_UNITS &&
      complaints.length === 0 &&
      sums.every((sum) => sum === '0');
    if (!isGood) faults += 1;
    console.log(
      `| ${name} | ${view} | ${asked} | ${readUnits} | ${sums.length === 0 ? 'none' : sums.join(', ')} | ${isGood ? '' : `✗ ${complaints.join('; ')}${failed > 0 ? await page.locator('.failed').innerText() : ''}`} |`,
    );
    await page.close();
    await host.stop();
  }
  await browser.close();
}

console.log('| company | view | asked | read units | differences | |\n|---|---|--:|--:|---|---|');
for (const data of values.data) {
  const { db, close } = await openConnection({ data, table: 'kring' });
  await look(data, db);
  await close();
}
for (const customers of values.customers.map(Number)) {
  const world = standIn({ customers, spend: 'heterogeneous', nights: [] }, undefined, { isReadAgain: true });
  const asOf = LAST_DAY * DAY_MS + 80_000_000;
  world.setClock(asOf + 60_000);
  await runEnrichment(world.db, { asOf, trigger: 'MANUAL' });
  world.setClock(asOf + LATER_MS);
  await look(`${customers} generated`, world.db);
}
process.exit(faults === 0 ? 0 : 1);

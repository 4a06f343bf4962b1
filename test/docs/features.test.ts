import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topCustomers, valueTable } from '../../cli/value-table.ts';
import { SONAR_STAGES } from '../../domain/profile/profile.ts';
import { startEngine, type Engine } from '../engines/engines.ts';
import type { Client, Json } from '../resolvers/client.ts';
import { demoClient } from './demo.ts';

const ROOT = join(import.meta.dirname, '../..');
const { features } = JSON.parse(readFileSync(join(ROOT, 'scripts/features/features.json'), 'utf8')) as {
  readonly features: readonly { readonly key: string; readonly query: string; readonly gives: string }[];
};
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Everything a path leads to; `*` is any of a list. */
function at(value: Json, path: readonly string[]): Json[] {
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  if (value === null || value === undefined) return [];
  return first === '*' ? (value as Json[]).flatMap((one) => at(one, rest)) : at(value[first], rest);
}

let engine: Engine;
let client: Client;
beforeAll(async () => {
  engine = await startEngine('dynalite');
  client = await demoClient(engine);
}, 480_000);
afterAll(async () => {
  await client.server.stop();
  await engine.stop();
});

describe('every feature of docs/features.md', () => {
  it.each(features)('$key answers on the demo: $gives', async ({ query, gives }) => {
    const found = at(await client.data(query), gives.split('.'));
    expect(found.some((value) => value !== null && value !== undefined)).toBe(true);
  });
});

/** Queries of a page with the answer right behind them; those of a shop of the reader's own are not the demo's. */
const answered = (page: string): { query: string; answer: Json }[] =>
  Array.from(
    readFileSync(join(ROOT, page), 'utf8').matchAll(/```graphql\n([^`]+)```\n\n```json\n([^`]+)```/gu),
    ([, query, answer]) => ({ query: query!, answer: JSON.parse(answer!) as Json }),
  ).filter(({ query }) => !query.includes('"shop"'));

/** What was answered, cut to what a page shows of it: its fields, and as many digits of a number as stand there. */
function asShown(is: Json, shown: Json): Json {
  if (typeof shown === 'number' && typeof is === 'number')
    return Number(is.toFixed(String(shown).split('.')[1]?.length ?? 0));
  if (Array.isArray(shown) && Array.isArray(is))
    return is.map((one: Json, k) => asShown(one, (shown as Json[])[k] ?? one));
  if (shown === null || typeof shown !== 'object' || is === null || typeof is !== 'object') return is;
  return Object.fromEntries(Object.keys(shown).map((name) => [name, asShown(is[name], shown[name])]));
}

describe('the demo', () => {
  it.each(['docs/api.md', 'docs/portfolio.md'])('answers as %s says', async (page) => {
    const all = answered(page);
    expect(all.length).toBeGreaterThan(0);
    for (const { query, answer } of all) {
      const data = await client.data(query);
      // A page may show what is within the one field that was asked for.
      const whole: Json = Object.keys(data).every((name) => name in answer) ? data : Object.values(data)[0];
      expect(asShown(whole, answer), query).toEqual(answer);
    }
  });
  it('holds and expects what docs/api.md and docs/portfolio.md say it does', async () => {
    const { portfolio } = await client.data(
      '{ portfolio { customers { count } direct { amount } potential { amount } total { amount } } }',
    );
    const money = ({ amount }: Json): string => Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2 });
    const [own, potential] = [money(portfolio.direct), money(portfolio.potential)];
    const said = (page: string): string => readFileSync(join(ROOT, page), 'utf8').replaceAll('\n', ' ');
    expect(said('docs/api.md')).toContain(
      `current + potential ${potential} = total ${money(portfolio.total)}; each is the sum over all ${portfolio.customers.count} customers`,
    );
    expect(said('docs/portfolio.md')).toContain(`own ${own}, network 0.00, potential ${potential}`);
  });

  it('is what the README says: its table, and the answer to its query', async () => {
    const shown = /```\n(┌[\s\S]+?)\n```/u.exec(README)![1]!;
    expect(valueTable(await topCustomers(client.db, 'TOTAL_VALUE', 10)).trim()).toBe(shown);
    const [, query] = /```graphql\n([\s\S]+?)```/u.exec(README)!;
    const [, answer] = /```json\n([\s\S]+?)```/u.exec(README)!;
    expect(await client.data(query!)).toEqual((JSON.parse(answer!) as { data: Json }).data);
  });
  it('has somebody at every stage', async () => {
    const { lifecycleSummary } = await client.data('{ lifecycleSummary { stages { stage customers { count } } } }');
    const empty = lifecycleSummary.stages.filter(({ customers }: Json) => customers.count === 0);
    expect(lifecycleSummary.stages).toHaveLength(SONAR_STAGES.length);
    expect(empty.map(({ stage }: Json) => stage)).toEqual([]);
  });
  it('has no made-up order, and says of all else that it is simulated', async () => {
    const { portfolio } = await client.data('{ portfolio { simulated direct { amount } } }');
    expect(portfolio).toEqual({ simulated: true, direct: { amount: '286396.59' } });
  });
});

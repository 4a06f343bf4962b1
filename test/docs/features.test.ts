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

describe('the demo', () => {
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

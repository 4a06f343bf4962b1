import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { networkCommand } from '../../cli/commands/network.ts';

interface Output {
  readonly nodes: readonly {
    id: string;
    f: number;
    e: number;
    gross: number;
    net: number;
    score: number;
    pagerank?: number;
  }[];
  readonly totals: { value: number; credited: number; conservationError: number };
  readonly sweeps: number;
  readonly seconds: number;
  readonly seeding?: { seeds: string[]; spread: number; interval: [number, number]; probability: string | number };
}

const karate = join(import.meta.dirname, '../data/karate.csv');
let folder: string;
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kring-network-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());

/** What the command writes to standard output and to standard error. */
async function run(...args: string[]): Promise<{ out: string; errors: string }> {
  let out = '';
  let errors = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += piece.toString();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  vi.spyOn(console, 'error').mockImplementation((text) => void (errors += `${text}\n`));
  try {
    await networkCommand().exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    vi.restoreAllMocks();
  }
  return { out, errors };
}
const json = async (...args: string[]): Promise<Output> => JSON.parse((await run(...args)).out) as Output;
const byId = (output: Output) => new Map(output.nodes.map((node) => [node.id, node]));

describe('kring network', () => {
  it('karate club both ways, worth 100 + 10·id: the oracle, and the total stays the total', async () => {
    const values = file(
      'values.csv',
      `id,value\n${Array.from({ length: 34 }, (_, id) => `${id},${100 + 10 * id}`).join('\n')}\n`,
    );
    const output = await json(karate, '--values', values, '--kappa', '0.5', '--undirected');
    expect(byId(output).get('33')!.f).toBeCloseTo(1776.866227, 6);
    expect(byId(output).get('32')!.f).toBeCloseTo(1326.731144, 6);
    expect(output.totals.value).toBe(9010);
    expect(output.totals.credited).toBeCloseTo(9010, 9);
    expect(output.totals.conservationError).toBeLessThanOrEqual(1e-12);
    expect(output.nodes).toHaveLength(34);
    for (const { f, e, gross, net, score } of output.nodes) {
      expect(e).toBeCloseTo(f / 2, 9);
      expect(net).toBeCloseTo(e - (f - gross), 9);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(100);
    }
  });

  it('a tie points from the follower, who gives, to the followed, who receives; shares follow the weights', async () => {
    const ties = file('ties.csv', 'who;whom;strength\nann;bob;3\nann;cas;1\n');
    const values = file('own.csv', 'customer,value\nann,100\ndie,7.5\n');
    const output = await json(
      ties,
      '--values',
      values,
      '--kappa',
      '0.4',
      '--from',
      'who',
      '--to',
      'whom',
      '--weight',
      'strength',
    );
    const node = byId(output);
    expect(node.get('ann')).toMatchObject({ f: 100, e: 60, gross: 0, net: -40, score: 0 });
    expect(node.get('bob')!.e).toBeCloseTo(30, 12);
    expect(node.get('cas')!.e).toBeCloseTo(10, 12);
    expect(node.get('die')).toMatchObject({ f: 7.5, e: 7.5, net: 0 });
    expect(output.totals.value).toBe(107.5);
  });

  it('dated ties count half after the half-life', async () => {
    const ties = file('dated.csv', 'from,to,day\na,old,2025-01-01\na,new,2025-01-31\n');
    const node = byId(await json(ties, '--at', 'day', '--half-life', '30', '--kappa', '0.6'));
    expect(node.get('old')!.gross).toBeCloseTo(0.2, 12);
    expect(node.get('new')!.gross).toBeCloseTo(0.4, 12);
  });

  it('reads gzip, leaves out rows that are no ties and says which', async () => {
    const ties = file('ties.csv.gz', gzipSync('from,to,weight\na,b,1\na,a,1\n,b,1\nb,c,-2\nc,a,many\nb,c,2\n'));
    const { out, errors } = await run(ties);
    expect((JSON.parse(out) as Output).nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(errors).toContain('4 rows left out');
    expect(errors).toContain('line 3: followed "a" is the follower: a tie needs two different customers.');
    expect(errors).toContain(
      'line 5: weight "-2" is no weight: a weight is 0 (the tie has ended) or a number from 1e-9 to 1e9',
    );
  });

  it('adds PageRank and seeds when asked, with the interval of the spread', async () => {
    const output = await json(karate, '--undirected', '--pagerank', '0.85', '--seeds', '3', '--probability', '0.1');
    expect(output.nodes.reduce((sum, { pagerank }) => sum + pagerank!, 0)).toBeCloseTo(1, 12);
    // igraph 0.10: pagerank() of the same graph.
    expect(byId(output).get('33')!.pagerank).toBeCloseTo(0.100919, 6);
    expect(output.seeding!.seeds).toHaveLength(3);
    expect(output.seeding!.seeds).toContain('33');
    expect(output.seeding!.interval[0]).toBeLessThan(output.seeding!.spread);
    expect(output.seeding!.interval[1]).toBeGreaterThan(output.seeding!.spread);
  });

  it('writes CSV with a row per node, and a table of the most valuable', async () => {
    const { out } = await run(karate, '--undirected', '--seeds', '2', '--format', 'csv');
    const lines = out.trim().split('\n');
    expect(lines[0]).toBe('id,f,e,gross,net,score,seed');
    expect(lines).toHaveLength(35);
    expect(lines.filter((line) => /,[12]$/.test(line))).toHaveLength(2);
    const table = await run(karate, '--undirected', '--format', 'table', '--top', '2', '--seeds', '1');
    expect(table.out).toContain('2 of 34 people');
    expect(table.out).toContain('Give a sample to:');
    expect(table.out.match(/│ 33 /g)).toHaveLength(1);
  });

  it('fails with the reason: no ties, no such column, a value or an option that means nothing', async () => {
    await expect(run(file('none.csv', 'from,to\na,a\n'))).rejects.toThrow('no row that is a tie');
    await expect(run(karate, '--weight', 'strength')).rejects.toThrow('--weight');
    await expect(run(karate, '--values', karate)).rejects.toThrow('a column "id" and a column "value"');
    await expect(run(karate, '--kappa', '1')).rejects.toThrow('below 1');
    await expect(run(karate, '--seeds', '1.5')).rejects.toThrow('whole number');
    const { errors } = await run(karate, '--values', file('bad.csv', 'id,value\n1,lots\n2,5\n2,6\n'));
    expect(errors).toContain('"lots" is not a plain number');
    expect(errors).toContain('"2" has a value already');
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DateFormat } from '../../intake/instants.ts';
import { nodeNames, readTies, type SkippedRows, type TieFileOptions } from '../../intake/tie-file.ts';
import { readInputs } from '../store/inputs.ts';
import { SHARDS } from '../../store/client/keys.ts';
import { createTable } from '../../store/client/table.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { ENGINE, newFiles } from './harness.ts';

type Options = Partial<Pick<TieFileOptions, 'map' | 'delimiter' | 'header' | 'decimalComma'>> & {
  readonly dateFormat?: DateFormat;
};

/** A file of ties reads the same into a table and into `kring network`: the ties that stand, as follower>followed=weight. */
describe('one reader of ties', () => {
  const files = newFiles();
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(ENGINE);
  });
  afterAll(async () => {
    await engine.stop();
    files.remove();
  });

  async function fromNetwork(
    path: string,
    options: Options,
  ): Promise<{ ties: string[]; skipped: SkippedRows; notes: readonly string[] }> {
    const names = nodeNames();
    const skipped: SkippedRows = { count: 0, first: [] };
    const {
      arcs: { from, to, weight },
      notes,
    } = await readTies(path, names, { dateFormat: 'iso', halfLifeDays: 180, ...options }, skipped);
    return {
      ties: Array.from(from, (node, a) => `${names.ids[node]}>${names.ids[to[a]!]}=${weight?.[a] ?? 1}`).sort(),
      skipped,
      notes,
    };
  }

  async function fromTable(path: string, options: Options): Promise<{ ties: string[]; rejected: number }> {
    const db = await testDb(engine);
    await createTable(db, { currency: 'EUR' });
    const { outcome } = await files.import(db, 'ties', '', { path, createUnknown: true, currency: 'EUR', ...options });
    const shards = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)));
    const names = new Map(
      shards.flatMap(({ customers }) => customers.map(({ id, identities }) => [id, identities[0]!.value])),
    );
    const ties = shards
      .flatMap((shard) => shard.ties)
      .filter(({ weight }) => weight > 0)
      .map(({ follower, followed, weight }) => `${names.get(follower)}>${names.get(followed)}=${weight}`);
    return { ties: ties.sort(), rejected: outcome.rejectedRows };
  }

  const plain = ['101>102=1', '101>104=1', '121>104=1'];
  it.each<[string, string | Buffer, Options, string[]]>([
    ['tabs and no header', '101\t102\n121\t104\n101\t104\n', {}, plain],
    ['blanks and no header', '101 102\n121 104\n101 104\n', {}, plain],
    [
      'several blanks, comments, empty lines, a byte-order mark, carriage returns',
      '\ufeff# a graph\r\n# of three\r\n  101   102 \r\n\r\n121 \t104\r\n#101 9\r\n101 104',
      {},
      plain,
    ],
    ['gzip, commas, no header', gzipSync('101,102\n121,104\n101,104\n'), {}, plain],
    ['names without header, said so', 'ann bob\nbob cas\n', { header: false }, ['ann>bob=1', 'bob>cas=1']],
    [
      'a header that looks like a row, said so',
      '1,2\nann,bob\n',
      { header: true, map: { follower: '1', followed: '2' } },
      ['ann>bob=1'],
    ],
    ['no header: third column weight, fourth date', '1 2 3 2020-01-01\n1 2 2 2021-01-01\n', {}, ['1>2=2']],
    [
      'no header, columns by number',
      '5;1;9;2\n6;1;9;3\n',
      { map: { follower: '2', followed: '4', weight: '1' } },
      ['1>2=5', '1>3=6'],
    ],
    [
      'source and target, weights with an exponent and 0',
      'source,target,weight\na,b,1e-3\na,c,0\nb,a,2.\nb,c,.5\nc,a,+4\n',
      {},
      ['a>b=0.001', 'b>a=2', 'b>c=0.5', 'c>a=4'],
    ],
    ['a decimal comma', 'from;to;weight\na;b;2,5\n', { decimalComma: true }, ['a>b=2.5']],
    ['a mapped column', 'wer;wem\na;b\n', { map: { follower: 'wer', followed: 'wem' } }, ['a>b=1']],
    [
      'one tie twice: the larger weight, whichever comes first',
      'from,to,weight\na,b,2\na,b,5\nc,b,5\nc,b,2\n',
      {},
      ['a>b=5', 'c>b=5'],
    ],
    [
      'one tie twice with dates: the later stands; weight 0 ends it',
      'from,to,weight,since\na,b,5,2020-01-01\na,b,2,2021-01-01\nc,b,0,2021-01-01\nc,b,3,2020-01-01\n',
      {},
      ['a>b=2'],
    ],
    ['two kinds of one pair are two ties', 'from,to,kind,weight\na,b,FOLLOW,1\na,b,TRUST,2\n', {}, ['a>b=1', 'a>b=2']],
    [
      'NFC and NFD are one person',
      'from,to,weight\nJose\u0301,b,1\nJos\u00e9,b,3\nb,Jose\u0301,1\n',
      {},
      ['Jos\u00e9>b=3', 'b>Jos\u00e9=1'],
    ],
  ])('%s', async (_, content, options, expected) => {
    const path = files.file(content);
    expect((await fromNetwork(path, options)).ties).toEqual(expected);
    expect((await fromTable(path, options)).ties).toEqual(expected);
  });

  it('refuses the same rows, with the line of the file', async () => {
    const path = files.file(
      '# c\nfrom,to,weight\na,a,1\na,b,-1\na,b,1e300\na,b,NaN\n#\na,,1\na,b,7\nJos\u00e9,Jose\u0301,1\n',
    );
    const network = await fromNetwork(path, {});
    expect([network.ties, network.skipped.count]).toEqual([['a>b=7'], 6]);
    expect(network.notes).toContain('2 lines that begin with # left out as comments.');
    expect(network.skipped.first.map((line) => /line (\d+)/.exec(line)![1])).toEqual(['3', '4', '5', '6', '8']);
    expect(await fromTable(path, {})).toEqual({ ties: ['a>b=7'], rejected: 6 });
  });

  it('does not take names for a header silently: it says what to add', async () => {
    const path = files.file('ann bob\nbob cas\n');
    await expect(fromNetwork(path, {})).rejects.toThrow('--no-header');
    await expect(fromTable(path, {})).rejects.toMatchObject({
      code: 'MISSING_COLUMN',
      message: expect.stringContaining('--no-header'),
    });
    await expect(fromTable(files.file('1,2,3,2020-01-01,5\n'), {})).rejects.toMatchObject({ code: 'NO_HEADER' });
  });

  it('says when every tie has ended', async () => {
    await expect(fromNetwork(files.file('from,to,weight\na,b,0\n'), {})).rejects.toThrow('every weight is 0');
  });
});

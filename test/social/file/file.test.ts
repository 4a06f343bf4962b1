import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gzipSync } from 'node:zlib';
import { fileSource } from '../../../social/file/source.ts';
import type { FileSource } from '../../../social/file/source.ts';
import type { SettingsOf } from '../../../social/settings.ts';
import type { SocialSource } from '../../../social/source.ts';
import { conforms, openCalls } from '../conformance.ts';
import { walkEngagement } from '../conformance-engagement.ts';
import { newWorld } from '../world.ts';
import type { World } from '../world.ts';

const accountId = (n: number): string => `9200000${n}`;
const settingsIn = (folder: string): SettingsOf<'file'> => ({
  type: 'file',
  budget: {},
  source: 'instagram',
  accounts: join(folder, 'accounts.csv'),
  follows: join(folder, 'follows.csv'),
  acts: join(folder, 'acts.csv'),
  simulated: false,
});

/** Exports the world: what is gone is not in it, and acts are in the sequence in which they became visible. */
function write(world: World, folder: string): void {
  const there = world.accounts.filter(({ isGone }) => !isGone);
  const file = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  file('accounts.csv', [
    'Account ID,Handle,Followers,Following,Posts,Bio,Link',
    ...there.map(
      (each) =>
        `${accountId(each.n)},insta_${each.n},${each.followers},${each.follows},${each.posts},"${each.bio}",${each.links[0]!.url}`,
    ),
  ]);
  file('follows.csv', [
    'follower_id,followed_id',
    ...there.flatMap(({ n, followPages }) => followPages.flat().map((other) => `${accountId(n)},${accountId(other)}`)),
  ]);
  file('acts.csv', [
    'id,actor,verb,subject,object,at',
    ...world.acts.map(
      ({ actor, verb, at }, index) =>
        `act-${index},${accountId(actor)},${verb},brand,post-1,${new Date(at).toISOString()}`,
    ),
  ]);
}

conforms({
  name: 'A set of files',
  capabilities: {
    profiles: true,
    follows: true,
    engagement: true,
    followingBrand: false,
    stream: false,
    brand: null,
    proofs: ['BIO_CODE'],
  },
  counts: { followers: true, follows: true, posts: true },
  verbs: ['LIKE', 'UNLIKE', 'SHARE', 'REPLY', 'MENTION', 'FOLLOW', 'UNFOLLOW'],
  accountId,
  handle: (n) => `insta_${n}`,
  secrets: [],
  async begin(world) {
    const folder = mkdtempSync(join(tmpdir(), 'kring-file-source-'));
    const settings = settingsIn(folder);
    // Every call finds the newest export, as every sync does.
    const anew = (): FileSource => {
      write(world, folder);
      return fileSource(settings);
    };
    const { key, host, traits } = fileSource(settings);
    const source: SocialSource = {
      key,
      host,
      traits,
      probe: () => anew().probe(),
      profiles: (ids) => anew().profiles(ids),
      follows: (id, cursor) => anew().follows!(id, cursor),
      engagement: (since, cursor) => anew().engagement!(since, cursor),
      find: (handle) => anew().find!(handle),
    };
    return {
      host: 'file',
      server: null,
      open: () => source,
      stop: async () => rmSync(folder, { recursive: true }),
    };
  },
});

describe('files of a network', () => {
  let folder: string;
  let settings: SettingsOf<'file'>;
  const put = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kring-file-source-'));
    settings = settingsIn(folder);
    put('accounts.csv', 'id,handle\n1,ann\n');
    put('follows.csv', 'follower,followed\n1,2\n');
    put('acts.csv', 'id,actor,verb,at\na,1,LIKE,2026-01-01\n');
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it('have counts where there are columns and cells for them; empty is unknown', async () => {
    put('accounts.csv', 'id;handle;followers;read at\n1;ann;0;2026-01-02\n2;bob;;\n');
    expect(await fileSource(settings).profiles(['2', '1'])).toEqual([
      { id: '2', handle: 'bob', followers: null, follows: null, posts: null },
      { id: '1', handle: 'ann', followers: 0, follows: null, posts: null, readAt: Date.parse('2026-01-02') },
    ]);
  });

  it('hold an account whose day cannot be read for one of long ago', async () => {
    put('accounts.csv', 'id,handle,followers,read at\n1,ann,12,soon\n');
    expect(await fileSource(settings).profiles(['1'])).toMatchObject([{ followers: 12, readAt: 0 }]);
  });

  it('keep their good rows; bad ones are named with file, line, field and reason', async () => {
    put(
      'accounts.csv',
      'id,handle,followers,link\n1,ann,12,\n2,bob,1.234,\n,cleo,5,\n4,dan,-1,\n5,eve,7,javascript:alert(1)\n6,fay,7\n7,gus,8,\n',
    );
    put('follows.csv', 'follower,followed\n1,7\n7,7\n1,\n');
    put(
      'acts.csv',
      'id,actor,verb,at\na,1,LIKE,2026-01-01\nb,1,CLAP,2026-01-01\nc,7,like,2026-02-30\nd,7,share,2026-01-02\n',
    );
    const source = fileSource(settings);
    // Who has a number or an address that cannot be read is not gone: it is unknown.
    expect((await source.profiles(['1', '2', '4', '5', '6', '7'])).map(({ id, followers }) => [id, followers])).toEqual(
      [
        ['1', 12],
        ['2', null],
        ['4', null],
        ['5', 7],
        ['7', 8],
      ],
    );
    expect(await source.find!('eve')).toMatchObject({ id: '5', links: [], url: '' });
    expect((await source.follows!('1', null)).items).toEqual(['7']);
    expect((await source.engagement!(null, null)).items.map(({ id, verb }) => [id, verb])).toEqual([
      ['a', 'LIKE'],
      ['d', 'SHARE'],
    ]);
    expect(source.rejected.count).toBe(9);
    expect(
      source.rejected.first.map(({ path, row, field }) => `${path.slice(folder.length + 1)}:${row} ${field}`).sort(),
    ).toEqual([
      'accounts.csv:3 followers',
      'accounts.csv:4 id',
      'accounts.csv:5 followers',
      'accounts.csv:6 link',
      'accounts.csv:7 ',
      'acts.csv:3 verb',
      'acts.csv:4 at',
      'follows.csv:3 followed',
      'follows.csv:4 followed',
    ]);
    expect(source.rejected.first.find(({ row }) => row === 3)!.reason).toMatch(/whole number/u);
    // A sync has no option for dates to point to.
    expect(source.rejected.first.filter(({ reason }) => reason.includes('--'))).toEqual([]);
  });

  it('are read as imports are: gzip, ids saved as numbers, a tie that comes twice', async () => {
    put('follows.csv', gzipSync('follower,followed\n12345.0,2\n12345,3\n12345,2\n'));
    expect(await fileSource(settings).follows!('12345', null)).toEqual({ items: ['2', '3'], cursor: null });
  });

  it('tell a like and that it was taken back, which has the same id', async () => {
    put('acts.csv', 'id,actor,verb,at\na,1,LIKE,2026-01-01\na,1,UNLIKE,2026-01-03\na,1,LIKE,2026-01-02\n');
    const { items } = await fileSource(settings).engagement!(null, null);
    expect(items.map(({ verb, at }) => [verb, new Date(at).getUTCDate()])).toEqual([
      ['LIKE', 2],
      ['UNLIKE', 3],
    ]);
  });

  it('that are long come page by page, in acts and in follows', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => i);
    put('follows.csv', `follower,followed\n${many.map((i) => `1,x${i}`).join('\n')}\n`);
    // Pages end in the middle of an instant, and one instant fills more than a page.
    const at = (i: number): string => new Date(Date.UTC(2026, 0, 1) + (i < 300 ? 0 : 1) * 1000).toISOString();
    put('acts.csv', `id,actor,verb,at\n${many.map((i) => `a${i},1,LIKE,${at(i)}`).join('\n')}\n`);
    const source = fileSource(settings);
    const followed: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await source.follows!('1', cursor);
      expect(page.items.length).toBeLessThanOrEqual(1000);
      followed.push(...page.items);
      if ((cursor = page.cursor) === null) break;
    }
    expect(new Set(followed).size).toBe(2500);
    const calls = openCalls('file', newWorld(), fetch);
    const { acts, watermark } = await walkEngagement(calls, source, null);
    expect(acts.map(({ id }) => id)).toEqual(many.map((i) => `a${i}`));
    expect((await walkEngagement(calls, source, watermark)).acts).toEqual([]);
    expect(watermark).toBe(JSON.stringify({ at: Date.UTC(2026, 0, 1) + 1000, told: 2200 }));
  });

  it('that are not there, or lack a column, are told with the reason', async () => {
    const calls = openCalls('file', newWorld(), fetch);
    put('accounts.csv', 'number,called\n1,ann\n');
    await expect(calls.run(() => fileSource(settings).profiles(['1']))).rejects.toMatchObject({
      kind: 'REFUSED',
      // Whoever reads it on the linking page knows no "file".
      host: 'instagram',
      message: `${join(folder, 'accounts.csv')} needs a first line that names its columns, each once: account id, handle`,
    });
    const elsewhere = { ...settings, follows: join(folder, 'none.csv') };
    await expect(calls.run(() => fileSource(elsewhere).follows!('1', null))).rejects.toMatchObject({
      kind: 'REFUSED',
      message: expect.stringMatching(/there is no such file/u),
    });
  });

  /** What is said of a file is kept with the sync, answered over the API and logged; without a header its first line is somebody. */
  it('that cannot be read are told without anything that stands in them', async () => {
    const secret = 'stranger-4711';
    const calls = openCalls('file', newWorld(), fetch);
    const broken: readonly [string, string | Buffer][] = [
      ['no header', `${secret},${secret}.example,10\n1,ann,2\n`],
      ['a column twice', `id,handle,${secret},id\n1,ann,2,1\n`],
      ['a JSON that breaks off', `{"id": "${secret}", "handle"\n`],
      ['an array that breaks off', `[{"id": "${secret}", "handle": "x"}, {"id": ${secret}`],
      ['no end of a quote', `"${secret}\nid,handle\n1,ann\n`],
      ['half a gzip', gzipSync(`id,handle\n${secret},${secret}\n`).subarray(0, 30)],
      ['no UTF-8', Buffer.from(`id,handle,${secret}\xe9\n1,ann,1\n`, 'latin1')],
      ['old line ends', `id,handle\r${secret},x\r`],
      ['nothing but a ZIP', Buffer.from(`PK\u0003\u0004${secret}`)],
      ['half a Parquet', `PAR1${secret}PAR1`],
    ];
    for (const [what, content] of broken) {
      put('accounts.csv', content);
      const failure: unknown = await calls
        .run(() => fileSource(settings).profiles(['1']))
        .catch((error: unknown) => error);
      for (let at = failure; at instanceof Error; at = at.cause)
        expect([what, `${at.message} ${JSON.stringify(at)}`]).not.toEqual([what, expect.stringContaining(secret)]);
    }
  });

  it('find an account however its handle is written, in the export and by its owner', async () => {
    put('accounts.csv', 'id,handle\n1,@Ann\n2,Zoe\u0308\n3,bob\n');
    const { find } = fileSource(settings);
    for (const [handle, id] of [
      ['ann', '1'],
      ['@ANN', '1'],
      ['zo\u00eb', '2'],
      ['@zoe\u0308', '2'],
      [' @bob ', '3'],
    ] as const)
      expect([handle, (await find!(handle))?.id]).toEqual([handle, id]);
    expect(await find!('an')).toBeNull();
  });

  /** Bug it catches: one act dated tomorrow moved the watermark there, and whatever was done until then was never looked for. */
  it('tell an act of a moment to come when it has come, and hide no other by it', async () => {
    const [before, soon] = [Date.now() - 60_000, Date.now() + 3_600_000];
    const row = (id: string, at: number): string => `${id},1,LIKE,${new Date(at).toISOString()}\n`;
    put('acts.csv', `id,actor,verb,at\n${row('soon', soon)}`);
    const first = await fileSource(settings).engagement!(null, null);
    expect(first.items).toEqual([]);
    put('acts.csv', `id,actor,verb,at\n${row('soon', soon)}${row('before', before)}`);
    const second = await fileSource(settings).engagement!(first.watermark, null);
    expect(second.items.map(({ id }) => id)).toEqual(['before']);
    vi.setSystemTime(soon + 1);
    const third = await fileSource(settings).engagement!(second.watermark, null);
    expect(third.items.map(({ id }) => id)).toEqual(['soon']);
  });

  /** Bug it catches: a row that could not be read was taken for one that is gone, and its tie ended. */
  it('tell no list to its end that may have a row nobody can read', async () => {
    const isWhole = async (follows: string, id: string): Promise<boolean> => {
      put('follows.csv', `follower,followed\n${follows}`);
      const source = fileSource(settings);
      const { cursor } = await source.follows!(id, null);
      if (cursor !== null) expect(await source.follows!(id, cursor)).toEqual({ items: [], cursor });
      return cursor === null;
    };
    // Whose row it is is plain: nobody else is concerned. Oneself is nobody who is lost.
    expect([await isWhole('1,2\n1,\n2,1\n', '1'), await isWhole('1,2\n1,\n2,1\n', '2')]).toEqual([false, true]);
    expect(await isWhole('1,2\n1,1\n', '1')).toBe(true);
    for (const broken of ['1,2\n,3\n', '1,2\n"2,1\n1,3\n', '1,2\n"2,1\n1,3"\n', '1,2\n2\n'])
      expect([broken, await isWhole(broken, '1')]).toEqual([broken, false]);
  });

  /** Bug it catches: where the column holds the id of the post, of all who like it only the last counted, and nobody was told. */
  it('name acts that have the id of another one', async () => {
    put(
      'acts.csv',
      'id,actor,verb,at\np,1,LIKE,2026-01-01\np,2,LIKE,2026-01-02\np,1,SHARE,2026-01-03\np,1,UNLIKE,2026-01-04\nq,2,FOLLOW,2026-01-05\n',
    );
    const source = fileSource(settings);
    const { items } = await source.engagement!(null, null);
    expect(items.map(({ id, actor, verb }) => `${id} ${actor} ${verb}`)).toEqual([
      'p 1 LIKE',
      'p 1 UNLIKE',
      'q 2 FOLLOW',
    ]);
    expect(source.rejected.first.map(({ row, field }) => `${row} ${field}`)).toEqual(['3 id', '4 id']);
  });

  it('may be only some of the three', async () => {
    const { accounts: _, acts: __, ...onlyFollows } = settings;
    const source = fileSource(onlyFollows);
    expect(await source.probe()).toMatchObject({ profiles: false, follows: true, engagement: false, proofs: [] });
    expect(await source.profiles(['1'])).toEqual([]);
    expect(source.engagement).toBeUndefined();
    expect(source.find).toBeUndefined();
  });
});

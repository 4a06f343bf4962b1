import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../store/blobs/blob-store.ts';
import { startBucket, type StoredObject } from '../engines/bucket.ts';
import { blobsAt, deleteBlobs, getParts, hasParts, noBlobs, putParts } from '../../store/blobs/blobs.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-blobs-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const BYTES = Uint8Array.from({ length: 1000 }, (_, n) => n % 251);

describe.each(['files', 's3'])('a blob store of %s', (kind) => {
  const objects = new Map<string, StoredObject>();
  let bucket: Awaited<ReturnType<typeof startBucket>> | undefined;
  let blobs: BlobStore;
  beforeAll(async () => {
    if (kind === 'files') {
      blobs = blobsAt(join(directory, 'not', 'made', 'yet'));
      return;
    }
    bucket = await startBucket('notes', objects);
    blobs = blobsAt('s3://notes/shop');
  });
  afterAll(() => bucket?.stop());

  it('gives back what was put, lists by prefix, and forgets what is deleted', async () => {
    expect(await blobs.list('t/')).toEqual([]);
    expect(await blobs.get('t/1/a')).toBeNull();
    for (const name of ['t/1/a', 't/1/b', 't/2/c', 'u/1/d']) await blobs.put(name, BYTES);
    expect(Buffer.compare((await blobs.get('t/1/b'))!, BYTES)).toBe(0);
    expect(await blobs.list('t/')).toEqual(['t/1/a', 't/1/b', 't/2/c']);
    expect(await blobs.list('t/1/')).toEqual(['t/1/a', 't/1/b']);
    await blobs.delete('t/1/a');
    await blobs.delete('t/1/a');
    expect(await blobs.list('t/')).toEqual(['t/1/b', 't/2/c']);
    if (kind === 's3') expect([...objects.keys()].every((key) => key.startsWith('shop/'))).toBe(true);
  });

  it('has content of several parts as a whole or not at all', async () => {
    const name = 'parts/run/0-inputs';
    await putParts(blobs, name, [BYTES, new Uint8Array(0), BYTES.subarray(7)]);
    expect(await hasParts(blobs, name)).toBe(true);
    const read: number[][] = [];
    for await (const part of getParts(blobs, name)) read.push([...part]);
    expect(read).toEqual([[...BYTES], [], [...BYTES.subarray(7)]]);
    await blobs.delete(`${name}/000001`);
    const readAll = async () => {
      for await (const part of getParts(blobs, name)) read.push([...part]);
    };
    await expect(readAll()).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    const failing = (function* () {
      yield BYTES;
      throw new Error('the process was killed');
    })();
    await expect(putParts(blobs, 'parts/run/1-inputs', failing)).rejects.toThrow('killed');
    expect(await hasParts(blobs, 'parts/run/1-inputs')).toBe(false);
    await deleteBlobs(blobs, await blobs.list('parts/'));
    expect(await blobs.list('parts/')).toEqual([]);
  });
});

describe('blobs in files', () => {
  it('that were never finished are nobody’s, and a folder goes with its last file', async () => {
    const at = join(directory, 'tidy');
    const blobs = blobsAt(at);
    await blobs.put('t/run/0', BYTES);
    writeFileSync(join(at, 't', 'run', 'half.tmp'), 'half');
    expect(await blobs.get('t/run/half')).toBeNull();
    rmSync(join(at, 't', 'run', 'half.tmp'));
    await blobs.delete('t/run/0');
    expect(readdirSync(join(at, 't'))).toEqual([]);
  });
});

describe('no blob store', () => {
  it('is told, with what to do', async () => {
    await expect(noBlobs.put('a', BYTES)).rejects.toMatchObject({
      code: 'BLOBS_REQUIRED',
      message: expect.stringContaining('KRING_BLOBS'),
    });
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { documentIdOf, SCORE_DOCUMENTS } from '../../client/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'kring-documents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kring = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, 'cli/bin/kring.js'), ...args], { cwd: folder });

it('kring documents checks documents of every kind of file against the schema, and writes them under their hashes', async () => {
  const page = 'query Page { viewer { name } }\n';
  const other = '{ viewer { kind } }';
  writeFileSync(join(folder, 'page.graphql'), page);
  writeFileSync(join(folder, 'persisted.json'), JSON.stringify({ anything: other }));
  const out = join(folder, 'manifest.json');
  const { stdout } = await kring(
    'documents',
    'add',
    '--check',
    '--client',
    'page.graphql',
    'persisted.json',
    '--out',
    out,
  );
  expect(stdout).toBe('4 documents checked.\n');
  const { documents } = JSON.parse(readFileSync(out, 'utf8')) as { documents: Record<string, string> };
  const texts = [...Object.values(SCORE_DOCUMENTS), page, other];
  expect(Object.keys(documents)).toEqual(await Promise.all(texts.map(documentIdOf)));
  expect(Object.values(documents)).toEqual(texts);
  writeFileSync(join(folder, 'wrong.graphql'), '{ viewer { nam } }');
  await expect(kring('documents', 'add', '--check', 'wrong.graphql')).rejects.toMatchObject({
    stderr: expect.stringContaining('Cannot query field "nam"'),
  });
});

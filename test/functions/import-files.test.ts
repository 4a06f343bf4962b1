import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const script = join(import.meta.dirname, '../../bench/import/files.ts');

it('64 files with orders told twice, bad rows, notices that come twice, at once and late: everybody is exact, and every bad row is listed where it stands', async () => {
  const { stdout } = await run(process.execPath, [script, '--rows', '640', '--seed', '2']);
  expect(stdout).toContain('Every customer exact, every bad row accounted for.');
});

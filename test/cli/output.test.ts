import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reportText } from '../../cli/actions/report.ts';
import { writeOutput } from '../../cli/output.ts';
import type { ActionRecord } from '../../store/actions/records.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-output-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('writes what an option names for its owner alone, and says why where it cannot', async () => {
  const path = join(directory, 'list.csv');
  await writeOutput(path, 'customer\n');
  expect(readFileSync(path, 'utf8')).toBe('customer\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const [wrong, why] of [
    [join(directory, 'none/list.csv'), 'there is no such directory'],
    [directory, 'it is a directory'],
    [join(path, 'list.csv'), 'a part of the path is a file'],
  ] as const)
    await expect(writeOutput(wrong, '')).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITABLE',
      message: expect.stringContaining(why) as unknown,
    });
});

it('says of an action nobody has reported of what to do, if anything', () => {
  const action = { key: 'mail', name: 'Mail', arms: [], drawn: null, withoutProof: false, startsAt: 0 };
  const told = (state: ActionRecord['state']): string =>
    reportText({ ...action, state } as unknown as ActionRecord, null, 'EUR');
  expect(told('DRAFT')).toContain('action freeze mail');
  expect(told('FROZEN')).toContain('from 1970-01-01 on');
  expect(told('CANCELLED')).not.toContain('enrich');
});

import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { isDiskFull } from '../../intake/csv/files.ts';

it.skipIf(!existsSync('/proc/self'))(
  `knows a file system without room${existsSync('/proc/self') ? '' : ' — SKIPPED: there is no /proc'}`,
  () => {
    expect(isDiskFull('/proc')).toBe(true);
    expect(isDiskFull(tmpdir())).toBe(false);
    expect(isDiskFull('/no such directory')).toBe(false);
  },
);

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VisibleError } from '../../domain/errors.ts';
import { localSocialSettings } from '../../local/social.ts';
import type { Db } from '../../store/client/db.ts';

/** Settings in a file need no table. */
const NO_TABLE = {} as Db;
const SETTINGS = {
  sources: [{ type: 'file', source: 'instagram', accounts: 'accounts.csv', acts: '/exports/acts.csv' }],
};

describe('the settings of social sources on this machine', () => {
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'kring-social-settings-'))));
  afterEach(() => rmSync(data, { recursive: true }));

  /** Bug it catches: what the guide writes into the data directory was looked for wherever the command was started. */
  it('name files as seen from where they lie', async () => {
    const file = join(data, 'social.json');
    writeFileSync(file, `\uFEFF${JSON.stringify(SETTINGS)}`);
    for (const settings of [
      await localSocialSettings(NO_TABLE, data),
      await localSocialSettings(NO_TABLE, '.', file),
    ]) {
      expect(settings.sources).toMatchObject([{ accounts: join(data, 'accounts.csv'), acts: '/exports/acts.csv' }]);
      expect(settings.sources[0]).not.toHaveProperty('follows');
    }
  });

  it('that cannot be read say which file it is', async () => {
    mkdirSync(join(data, 'social.json'));
    const failure: unknown = await localSocialSettings(NO_TABLE, data).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VisibleError);
    expect(failure).toMatchObject({ code: 'USAGE', message: expect.stringContaining(join(data, 'social.json')) });
  });
});

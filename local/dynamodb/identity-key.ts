import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VisibleError } from '../../domain/errors.ts';
import { inDataDirectory } from './data-directory.ts';

/**
 * The secret with which customer keys are derived from identities: KRING_IDENTITY_KEY, or for the embedded database a
 * random one kept beside it, readable by its owner only. Any other database is shared, so its key must be given: a
 * fresh one would split every customer in two.
 */
export function identityKeyFor(data: string, embedded: boolean, environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment['KRING_IDENTITY_KEY'];
  if (given !== undefined && given !== '') return given;
  if (!embedded) {
    throw new VisibleError(
      'IDENTITY_KEY_REQUIRED',
      'KRING_IDENTITY_KEY is not set. Customer keys are derived with it, so a database that is not the embedded one needs the key it was made with. ' +
        'For a new database make one and keep it safe, for example: export KRING_IDENTITY_KEY=$(openssl rand -base64 32)',
    );
  }
  return inDataDirectory(data, () => ownKey(data));
}

function ownKey(data: string): string {
  const path = join(data, 'identity-key');
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(path, 'utf8').trim();
  if (key === '')
    throw new VisibleError('IDENTITY_KEY_REQUIRED', `${path} is empty: restore it, or delete ${data} to start afresh.`);
  return key;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VisibleError } from '../domain/errors.ts';
import type { Db } from '../store/client/db.ts';
import { NO_SOURCES, parseSocialSettings, type SocialSettings } from '../social/settings.ts';
import { tableContent } from './demo/demo.ts';
import { isCompany } from './dynamodb/data-directory.ts';
import { DEMO_SOCIAL } from './demo/network.ts';

/**
 * The social sources of this machine: the file named, else KRING_SOCIAL (JSON), else `social.json` in the data directory, else the
 * recorded ones of the demo where the table holds the demo, else none.
 *
 * @throws VisibleError USAGE for a file that is not there; InvalidInputError for settings that are none
 */
export async function localSocialSettings(db: Db, data: string, file?: string): Promise<SocialSettings> {
  if (file !== undefined) {
    if (!existsSync(file)) throw new VisibleError('USAGE', `There is no file ${file} with social sources.`);
    return parseSocialSettings(readFileSync(file, 'utf8'));
  }
  const json = process.env['KRING_SOCIAL'] ?? '';
  if (json !== '') return parseSocialSettings(json);
  const own = join(data, 'social.json');
  if (existsSync(own)) return parseSocialSettings(readFileSync(own, 'utf8'));
  return !isCompany(data) && (await tableContent(db)) === 'DEMO' ? DEMO_SOCIAL : NO_SOURCES;
}

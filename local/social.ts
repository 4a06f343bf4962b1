import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { VisibleError } from '../domain/errors.ts';
import type { Db } from '../store/client/db.ts';
import { NO_SOURCES, parseSocialSettings, type SocialSettings } from '../social/settings.ts';
import { tableContent } from './demo/demo.ts';
import { isCompany } from './dynamodb/data-directory.ts';
import { DEMO_SOCIAL } from './demo/network.ts';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new VisibleError(
      'USAGE',
      `The settings of social sources in ${file} cannot be read: is it a file of yours?`,
      {
        cause: error,
      },
    );
  }
}

/** The settings in a file; the files it names lie where it says, seen from where it lies itself, whoever reads it from wherever. */
function settingsIn(file: string): SocialSettings {
  // Editors of Windows begin a text with a mark of its encoding.
  const settings = parseSocialSettings(read(file).replace(/^\uFEFF/u, ''));
  const at = (path: string): string => resolve(dirname(file), path);
  return {
    ...settings,
    sources: settings.sources.map((source) =>
      source.type === 'file'
        ? {
            ...source,
            ...(source.accounts === undefined ? {} : { accounts: at(source.accounts) }),
            ...(source.follows === undefined ? {} : { follows: at(source.follows) }),
            ...(source.acts === undefined ? {} : { acts: at(source.acts) }),
          }
        : source,
    ),
  };
}

/**
 * The social sources of this machine: the file named, else KRING_SOCIAL (JSON), else `social.json` in the data directory, else the
 * recorded ones of the demo where the table holds the demo, else none.
 *
 * @throws VisibleError USAGE for a file that is not there; InvalidInputError for settings that are none
 */
export async function localSocialSettings(db: Db, data: string, file?: string): Promise<SocialSettings> {
  if (file !== undefined) {
    if (!existsSync(file)) throw new VisibleError('USAGE', `There is no file ${file} with social sources.`);
    return settingsIn(file);
  }
  const json = process.env['KRING_SOCIAL'] ?? '';
  if (json !== '') return parseSocialSettings(json);
  const own = join(data, 'social.json');
  if (existsSync(own)) return settingsIn(own);
  return !isCompany(data) && (await tableContent(db)) === 'DEMO' ? DEMO_SOCIAL : NO_SOURCES;
}

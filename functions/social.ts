// oxlint-disable-next-line typescript/triple-slash-reference -- SST writes this file as a global declaration
/// <reference path="../sst-env.d.ts" />
import { Resource } from 'sst';
import { NO_SOURCES, parseSocialSettings, type SocialSettings } from '../social/settings.ts';

/**
 * The deployment's social sources: KRING_SOCIAL (docs/social.md), and the secrets it names from the linked secret SocialSecrets, a JSON
 * object of name and value. They come to lie in this process's environment, where adapters look for them, and nowhere else.
 * @throws InvalidInputError naming the setting
 */
export function socialSettings(): SocialSettings {
  const json = process.env['KRING_SOCIAL'] ?? '';
  if (json === '') return NO_SOURCES;
  for (const [name, value] of Object.entries(JSON.parse(Resource.SocialSecrets.value) as Record<string, unknown>))
    if (typeof value === 'string') process.env[name] ??= value;
  return parseSocialSettings(json);
}

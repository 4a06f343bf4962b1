import { VisibleError } from '../domain/errors.ts';
import type { SocialSource, SourceFetch } from './source.ts';
import { sourceKey, type SocialSettings, type SourceSettings } from './settings.ts';

/** Hosts of a configured source: one, but for federated networks. */
export function hostsOf(settings: SourceSettings): readonly string[] {
  switch (settings.type) {
    case 'mastodon':
      return settings.hosts;
    case 'bluesky':
      return [new URL(settings.appView).host];
    case 'discourse':
      return [new URL(settings.url).host];
    case 'github':
      return ['api.github.com'];
    case 'file':
      return ['file'];
  }
}

/** The settings of a source. @throws VisibleError UNKNOWN_SOURCE naming those there are */
export function settingsOf(settings: SocialSettings, key: string): SourceSettings {
  const found = settings.sources.find((each) => sourceKey(each) === key);
  if (found !== undefined) return found;
  const known = settings.sources.map(sourceKey);
  throw new VisibleError(
    'UNKNOWN_SOURCE',
    known.length === 0
      ? `No social source is configured, so there is no ${key}. docs/social.md says how to configure one.`
      : `There is no social source ${key}; configured are ${known.join(', ')}.`,
  );
}

/**
 * Makes the adapter of a source for one of its hosts. Adapters and their SDKs are loaded when they are first needed: a
 * request that has nothing to do with them does not pay for them.
 */
export async function openSource(settings: SourceSettings, host: string, fetch: SourceFetch): Promise<SocialSource> {
  switch (settings.type) {
    case 'bluesky':
      return (await import('./bluesky/source.ts')).blueskySource(settings, fetch);
    case 'mastodon':
      return (await import('./mastodon/source.ts')).mastodonSource(settings, host, fetch);
    case 'discourse':
      return (await import('./discourse/source.ts')).discourseSource(settings, fetch);
    case 'github':
      return (await import('./github/source.ts')).githubSource(settings, fetch);
    case 'file':
      return (await import('./file/source.ts')).fileSource(settings);
  }
}

import type { SettingsOf } from '../settings.ts';
import type { SocialSource, SourceFetch } from '../source.ts';

export declare function mastodonSource(
  settings: SettingsOf<'mastodon'>,
  host: string,
  fetch: SourceFetch,
): SocialSource;

import type { SettingsOf } from '../settings.ts';
import type { SocialSource, SourceFetch } from '../source.ts';

export declare function blueskySource(settings: SettingsOf<'bluesky'>, fetch: SourceFetch): SocialSource;

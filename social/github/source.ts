import type { SettingsOf } from '../settings.ts';
import type { SocialSource, SourceFetch } from '../source.ts';

export declare function githubSource(settings: SettingsOf<'github'>, fetch: SourceFetch): SocialSource;

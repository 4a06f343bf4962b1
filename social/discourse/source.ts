import type { SettingsOf } from '../settings.ts';
import type { SocialSource, SourceFetch } from '../source.ts';

export declare function discourseSource(settings: SettingsOf<'discourse'>, fetch: SourceFetch): SocialSource;

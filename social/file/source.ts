import type { SettingsOf } from '../settings.ts';
import type { SocialSource } from '../source.ts';

export declare function fileSource(settings: SettingsOf<'file'>): SocialSource;

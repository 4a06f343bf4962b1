import { language } from '../app/settings.ts';
import { en } from './en.ts';
import { nl } from './nl.ts';

/** Every sentence of the page; a language that lacks one does not compile. */
export type Words = Readonly<Record<keyof typeof en, string>>;
export type WordKey = keyof typeof en;
/** Names of views and of their groups: nothing has to be filled in. */
export type TitleKey = Extract<WordKey, `view.${string}` | `nav.${string}`>;

/** The names in braces of a sentence: what has to be given with it. */
type Slots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | Slots<Rest> : never;
type Given<Key extends WordKey> =
  Slots<(typeof en)[Key]> extends never ? [] : [values: Readonly<Record<Slots<(typeof en)[Key]>, string>>];

/** A sentence in the reader's language. */
export function t<Key extends WordKey>(key: Key, ...given: Given<Key>): string {
  const text: string = (language.value === 'nl' ? nl : en)[key];
  const values: Readonly<Record<string, string>> = given[0] ?? {};
  return text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}

/** What the API has in English or as a name of an enum, in the reader's language; what this page does not know yet is shown as it came. */
export function nameOf(group: string, value: string, asItCame = value.replaceAll('_', ' ').toLowerCase()): string {
  const key = `${group}.${value}`;
  return Object.hasOwn(en, key) ? (language.value === 'nl' ? nl : en)[key as WordKey] : asItCame;
}

import { effect, signal } from '@preact/signals';

/** Languages the page speaks. */
export type Language = 'en' | 'nl';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const asked = new URLSearchParams(location.search);

/** Storage may be forbidden (a private window, a policy): then a choice lasts as long as the page. */
function kept(storage: 'localStorage' | 'sessionStorage', name: string): string | null {
  try {
    return globalThis[storage].getItem(name);
  } catch {
    return null;
  }
}
function keep(storage: 'localStorage' | 'sessionStorage', name: string, value: string | null): void {
  try {
    if (value === null) globalThis[storage].removeItem(name);
    else globalThis[storage].setItem(name, value);
  } catch {
    // As said: it lasts as long as the page.
  }
}

const languageOf = (text: string | null): Language | null => (text === 'en' || text === 'nl' ? text : null);
const themeOf = (text: string | null): Theme | null => THEMES.find((theme) => theme === text) ?? null;

export const language = signal<Language>(
  languageOf(asked.get('lang')) ??
    languageOf(kept('localStorage', 'kring-language')) ??
    (navigator.language.startsWith('nl') ? 'nl' : 'en'),
);
export const theme = signal<Theme>(
  themeOf(asked.get('theme')) ?? themeOf(kept('localStorage', 'kring-theme')) ?? 'system',
);

effect(() => {
  document.documentElement.lang = language.value;
  keep('localStorage', 'kring-language', language.value);
});
effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  keep('localStorage', 'kring-theme', theme.value);
});

/** What the page was built for; the policy of such a page lets it ask nobody else. */
const builtFor = document.querySelector<HTMLMetaElement>('meta[name="kring-api"]')?.content;

/** Where GraphQL is asked: what the page was built for, `?api=` of its address, or the server it came from. Null for what is no web address. */
export const endpoint: string | null = ((): string | null => {
  const address = builtFor ?? asked.get('api') ?? '/graphql';
  if (!URL.canParse(address, location.href)) return null;
  const { protocol, href } = new URL(address, location.href);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
})();

/** A key belongs to the endpoint it was entered for: an address that names another one is never sent it. */
const KEY_NAME = `kring-key ${endpoint}`;
export const key = signal<string | null>(kept('sessionStorage', KEY_NAME));
effect(() => keep('sessionStorage', KEY_NAME, key.value));

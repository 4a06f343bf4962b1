import * as z from 'zod';
import { InvalidInputError } from '../domain/errors.ts';

/** `{"env": "NAME"}`: a secret is named in the settings and lies in the environment, never in the file. */
const secret = z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable') });
const host = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i, 'a host name such as mastodon.social')
  .refine((text) => URL.canParse(`https://${text}`), 'a host name such as mastodon.social')
  .transform((text) => text.toLowerCase());
/** An address something is read at, or customers are sent to. */
const web = z.url({ protocol: /^https?$/, error: 'an address such as https://shop.example' });

/** Upper bounds of the use of each host of a source in a calendar day (UTC). */
const budget = z.strictObject({
  callsPerDay: z.int().min(1).optional(),
  /** In millionths of the billing currency; only sources that cost money count it. */
  microsPerDay: z.int().min(0).optional(),
});
const file = z.string().min(1, 'the path of a CSV file').optional();
const common = { budget: budget.default({}) };

const sourceSettings = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bluesky'),
    ...common,
    /** Where public data are read. */
    appView: web.default('https://public.api.bsky.app'),
    /** The event stream; null polls only. */
    jetstream: z
      .url({ protocol: /^wss?$/, error: 'an address such as wss://jetstream.example/subscribe' })
      .nullable()
      .default('wss://jetstream2.us-east.bsky.network/subscribe'),
    /** The company's own account: its notifications are the engagement. Its personal server is found through its handle. */
    brand: z
      .strictObject({
        identifier: z.string().min(1),
        password: secret,
        service: web.default('https://bsky.social'),
      })
      .optional(),
    /** The local network of the tests has a PLC directory of its own. */
    plc: web.optional(),
  }),
  z.strictObject({
    type: z.literal('mastodon'),
    ...common,
    /** Servers whose accounts may be linked. */
    hosts: z
      .array(host)
      .min(1)
      .max(100)
      .transform((hosts) => [...new Set(hosts)]),
    /** The company's own account on one of them. */
    brand: z.strictObject({ host, token: secret }).optional(),
  }),
  z.strictObject({
    type: z.literal('discourse'),
    ...common,
    url: web,
    apiKey: secret,
    apiUsername: z.string().min(1).default('system'),
    /** Checks the signature of events the forum posts to us. */
    webhookSecret: secret.optional(),
    /** The source whose customer ids the forum's single sign-on uses as external ids. */
    externalIdSource: z.string().min(1).max(100),
  }),
  z.strictObject({
    type: z.literal('github'),
    ...common,
    token: secret,
    /** Whose repositories are the company's own. */
    organisation: z.string().min(1),
    oauth: z.strictObject({ clientId: z.string().min(1), clientSecret: secret }).optional(),
  }),
  z
    .strictObject({
      type: z.literal('file'),
      ...common,
      /** What the export is of: the source of its ties and accounts, such as `instagram`. */
      source: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a lower-case name such as instagram'),
      /** CSV files: accounts with their counts; who follows whom; acts on the company's accounts. */
      accounts: file,
      follows: file,
      acts: file,
      /** Marks everything that comes from it as made by a simulation. */
      simulated: z.boolean().default(false),
    })
    .refine(
      ({ accounts, follows, acts }) => (accounts ?? follows ?? acts) !== undefined,
      'name at least one file: accounts, follows or acts',
    ),
]);

const socialSettings = z.strictObject({
  sources: z.array(sourceSettings).max(20),
  /** The text customers agree to; its version is kept with every consent. */
  consent: z
    .strictObject({
      version: z.string().min(1).max(40),
      company: z.string().min(1).max(200),
      policyUrl: web.optional(),
    })
    .optional(),
  /** Where customers reach the linking page, for sign-ins to come back to. */
  publicUrl: web
    .refine((url) => !/[?#]/.test(url), 'an address without ? and #, since more is put behind it')
    .optional(),
});

export type SocialSettings = z.infer<typeof socialSettings>;
export type SourceSettings = SocialSettings['sources'][number];
export type SettingsOf<Type extends SourceSettings['type']> = Extract<SourceSettings, { readonly type: Type }>;

/** The key of a source's accounts, ties and interactions. */
export const sourceKey = (settings: SourceSettings): string =>
  settings.type === 'file' ? settings.source : settings.type;

/**
 * The settings of social sources, from the JSON of a file (`kring sync --sources FILE`) or of KRING_SOCIAL.
 *
 * @example
 * parseSocialSettings('{"sources": [{"type": "bluesky"}], "consent": {"version": "2026-11", "company": "Shop"}}');
 * @throws InvalidInputError naming the setting
 */
export function parseSocialSettings(json: string): SocialSettings {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new InvalidInputError(['social'], 'The settings of social sources are no JSON.');
  }
  const parsed = socialSettings.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new InvalidInputError(
      ['social', ...path.map(String)],
      `Social sources, ${path.join('.') || 'settings'}: ${message}. docs/social.md has an example.`,
    );
  }
  const keys = parsed.data.sources.map(sourceKey);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined)
    throw new InvalidInputError(['social', 'sources'], `Social sources: ${twice} is there twice; name each once.`);
  return parsed.data;
}

export const NO_SOURCES: SocialSettings = { sources: [] };

/** The value of a secret. @throws InvalidInputError naming the variable */
export function secretValue(
  { env }: { readonly env: string },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const value = environment[env];
  if (value === undefined || value === '')
    throw new InvalidInputError(['social'], `The environment variable ${env}, which the settings name, is not set.`);
  return value;
}

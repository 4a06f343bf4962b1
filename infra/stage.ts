/**
 * The settings of a stage: what stages.ts may say, checked before anything is deployed. Imported by sst.config.ts before its components exist, so it
 * knows nothing of SST.
 */
import * as z from 'zod';

const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);
const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};
const isOrigin = (text: string): boolean =>
  URL.canParse(text) && new URL(text).origin === text && /^https:/u.test(text);
/** Addresses that stand for "yours" in examples; RFC 2606 keeps these domains for that. */
const isExample = (address: string): boolean => /@(?:.*\.)?example(?:\.(?:com|net|org))?$/iu.test(address);

const positive = z.int().positive();

const settingsSchema = z.strictObject({
  /** Where everything lies. */
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/u, 'is no AWS region, such as eu-west-1'),
  /** Currency of the accounts, ISO 4217. Fixed with the first write. */
  currency: z.string().refine(isCurrency, 'is no ISO 4217 currency code, such as EUR'),
  /** Zone in which days begin, IANA; UTC when absent. Fixed with the first write. */
  timeZone: z.string().refine(isTimeZone, 'is no IANA time zone, such as Europe/Amsterdam').optional(),
  /** Who is told of alarms. Every stage that is not personal has one. */
  alarmEmail: z.email('is no e-mail address').optional(),
  /** AWS tells `alarmEmail` when this account's month is forecast to cost more than 80 % of it, and when it costs all of it. */
  monthlyBudgetUsd: positive.optional(),
  /** Hours between the starts of two runs; 1 when absent. */
  runEveryHours: z.int().min(1).max(24).optional(),
  /**
   * Who goes on with a run whose process was killed or ran out of time. SCHEDULE (when absent): one every five minutes, in every region. WORKFLOW: a durable function
   * of AWS Lambda, at once (decision 41); not every region has them.
   */
  runs: z.enum(['SCHEDULE', 'WORKFLOW']).optional(),
  /**
   * Who may call the API. IAM (when absent): AWS turns away whoever does not sign, before a function runs. KEYS: the URL is open, and Kring
   * itself asks for an API key or a token of `oidc`: what browsers and partners need.
   */
  callers: z.enum(['IAM', 'KEYS']).optional(),
  /** Whether the explorer is put on a site of its own (docs/explorer.md); takes callers: KEYS, because a browser shows a key. */
  explorer: z.boolean().optional(),
  /** Web origins that may call the API from a browser; none when absent. */
  allowedOrigins: z.array(z.string().refine(isOrigin, 'is no origin, such as https://shop.example')).optional(),
  /** The identity provider whose tokens count (docs/access.md). */
  oidc: z
    .strictObject({
      issuer: z.url({ protocol: /^https$/u }),
      audience: z.string().min(1),
      jwks: z.url({ protocol: /^https$/u }).optional(),
      algorithm: z.string().min(1).optional(),
    })
    .optional(),
  /** What one caller may spend (docs/access.md): the most that is saved up, and what is added a second. */
  spending: z.strictObject({ costLimit: positive.optional(), costPerSecond: positive.optional() }).optional(),
  /** Social sources, as docs/social-sources.md has them; names of secrets, never secrets. */
  social: z.looseObject({}).optional(),
  /** The most of a function that runs at one time; what an account gives when absent. Calls beyond it are turned away. */
  concurrency: z
    .strictObject({ graphql: positive.optional(), ingest: positive.optional(), link: positive.optional() })
    .optional(),
  /** The most the table serves a second, in units: a ceiling of cost. None when absent. */
  tableMaximum: z.strictObject({ readUnits: positive.optional(), writeUnits: positive.optional() }).optional(),
  /**
   * A distribution (CloudFront) with a firewall (WAF) in front of the API, about $10 a month and $.60 a million requests: an address that asks more often is turned away. Takes callers: KEYS,
   * because a signature is for one address and the distribution has another. None when absent.
   */
  firewall: z.strictObject({ requestsPerFiveMinutes: z.int().min(100) }).optional(),
  /** Whether AWS X-Ray keeps how long functions took and who called them, of one call in twenty; about $5 a million of those kept. No when absent. */
  tracing: z.boolean().optional(),
  /** Encrypts table and buckets under a key of this account's own, which costs about $1 a month; AWS's own keys when absent. */
  ownEncryptionKey: z.boolean().optional(),
});

export type StageSettings = z.input<typeof settingsSchema>;

/** A stage that belongs to one developer, and may vanish. */
export const isPersonal = (name: string): boolean => /^personal(?:-|$)/u.test(name);

/** What a stage may be called: it stands in the name of every resource, and some of those take no more. */
const STAGE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const MAX_STAGE_NAME = 30;

/** In words of stages.ts, what zod would say in its own. */
function sayIt(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code !== 'unrecognized_keys') return undefined;
  const of = issue.path?.[0] as keyof typeof settingsSchema.shape | undefined;
  const schema: z.core.$ZodType = of === undefined ? settingsSchema : settingsSchema.shape[of];
  const inner: unknown = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const known = inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  return `has no setting ${issue.keys.join(', ')}. There are: ${known.join(', ')}`;
}

/**
 * The settings of a stage, checked.
 * @throws Error saying which setting of which stage is wrong, or that the stage has none: nothing is deployed then
 */
export function settingsOf(
  name: string,
  known: { readonly personal: StageSettings; readonly stages: Readonly<Record<string, StageSettings>> },
): StageSettings {
  if (!STAGE_NAME.test(name) || name.length > MAX_STAGE_NAME)
    throw new Error(
      `A stage is not called "${name}": lower-case letters and digits, hyphens between them, at most ${MAX_STAGE_NAME} in all, such as personal-ada.`,
    );
  const settings = isPersonal(name)
    ? known.personal
    : Object.hasOwn(known.stages, name)
      ? known.stages[name]
      : undefined;
  if (settings === undefined)
    throw new Error(
      `stages.ts has no stage "${name}". Add one, or deploy to a stage of your own: --stage personal-${name}. It has: ${Object.keys(known.stages).join(', ')}.`,
    );
  const checked = settingsSchema.safeParse(settings, { error: sayIt });
  const problems = checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  if (!isPersonal(name) && settings.alarmEmail === undefined)
    problems.push('alarmEmail: is missing. Name who is told when a run fails');
  if (settings.alarmEmail !== undefined && isExample(settings.alarmEmail))
    problems.push(`alarmEmail: ${settings.alarmEmail} is an example. Name who is told when a run fails`);
  if (settings.monthlyBudgetUsd !== undefined && settings.alarmEmail === undefined)
    problems.push('monthlyBudgetUsd: there is no alarmEmail to tell');
  if (settings.explorer === true && settings.callers !== 'KEYS')
    problems.push("explorer: its readers show a key, which callers: 'KEYS' takes");
  if (settings.firewall !== undefined && settings.callers !== 'KEYS')
    problems.push("firewall: requests signed for the function's address do not pass it; it takes callers: 'KEYS'");
  if (problems.length > 0) throw new Error(`Stage "${name}" in stages.ts is not right.\n  ${problems.join('\n  ')}`);
  return settings;
}

import { InvalidInputError } from '../errors.ts';
import type { Allowance } from './allowance.ts';

/** What a caller may be allowed to do, each for all of the company; `ingest:<source>` is granted for a source at a time ({@link Grants}). */
export const SCOPES = [
  'profile:read',
  'pii:read',
  'value:read',
  'margin:read',
  'network:read',
  'segments:write',
  'actions:write',
  'rules:write',
  'webhooks:write',
  'runs:start',
  'runs:asof',
  'keys:admin',
  'privacy:admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Everything that only reads. */
export const READ_SCOPES: readonly Scope[] = [
  'profile:read',
  'pii:read',
  'value:read',
  'margin:read',
  'network:read',
  'runs:asof',
];

/** What keys are marked with where no stage of a deployment has a name. */
export const LOCAL_STAGE = 'local';

const INGEST = 'ingest:';
/** Ingestion of records of any source. */
export const ANY_SOURCE = '*';

/** What somebody was granted, read once from the words of a key or token. */
export interface Grants {
  readonly scopes: ReadonlySet<Scope>;
  /** Sources whose records may be written; {@link ANY_SOURCE} stands for all. */
  readonly ingest: ReadonlySet<string>;
}

/** Who asks, whatever they showed to say so. */
export interface Principal extends Grants {
  /** The same in every request of one key, token subject or signing role: idempotency keys and logs go by it. */
  readonly id: string;
  readonly kind: 'KEY' | 'TOKEN' | 'AWS' | 'DEVELOPMENT';
  readonly name: string;
  /** Only customers one of these sources named may be seen, and nothing about the company as a whole; null: no such bound. */
  readonly sources: ReadonlySet<string> | null;
  /** Epoch milliseconds; null: until it is revoked. */
  readonly expiresAt: number | null;
  /** May send documents only that were added beforehand: what lies open in a page can then ask for nothing else. */
  readonly trustedOnly?: boolean;
  /** What this caller may spend in place of what all may. */
  readonly allowance?: Allowance;
}

const isScope = (word: string): word is Scope => (SCOPES as readonly string[]).includes(word);

/**
 * The grants that words such as `value:read` and `ingest:shop` stand for.
 *
 * @throws InvalidInputError for a word that is none: a grant nobody knows must not be kept as if it were one
 */
export function parseGrants(words: readonly string[]): Grants {
  const scopes = new Set<Scope>();
  const ingest = new Set<string>();
  for (const word of words) {
    if (isScope(word)) scopes.add(word);
    else if (word.startsWith(INGEST) && word.length > INGEST.length) ingest.add(word.slice(INGEST.length));
    else
      throw new InvalidInputError(
        ['scopes'],
        `"${word}" is no scope. Scopes are ${SCOPES.join(', ')} and ingest:<source> (ingest:* for any source).`,
      );
  }
  return { scopes, ingest };
}

/** The words of grants, in one order. */
export const grantWords = ({ scopes, ingest }: Grants): string[] => [
  ...SCOPES.filter((scope) => scopes.has(scope)),
  ...[...ingest].sort().map((source) => `${INGEST}${source}`),
];

/** Whether records of a source may be written. */
export const mayIngest = ({ ingest, sources }: Principal, source: string): boolean =>
  (ingest.has(ANY_SOURCE) || ingest.has(source)) && (sources === null || sources.has(source));

/** Whether a caller may see the customers a source named. */
export const seesSource = ({ sources }: Principal, source: string): boolean => sources === null || sources.has(source);

/** Whether a caller may see a customer: everybody, or who has an id in one of their sources. */
export const seesCustomer = (
  { sources }: Principal,
  identities: readonly { readonly type: string; readonly source?: string | null }[],
): boolean =>
  sources === null ||
  identities.some(({ type, source }) => type === 'EXTERNAL_ID' && source != null && sources.has(source));

/** Grants nobody may hand on who does not hold them. */
export const beyond = (asked: Grants, held: Principal): string[] =>
  grantWords({
    scopes: new Set([...asked.scopes].filter((scope) => !held.scopes.has(scope))),
    ingest: new Set([...asked.ingest].filter((source) => !held.ingest.has(ANY_SOURCE) && !held.ingest.has(source))),
  });

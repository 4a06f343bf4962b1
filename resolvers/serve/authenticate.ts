import { READ_SCOPES, SCOPES, ANY_SOURCE, type Principal } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import { findAccessKey, keyParts, noteUse, type AccessKey, type Shown } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import type { HttpQuestion } from './http.ts';
import type { TokenReader } from './tokens.ts';

/** Says who asks. @throws VisibleError UNAUTHENTICATED; UNAVAILABLE where that cannot be found out now */
export type Authenticate = (question: Pick<HttpQuestion, 'headers' | 'signedBy'>) => Promise<Principal>;

export interface AuthenticateOptions {
  readonly db: Db;
  /** Reads what an identity provider signed; absent where none is configured. */
  readonly tokens?: TokenReader;
  /** Who asks without showing anything; absent: nobody may. */
  readonly anonymous?: Principal;
}

/** A key that was revoked or changed elsewhere is known here for this long at most. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 1000;

/** Who reads on this machine without a key: everything, changing nothing. */
export const DEVELOPMENT: Principal = {
  id: 'development',
  kind: 'DEVELOPMENT',
  name: 'development',
  scopes: new Set(READ_SCOPES),
  ingest: new Set(),
  sources: null,
  expiresAt: null,
};

/** A caller whose signature AWS checked: what they may call at all, a policy of the account says. */
export const awsPrincipal = (arn: string): Principal => ({
  id: `aws:${arn}`,
  kind: 'AWS',
  name: arn,
  scopes: new Set(SCOPES),
  ingest: new Set([ANY_SOURCE]),
  sources: null,
  expiresAt: null,
});

const refusal = (message: string): VisibleError => new VisibleError('UNAUTHENTICATED', message);

/** What a request shows: `Authorization: Bearer …`, or `x-kring-key` where a signature of AWS takes that header. */
function shownIn(headers: Readonly<Record<string, string>>): string | null {
  const own = headers['x-kring-key'];
  if (own !== undefined) return own.trim();
  const [scheme = '', ...rest] = (headers['authorization'] ?? '').trim().split(/\s+/u);
  return /^bearer$/iu.test(scheme) ? rest.join(' ') : null;
}

/** Keys and tokens of one process; what the table says of a key is remembered for half a minute. */
export function authenticator({ db, tokens, anonymous }: AuthenticateOptions): Authenticate {
  const remembered = new Map<string, { readonly until: number; readonly found: Promise<Shown | null> }>();

  /** Of a key that is remembered its use is noted once, not tried again with every request. */
  const noted = new WeakSet<Shown>();

  const find = (prefix: string): Promise<Shown | null> => {
    const before = remembered.get(prefix);
    if (before !== undefined && before.until > db.clock()) return before.found;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const found = findAccessKey(db, prefix);
    remembered.set(prefix, { until: db.clock() + REMEMBERED_MS, found });
    found.then(
      // A prefix nobody has is made up; remembering it would let anybody push out the real ones.
      (shown) => shown ?? remembered.delete(prefix),
      () => remembered.delete(prefix),
    );
    return found;
  };

  const byKey = async ({ prefix, secret }: { prefix: string; secret: string }): Promise<Principal> => {
    const shown = await find(prefix);
    if (shown === null || !shown.opens(secret))
      throw refusal('This key is not known here. Check that it was copied whole.');
    const { key } = shown;
    if (key.revokedAt !== null) throw refusal(`The key ${key.prefix} was revoked. Ask for another one.`);
    if (key.expiresAt !== null && key.expiresAt <= db.clock())
      throw refusal(`The key ${key.prefix} expired at ${new Date(key.expiresAt).toISOString()}. Ask for another one.`);
    if (!noted.has(shown)) await noteUse(db, key);
    noted.add(shown);
    return principalOf(key);
  };

  return async ({ headers, signedBy }) => {
    const shown = shownIn(headers);
    if (shown === null) {
      if (signedBy !== undefined) return awsPrincipal(signedBy);
      if (anonymous !== undefined) return anonymous;
      throw refusal('Say who asks: send the header "Authorization: Bearer kring_…" with an API key.');
    }
    const parts = keyParts(shown);
    if (parts !== null) return byKey(parts);
    if (tokens !== undefined && shown.split('.').length === 3) return tokens(shown);
    throw refusal('What the request shows is neither an API key nor a token of a configured issuer.');
  };
}

const principalOf = ({
  prefix,
  name,
  scopes,
  ingest,
  sources,
  expiresAt,
  trustedOnly,
  allowance,
}: AccessKey): Principal => ({
  id: `key:${prefix}`,
  kind: 'KEY',
  name,
  scopes,
  ingest,
  sources,
  expiresAt,
  trustedOnly,
  ...(allowance === null ? {} : { allowance }),
});

import type { Allowance } from '../../domain/access/allowance.ts';
import { beyond, grantWords, parseGrants, type Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { dayOf } from '../../domain/time/time.ts';
import { listAudit } from '../../store/access/audit.ts';
import { createAccessKey, findAccessKey, listAccessKeys, revokeAccessKey } from '../../store/access/keys.ts';
import type { ApiKeyCreateInput } from '../../schema/generated.ts';
import type { ApiKeyResolvers, MutationResolvers, QueryResolvers } from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError } from '../serve/user-errors.ts';

const words = (sources: ReadonlySet<string> | null): string[] | null => sources && [...sources].sort();

export const accessQueries: Pick<QueryResolvers, 'viewer' | 'apiKeys' | 'auditLog'> = {
  viewer: (_, __, { principal }) => ({
    kind: principal.kind,
    name: principal.name,
    scopes: grantWords(principal),
    sources: words(principal.sources),
    expiresAt: principal.expiresAt,
  }),
  apiKeys: (_, __, { db }) => listAccessKeys(db),
  auditLog: async (_, { day, first, after }, { db }) => {
    const of = day ?? dayOf(db.clock());
    const list = `audit ${of}`;
    const { items, hasNext } = await listAudit(db, {
      day: of,
      first: pageSize(first),
      ...(after == null ? {} : { after: decodeKey(after, list) }),
    });
    const edges = items.map(({ cursor, entry: { principal, ...entry } }) => ({
      cursor: encodeKey(list, cursor),
      node: { ...entry, by: principal.id, kind: principal.kind, name: principal.name },
    }));
    return connection(edges, hasNext, { after });
  },
};

export const apiKeyFields: ApiKeyResolvers = {
  costLimit: ({ allowance }) => allowance?.limit ?? null,
  costPerSecond: ({ allowance }) => allowance?.restoreRate ?? null,
  key: ({ prefix }) => prefix,
  scopes: (key) => grantWords(key),
  sources: ({ sources }) => words(sources),
};

/** What a new key may do. @throws InvalidInputError for more than whoever makes it may do: keys:admin is no way around the other scopes */
function grantsOf({ scopes, sources }: ApiKeyCreateInput, { principal }: RequestContext) {
  const grants = parseGrants(scopes);
  const more = beyond(grants, principal);
  if (more.length > 0)
    throw new InvalidInputError(
      ['scopes'],
      `"${principal.name}" cannot grant what it was not granted: ${more.join(', ')}.`,
      {
        code: 'FORBIDDEN',
      },
    );
  return { ...grants, sources: sources == null ? null : new Set(sources) };
}

/**
 * What a new key may spend: no more than its maker, where that is bounded by itself.
 *
 * @throws InvalidInputError
 */
function allowanceIn({ costLimit, costPerSecond }: ApiKeyCreateInput, maker: Principal): Allowance | null {
  if ((costLimit == null) !== (costPerSecond == null))
    throw new InvalidInputError(['costLimit'], 'costLimit and costPerSecond go together.');
  const own = maker.allowance ?? null;
  if (costLimit == null || costPerSecond == null) return own;
  return {
    limit: Math.min(costLimit, own?.limit ?? costLimit),
    restoreRate: Math.min(costPerSecond, own?.restoreRate ?? costPerSecond),
  };
}

export const accessMutations: Pick<MutationResolvers, 'apiKeyCreate' | 'apiKeyRevoke'> = {
  apiKeyCreate: async (_, { input }, context) => {
    const { db, stage } = context;
    try {
      const asked = {
        name: input.name,
        ...grantsOf(input, context),
        expiresAt: input.expiresAt ?? null,
        trustedOnly: input.trustedOnly || context.principal.trustedOnly === true,
        allowance: allowanceIn(input, context.principal),
      };
      const { prefix, secret } = await idempotent(
        context,
        'apiKeyCreate',
        input,
        async () => {
          const made = await createAccessKey(db, stage, asked);
          return { prefix: made.key.prefix, secret: made.secret };
        },
        { secret: true },
      );
      return { apiKey: (await findAccessKey(db, prefix, { consistent: true }))!.key, secret, userErrors: [] };
    } catch (error) {
      return { apiKey: null, secret: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
  apiKeyRevoke: async (_, { input }, context) => {
    try {
      await idempotent(context, 'apiKeyRevoke', input, async () => ({
        prefix: (await revokeAccessKey(context.db, input.key)).prefix,
      }));
      return { apiKey: (await findAccessKey(context.db, input.key, { consistent: true }))!.key, userErrors: [] };
    } catch (error) {
      return { apiKey: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
};

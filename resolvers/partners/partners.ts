import { createHash } from 'node:crypto';
import * as z from 'zod';
import { grantWords, type Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { ScoreChange } from '../../schema/generated.ts';
import { FEED_START, readFeed, type FeedEntry, type FeedPosition } from '../../store/changes/feed.ts';
import { lastSettledChange } from '../../store/changes/log.ts';
import { scoresByExternalId } from '../../store/published/partner-scores.ts';
import type { Identity } from '../../store/customers/identity.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { QueryResolvers } from '../generated.ts';
import { toGlobalId } from '../wire/ids.ts';
import { MAX_PAGE, pageSize } from '../wire/paging.ts';
import { scoreRows } from './rows.ts';

export const partnerQueries: Pick<QueryResolvers, 'partnerScores' | 'scoreChanges'> = {
  partnerScores: async (_, { source, externalIds }, { db, principal, currency }) => {
    if (externalIds.length > MAX_PAGE)
      throw new InvalidInputError(
        ['externalIds'],
        `At most ${MAX_PAGE} ids at once; got ${externalIds.length}. Ask for the others in a second request.`,
        { code: 'TOO_MANY' },
      );
    if (principal.sources !== null && !principal.sources.has(source))
      throw new InvalidInputError(
        ['source'],
        `"${principal.name}" sees customers of ${[...principal.sources].sort().join(', ')} only.`,
        { code: 'FORBIDDEN' },
      );
    const { shown, found } = await scoresByExternalId(db, source, externalIds);
    const rowOf = scoreRows(principal, currency, shown);
    return found.map(({ customerId, row }, index) => rowOf(customerId, row, externalIds[index]!));
  },

  scoreChanges: async (_, { since, first }, { db, principal, currency }) => {
    const size = pageSize(first);
    const view = viewOf(principal);
    const from = since == null ? null : decodeToken(since);
    const page =
      from !== null && from.view !== view ? null : await readFeed(db, from?.position ?? null, size, principal.sources);
    if (page === null)
      return {
        changes: [],
        token: encodeToken(view, { ...FEED_START, change: await lastSettledChange(db) }),
        caughtUp: false,
        resyncRequired: true,
      };
    return {
      changes: page.entries.map(changeFor(principal, currency, page.shown)),
      token: encodeToken(view, page.position),
      caughtUp: page.isCaughtUp,
      resyncRequired: false,
    };
  },
};

/** The ids a caller may know a customer by: of the sources it sees. */
export const idsSeen = ({ sources }: Principal, identities: readonly Identity[]): { source: string; id: string }[] =>
  identities.flatMap(({ type, source, value }) =>
    type === 'EXTERNAL_ID' && source !== null && (sources?.has(source) ?? true) ? [{ source, id: value }] : [],
  );

function changeFor(
  principal: Principal,
  currency: string,
  shown: VisibleGeneration | null,
): (entry: FeedEntry) => ScoreChange {
  const rowOf = scoreRows(principal, currency, shown);
  return (entry) => ({
    kind: entry.kind,
    customerId: toGlobalId('Customer', entry.customerId),
    externalIds: entry.kind === 'UPSERT' ? idsSeen(principal, entry.identities) : [],
    score: entry.kind === 'UPSERT' ? rowOf(entry.customerId, entry.row, null) : null,
    intoId: entry.kind === 'MERGE' ? toGlobalId('Customer', entry.intoId) : null,
  });
}

const generation = z.int().min(0);
const Token = z.strictObject({
  v: z.literal(1),
  w: z.string().length(8),
  b: generation,
  t: generation.nullable(),
  a: z.string().regex(/^(?:[0-9a-z]{20})?$/u),
  c: z.int().min(0),
  d: z.tuple([generation, generation, z.int().min(0)]).nullable(),
});

/** What a caller sees: a token of somebody who saw others, or less of them, is of no use. */
export const viewOf = (principal: Principal): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        principal.sources && [...principal.sources].sort(),
        grantWords({ scopes: principal.scopes, ingest: new Set() }).filter((word) => word.endsWith(':read')),
      ]),
    )
    .digest('base64url')
    .slice(0, 8);

export const encodeToken = (view: string, { base, target, after, change, told }: FeedPosition): string =>
  Buffer.from(
    JSON.stringify({
      v: 1,
      w: view,
      b: base,
      t: target,
      a: after,
      c: change,
      d: told && [told.base, told.target, told.upTo],
    } satisfies z.input<typeof Token>),
  ).toString('base64url');

function decodeToken(token: string): { readonly view: string; readonly position: FeedPosition } {
  try {
    const { w, b, t, a, c, d } = Token.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return {
      view: w,
      position: {
        base: b,
        target: t,
        after: a,
        change: c,
        told: d && { base: d[0], target: d[1], upTo: d[2] },
      },
    };
  } catch (cause) {
    throw new InvalidInputError(
      ['since'],
      'This is not a token of this feed. Pass `token` of the previous page unchanged, or leave `since` out to begin with everybody.',
      { code: 'INVALID_CURSOR', cause },
    );
  }
}

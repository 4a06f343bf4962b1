import * as z from 'zod';
import { instant, number, oneOf, text } from '../../intake/cells.ts';
import type { Notation } from '../../intake/cells.ts';
import type { FieldColumns } from '../../intake/csv/columns.ts';
import { canonicalId } from '../../intake/columns.ts';
import { ACT_VERBS } from '../source.ts';

/** Columns of the three files of an export, and what a row of each has to hold: the refusals of `kring import`. */
export const ACCOUNT_FIELDS = {
  id: { columns: ['account id', 'account', 'id'], required: true },
  handle: { columns: ['handle', 'username', 'name'], required: true },
  followers: { columns: ['followers', 'followers count'], required: false },
  follows: { columns: ['follows', 'following', 'follows count', 'following count'], required: false },
  posts: { columns: ['posts', 'posts count', 'media count'], required: false },
  bio: { columns: ['bio', 'description'], required: false },
  link: { columns: ['link', 'website', 'url'], required: false },
  readAt: { columns: ['read at', 'fetched at', 'exported at'], required: false },
} as const satisfies FieldColumns<string>;

export const FOLLOW_FIELDS = {
  follower: { columns: ['follower id', 'follower', 'from'], required: true },
  followed: { columns: ['followed id', 'followed', 'to'], required: true },
} as const satisfies FieldColumns<string>;

export const ACT_FIELDS = {
  id: { columns: ['id', 'act id'], required: true },
  actor: { columns: ['actor', 'actor id', 'account', 'account id'], required: true },
  verb: { columns: ['verb', 'type', 'action'], required: true },
  subject: { columns: ['subject', 'subject id'], required: false },
  object: { columns: ['object', 'object id', 'post', 'post id'], required: false },
  at: { columns: ['at', 'date', 'time', 'timestamp'], required: true },
} as const satisfies FieldColumns<string>;

const DAY_MS = 86_400_000;
/** Dates are ISO 8601, in UTC where they name no offset; none lies after tomorrow. */
const notation = (now: number): Notation => ({
  currency: '',
  minorDigits: 0,
  dateFormat: 'iso',
  isFixed: true,
  latest: now + DAY_MS,
});

export const accountId = () => text().transform(canonicalId);
const count = (now: number) =>
  number(notation(now), 0, Number.MAX_SAFE_INTEGER).refine(Number.isInteger, 'is not a whole number');
const absentIsNull = <T>(schema: z.ZodType<T>) => schema.optional().transform((value): T | null => value ?? null);

export const accountRow = (now: number) =>
  z.object({
    id: accountId(),
    handle: text(),
    followers: absentIsNull(count(now)),
    follows: absentIsNull(count(now)),
    posts: absentIsNull(count(now)),
    bio: z.string().default(''),
    link: absentIsNull(z.url({ protocol: /^https?$/u, error: 'is no web address such as https://example.com' })),
    readAt: absentIsNull(instant(notation(now))),
  });

export const followRow = () =>
  z.object({ follower: accountId(), followed: accountId() }).refine(({ follower, followed }) => follower !== followed, {
    path: ['followed'],
    message: 'is the same account as the follower',
  });

/** Rows of one file: an id is one act's, done and taken back by one account. Of two acts with one id the second would be taken for a repeat and never count. */
export const actRow = (now: number) => {
  const actOf = new Map<string, string>();
  return z
    .object({
      id: text(),
      actor: accountId(),
      verb: oneOf(ACT_VERBS),
      subject: absentIsNull(accountId()),
      object: absentIsNull(text()),
      at: instant(notation(now)),
    })
    .refine(
      ({ id, actor, verb }) => {
        const act = `${verb.replace(/^UN/u, '')} ${actor}`;
        const known = actOf.get(id);
        if (known === undefined) actOf.set(id, act);
        return known === undefined || known === act;
      },
      { path: ['id'], message: 'is the id of another act above; each act needs an id of its own' },
    );
};

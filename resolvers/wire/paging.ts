import * as z from 'zod';
import { InvalidInputError } from '../../domain/errors.ts';

export const MAX_PAGE = 100;
/** `first` of every list that is read both ways, where nobody gives it; the SDL says so too. */
export const DEFAULT_PAGE = 50;

/**
 * The page size asked for. @throws InvalidInputError unless 1 ≤ first ≤ 100
 *
 * @example pageSize(20) // 20
 */
export function pageSize(first: number, argument: 'first' | 'last' = 'first'): number {
  if (first >= 1 && first <= MAX_PAGE) return first;
  const [cursor, next] =
    argument === 'first' ? ['after', 'after: pageInfo.endCursor'] : ['before', 'before: pageInfo.startCursor'];
  throw new InvalidInputError(
    [argument],
    `${argument} must be between 1 and ${MAX_PAGE}; got ${first}. A list that takes \`${cursor}\` has more with \`${next}\`.`,
    { code: 'PAGE_SIZE' },
  );
}

/** What a list that is read both ways is asked for: a page on from `after`, or with `last` a page back from `before`. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Which way a page goes, how long it is at most, and the cursor it begins behind; none: at the end of the list on that side. */
export interface PageAsked {
  readonly isBack: boolean;
  readonly size: number;
  readonly cursor: string | null;
}

/** @throws InvalidInputError PAGE_SIZE; INVALID for a cursor of the other way */
export function pageAsked({ first, after, last, before }: PageArguments): PageAsked {
  const isBack = last != null;
  if (isBack && first !== DEFAULT_PAGE)
    throw new InvalidInputError(
      ['first'],
      '`first` and `last` do not go together: leave `last` out to go on, or `first` to go back.',
    );
  const [other, own] = isBack ? (['after', 'before'] as const) : (['before', 'after'] as const);
  if (isBack ? after : before)
    throw new InvalidInputError(
      [other],
      `\`first\` goes with \`after\`, \`last\` with \`before\`. Leave \`${other}\` out, or pass it as \`${own}\`.`,
    );
  return isBack
    ? { isBack, size: pageSize(last, 'last'), cursor: before || null }
    : { isBack, size: pageSize(first), cursor: after || null };
}

/**
 * The entries of a page in a list of `count`, from the one at `from` up to and without the one at `to`.
 *
 * @param behind how many entries the cursor's own and those before it are; 0 for no cursor
 * @example stretchOf({ isBack: true, size: 2, cursor: 'c' }, 5, 9) // { from: 2, to: 4 }
 */
export function stretchOf({ isBack, size, cursor }: PageAsked, behind: number, count: number) {
  const to = isBack ? (cursor === null ? count : behind - 1) : Math.min(count, behind + size);
  return { from: isBack ? Math.max(0, to - size) : behind, to };
}

/** One published list at one generation: a cursor into it means the same customers for as long as it exists. */
const ListCursor = z.strictObject({
  v: z.literal(1),
  g: z.int().min(0),
  n: z.int().min(0),
  l: z.string().min(1).max(120),
  o: z.int().min(0),
  m: z.int().min(0),
});
export interface ListPosition {
  readonly generation: number;
  /** Length of the list. */
  readonly count: number;
  /** Ordering and direction, or segment: a cursor of one list is no use in another. */
  readonly list: string;
  /** How many entries come before the next page. */
  readonly offset: number;
  /** How many of those met the filter. */
  readonly matched: number;
}

/** A position the store understands (a sort key, a run id), in one of the lists of one owner. */
const KeyCursor = z.strictObject({ v: z.literal(1), l: z.string().min(1).max(200), k: z.string().min(1).max(1000) });

const encode = (content: unknown): string => Buffer.from(JSON.stringify(content), 'utf8').toString('base64url');

const decode = <T>(schema: z.ZodType<T>, cursor: string, isBack = false): T => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw wrongCursor(isBack, cause);
  }
};

const wrongCursor = (isBack: boolean, cause?: unknown): InvalidInputError =>
  new InvalidInputError(
    [isBack ? 'before' : 'after'],
    `This is not a cursor of this list. Pass ${
      isBack
        ? '`pageInfo.startCursor` of the page behind unchanged, with the same ordering, or leave `before` out to start at the end'
        : '`pageInfo.endCursor` of the previous page unchanged, with the same ordering, or leave `after` out to start at the beginning'
    }.`,
    { code: 'INVALID_CURSOR', cause },
  );

/** A cursor into a published list. */
export const encodeListCursor = ({ generation, count, list, offset, matched }: ListPosition): string =>
  encode({ v: 1, g: generation, n: count, l: list, o: offset, m: matched });

/** @throws InvalidInputError INVALID_CURSOR, of `after` or `before`, when it is malformed or belongs to another list */
export function decodeListCursor(cursor: string, list: string, isBack = false): ListPosition {
  const { g, n, l, o, m } = decode(ListCursor, cursor, isBack);
  if (l !== list || o > n) throw wrongCursor(isBack);
  return { generation: g, count: n, list, offset: o, matched: m };
}

/** The offset a cursor leads to, 0 where it is none: for who reads ahead and leaves refusing to {@link decodeListCursor}. */
export function offsetAhead(cursor: string | null | undefined): number {
  if (!cursor) return 0;
  try {
    return decode(ListCursor, cursor).o;
  } catch {
    return 0;
  }
}

/**
 * The cursor of a key in a list; {@link decodeKey} reads it.
 *
 * @example decodeKey(encodeKey('runs', 'r1'), 'runs') // 'r1'
 */
export const encodeKey = (list: string, key: string): string => encode({ v: 1, l: list, k: key });

/** The key in a cursor of {@link encodeKey}. @throws VisibleError for a cursor of another list */
export function decodeKey(cursor: string, list: string, isBack = false): string {
  const { l, k } = decode(KeyCursor, cursor, isBack);
  if (l !== list) throw wrongCursor(isBack);
  return k;
}

/**
 * Where a page of a list that is held whole begins.
 *
 * @throws InvalidInputError INVALID_CURSOR when the object of the cursor is not in the list (any more): to begin again
 *   without a word would show the same objects twice
 */
export function startAfter(
  keys: readonly string[],
  after: string | null | undefined,
  list: string,
  isBack = false,
): number {
  if (!after) return 0;
  const at = keys.indexOf(decodeKey(after, list, isBack));
  if (at === -1) throw wrongCursor(isBack);
  return at + 1;
}

/** Where a page of a numbered list of `size` begins. @throws InvalidInputError INVALID_CURSOR for a place that is none */
export function offsetAfter(after: string | null | undefined, list: string, size: number, isBack = false): number {
  if (!after) return 0;
  const offset = Number(decodeKey(after, list, isBack));
  if (!Number.isInteger(offset) || offset < 0 || offset > size) throw wrongCursor(isBack);
  return offset;
}

export interface Edge<Item> {
  readonly cursor: string;
  readonly node: Item;
}
export interface Connection<Item> {
  readonly edges: readonly Edge<Item>[];
  readonly nodes: readonly Item[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * `endCursor` is given apart because a page can end beyond its last edge: a filter may have passed over what came after it.
 * @example connection([{ cursor: 'c', node: 1 }], false).pageInfo // { hasNextPage: false, hasPreviousPage: false, startCursor: 'c', endCursor: 'c' }
 */
export const connection = <Item>(
  edges: readonly Edge<Item>[],
  hasNextPage: boolean,
  {
    after,
    hasPreviousPage = Boolean(after),
    startCursor = edges[0]?.cursor ?? null,
    endCursor = edges.at(-1)?.cursor ?? null,
  }: {
    readonly after?: string | null | undefined;
    /** Of a list that is read both ways: whether anything is before this page. */
    readonly hasPreviousPage?: boolean;
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
  } = {},
): Connection<Item> => ({
  edges,
  nodes: edges.map(({ node }) => node),
  // A cursor is of an object that was there, or is passed over: something comes before what follows it.
  pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor },
});

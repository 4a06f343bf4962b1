/**
 * Exports of any network: files of accounts, of who follows whom and of acts on the company's accounts, read by the reader and with
 * the refusals of `kring import`. A bad row is named (`rejected`), the good ones stand, and so does an account with a bad number.
 *
 * Each file is read once per opened source, as a stream: kept of it are counts per account, whom each account follows, and the acts.
 */
import * as z from 'zod';
import { VisibleError } from '../../domain/errors.ts';
import type { FieldColumns } from '../../intake/csv/columns.ts';
import type { RejectedRow } from '../../intake/rejects.ts';
import { checkedRows, type BadRow } from '../../intake/rows.ts';
import { misread, SourceProblem } from '../problem.ts';
import type { SettingsOf } from '../settings.ts';
import type { AccountId, ProfileReading, PublicAccount, SocialAct, SocialSource } from '../source.ts';
import { ACCOUNT_FIELDS, accountId, accountRow, ACT_FIELDS, actRow, FOLLOW_FIELDS, followRow } from './rows.ts';

const HOST = 'file';
const DAY_MS = 86_400_000;
/** Accounts or acts on a page. */
const PAGE = 1000;
/** Bad rows that are named; more are counted. */
const NAMED = 100;

/** A row of one of the files that was left out, and why: for whoever has the file; it quotes the row, so it is not for a log. */
export interface RejectedFileRow extends RejectedRow {
  readonly path: string;
}

export interface FileSource extends SocialSource {
  /** What was left out of the files read so far. */
  readonly rejected: { readonly count: number; readonly first: readonly RejectedFileRow[] };
}

type Account = ProfileReading & Pick<PublicAccount, 'bio' | 'links' | 'url'>;

/** Up to where acts were told: that instant, and how many of its acts. No id of anybody. */
const mark = z.object({ at: z.number(), told: z.int() });
type Mark = z.infer<typeof mark>;
const NOTHING_TOLD: Mark = { at: Number.MIN_SAFE_INTEGER, told: 0 };

/** The adapter of a set of files. */
export function fileSource(settings: SettingsOf<'file'>): FileSource {
  const rejected = { count: 0, first: [] as RejectedFileRow[] };
  const rowsOf = async function* <F extends string, T>(
    path: string,
    fields: FieldColumns<F>,
    schema: z.ZodType<T>,
    /** Makes what is left of a bad row; nothing where that is of no use. */
    mend: (row: BadRow<F>) => T | null = () => null,
  ): AsyncGenerator<T> {
    try {
      for await (const { good, bad } of checkedRows({ path, fields, map: {}, constants: {}, schema })) {
        rejected.count += bad.length;
        for (const { value } of good) yield value;
        for (const row of bad) {
          if (rejected.first.length < NAMED) rejected.first.push(...row.faults.map((fault) => ({ path, ...fault })));
          const mended = mend(row);
          if (mended !== null) yield mended;
        }
      }
    } catch (error) {
      throw new SourceProblem('REFUSED', settings.source, whyUnread(path, fields, error));
    }
  };

  const accounts = once(async () => {
    const read = new Map<AccountId, Account>();
    if (settings.accounts === undefined) return read;
    const schema = accountRow(Date.now());
    // An account with an unreadable number is there all the same: it is unknown how many, and not whether.
    const mend = ({ faults, recovered }: BadRow<keyof typeof ACCOUNT_FIELDS>) => {
      const broken = new Set(faults.map(({ field }) => field));
      const sound = Object.fromEntries(Object.entries(recovered).filter(([field]) => !broken.has(field)));
      const row = broken.has('') ? null : (schema.safeParse(sound).data ?? null);
      // Of an unknown day, and so not of today.
      return row !== null && broken.has('readAt') ? { ...row, readAt: 0 } : row;
    };
    for await (const { link, readAt, ...row } of rowsOf(settings.accounts, ACCOUNT_FIELDS, schema, mend))
      read.set(row.id, {
        ...row,
        ...(readAt === null ? {} : { readAt }),
        url: link ?? '',
        links: link === null ? [] : [{ url: link, verified: false }],
      });
    return read;
  });
  /** Whose lists have a row that cannot be read; null where nobody can say whose it is. */
  const torn = new Set<AccountId | null>();
  const noteTorn = ({ faults, recovered }: BadRow<keyof typeof FOLLOW_FIELDS>): null => {
    const { follower, followed } = recovered;
    // A quote that was never closed swallows lines, of others too.
    const isWhole = faults.every(({ field }) => field !== '') && follower?.includes('\n') === false;
    if (!isWhole) torn.add(null);
    else if (accountId().safeParse(follower).data !== accountId().safeParse(followed).data)
      torn.add(accountId().safeParse(follower).data ?? null);
    return null;
  };
  const follows = once(async () => {
    const names = new Map<AccountId, AccountId>();
    // One text per account, however many rows name it.
    const shared = (id: AccountId): AccountId => names.get(id) ?? (names.set(id, id), id);
    const read = new Map<AccountId, AccountId[]>();
    for await (const { follower, followed } of rowsOf(settings.follows!, FOLLOW_FIELDS, followRow(), noteTorn)) {
      const list = read.get(follower);
      if (list === undefined) read.set(shared(follower), [shared(followed)]);
      else list.push(shared(followed));
    }
    for (const list of read.values()) list.sort();
    return read;
  });
  const acts = once(async () => {
    const read = new Map<string, SocialAct>();
    // Of an act that comes twice the later row stands, as a corrected export has it; what takes it back has its id and is another one.
    for await (const act of rowsOf(settings.acts!, ACT_FIELDS, actRow(Date.now())))
      read.set(`${act.verb} ${act.id}`, act);
    // Acts of one instant stay in the sequence of the file: a longer export of later goes on after them.
    return [...read.values()].sort((a, b) => a.at - b.at);
  });

  return {
    key: settings.source,
    host: HOST,
    rejected,
    traits: {
      limit: { calls: 1_000_000, perMs: 1000 },
      profileBatch: PAGE,
      brandBatch: PAGE,
      costPerCallMicros: 0,
      combinable: true,
      profileMaxAgeMs: DAY_MS,
      followsMaxAgeMs: DAY_MS,
    },

    async probe() {
      return {
        profiles: settings.accounts !== undefined,
        follows: settings.follows !== undefined,
        engagement: settings.acts !== undefined,
        followingBrand: false,
        stream: false,
        brand: null,
        proofs: settings.accounts === undefined ? [] : ['BIO_CODE'],
      };
    },

    async profiles(ids) {
      const read = await accounts();
      return ids.flatMap((id): ProfileReading[] => {
        const found = read.get(id);
        if (found === undefined) return [];
        const { bio: _, url: __, links: ___, ...reading } = found;
        return [reading];
      });
    },

    ...(settings.follows === undefined
      ? {}
      : {
          async follows(id: AccountId, cursor: string | null) {
            const list = distinct((await follows()).get(id) ?? []);
            const from = cursor === null ? 0 : Number(cursor);
            if (!Number.isSafeInteger(from) || from < 0) throw misread(HOST, 'cursor');
            const to = from + PAGE;
            // A list with a row that cannot be read was not told to its end: whom that row names, nobody knows.
            const end = torn.has(id) || torn.has(null) ? String(list.length) : null;
            return { items: list.slice(from, to), cursor: to < list.length ? String(to) : end };
          },
        }),

    ...(settings.acts === undefined
      ? {}
      : {
          async engagement(since: string | null, cursor: string | null) {
            const after = markOf(cursor ?? since);
            // An act of a moment still to come (a clock or a time zone that is off) waits for it: told now, it would hide all before it.
            const now = Date.now();
            const all = (await acts()).filter(({ at }) => at <= now);
            const begin = firstAt(all, after.at) + after.told;
            const items = all.slice(begin, begin + PAGE);
            const hasMore = begin + PAGE < all.length;
            return {
              items,
              cursor: hasMore ? markAfter(items, after) : null,
              watermark: markAfter(all.slice(begin), after),
            };
          },
        }),

    ...(settings.accounts === undefined
      ? {}
      : {
          async find(handle: string) {
            const wanted = plainHandle(handle);
            for (const { id, handle: written, bio, url, links } of (await accounts()).values())
              if (plainHandle(written) === wanted) return { id, handle: written, bio, url, links };
            return null;
          },
        }),
  };
}

/** A handle as it is compared: exports and people write it with an @ or without, in any case, its accents in one character or two. */
const plainHandle = (handle: string): string => handle.trim().replace(/^@/u, '').normalize('NFC').toLowerCase();

/** A sorted list without what comes twice. */
const distinct = (sorted: readonly AccountId[]): AccountId[] =>
  sorted.filter((id, index) => index === 0 || id !== sorted[index - 1]);

/** The first act at or after an instant, by bisection. */
function firstAt(acts: readonly SocialAct[], at: number): number {
  let low = 0;
  for (let high = acts.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (acts[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function markAfter(items: readonly SocialAct[], before: Mark): string {
  const at = items.at(-1)?.at ?? before.at;
  const told = items.filter((act) => act.at === at).length + (at === before.at ? before.told : 0);
  return JSON.stringify({ at, told } satisfies Mark);
}

function markOf(text: string | null): Mark {
  if (text === null) return NOTHING_TOLD;
  const read = mark.safeParse(JSON.parse(text));
  if (!read.success) throw misread(HOST, 'watermark');
  return read.data;
}

/** Reads at the first call; whoever asks meanwhile waits for the same reading. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => (reading ??= read());
}

/**
 * Why a file cannot be read, to be kept with the sync and logged: so without anything that stands in it. The first line of a file without a
 * header is an account of somebody, and what a decoder says may quote it.
 */
function whyUnread(path: string, fields: FieldColumns<string>, error: unknown): string {
  if (!(error instanceof VisibleError)) return `${path} cannot be read`;
  switch (error.code) {
    case 'MISSING_COLUMN':
    case 'AMBIGUOUS_COLUMN': {
      const required = Object.values(fields).filter((field) => field.required);
      return `${path} needs a first line that names its columns, each once: ${required.map(({ columns }) => columns[0]).join(', ')}`;
    }
    case 'DAMAGED_FILE':
      return `${path} is damaged: fetch it again`;
    default:
      return error.message.replace(/\.$/u, '');
  }
}

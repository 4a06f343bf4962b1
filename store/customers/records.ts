import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { emptySummary, type CustomerSummary } from '../../domain/summary/summary.ts';
import { B, N, num, optionalNum, optionalStr, S, str, type Item } from '../client/attributes.ts';
import { decodeSummary, encodeSummary, SUMMARY_LAYOUT } from './summary-codec.ts';
import type { Identity } from './identity.ts';

/** What the table keeps about one customer. */
export interface CustomerRecord {
  readonly id: CustomerId;
  /** Goes up when identities or name change; events and folds do not touch it, so that a repeated import changes nothing. */
  readonly version: number;
  readonly displayName: string | null;
  readonly identities: readonly Identity[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When version or summary last changed. */
  readonly updatedAt: number;
  /** True while events were announced that the summary may not hold yet. */
  readonly pending: boolean;
  readonly summary: CustomerSummary;
}

/**
 * Attributes of a customer item, short because a run reads them all: `v` version, `i` identities, `n` name, `c` created,
 * `u` updated, `s` + `b` summary, `r` how it was folded (rule set and layout), `w` marks of unfinished writers.
 */
export const MARKS = 'w';
export const FOLDED_WITH = 'r';

const TYPE_CODES = { EXTERNAL_ID: 'X', EMAIL: 'E', PHONE: 'P', HANDLE: 'H' } as const;
const TYPE_OF: Record<string, Identity['type']> = { X: 'EXTERNAL_ID', E: 'EMAIL', P: 'PHONE', H: 'HANDLE' };

export const encodeIdentities = (identities: readonly Identity[]): string =>
  JSON.stringify(
    identities.map(({ type, source, value }) =>
      source === null ? [TYPE_CODES[type], value] : [TYPE_CODES[type], value, source],
    ),
  );

const decodeIdentities = (text: string): Identity[] =>
  (JSON.parse(text) as [string, string, string?][]).map(([code, value, source]) => {
    const type = TYPE_OF[code];
    if (type === undefined)
      throw new KringError(
        'UNKNOWN_CODE',
        `a customer has an identity of type ${JSON.stringify(code)}, which this code does not know`,
      );
    return { type, source: source ?? null, value };
  });

/** Rule set versions end below this. */
const LAYOUT_UNIT = 1_000_000;

/**
 * What `r` says of a summary folded by this code with a rule set: the version, and a million for each layout after the first. Any
 * other number means: fold again. So a new layout is filled by the same pass that follows a new rule set.
 */
export const foldedWith = (ruleSetVersion: number): number => (SUMMARY_LAYOUT - 1) * LAYOUT_UNIT + ruleSetVersion;

/** The attributes that hold a summary. */
export function summaryAttributes(summary: CustomerSummary): Item {
  const { text, purchases } = encodeSummary(summary);
  return { r: N(foldedWith(summary.ruleSetVersion)), s: S(text), ...(purchases === null ? {} : { b: B(purchases) }) };
}

/** True when the item already holds exactly this summary. */
export function holdsSummary(item: Item, attributes: Item): boolean {
  const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
    Buffer.compare(a ?? new Uint8Array(), b ?? new Uint8Array()) === 0;
  return (
    optionalStr(item, 's') === attributes['s']?.S &&
    item['r']?.N === attributes['r']?.N &&
    same(item['b']?.B, attributes['b']?.B)
  );
}

/** How an item's summary was folded, as {@link foldedWith}; undefined before the first fold. */
export const foldOf = (item: Item): number | undefined => optionalNum(item, FOLDED_WITH);

export const marksOf = (item: Item): readonly string[] => item[MARKS]?.SS ?? [];

export const customerIdOfItem = (item: Item): CustomerId => str(item, 'sk').slice(2);

export function decodeRecord(item: Item): CustomerRecord {
  const text = optionalStr(item, 's');
  return {
    id: customerIdOfItem(item),
    version: num(item, 'v'),
    displayName: optionalStr(item, 'n') ?? null,
    identities: decodeIdentities(str(item, 'i')),
    createdAt: num(item, 'c'),
    updatedAt: num(item, 'u'),
    pending: marksOf(item).length > 0,
    summary: text === undefined ? emptySummary(0) : decodeSummary({ text, purchases: item['b']?.B ?? null }),
  };
}

import type { CustomerId } from '../../domain/events.ts';
import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { dayIn } from '../../domain/time/time.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { batchGet } from '../client/batch.ts';
import { getItem, isConditionFailed, queryPages, updateItem } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { history } from './history.ts';
import { customerKey, inputsPk, SHARDS } from '../client/keys.ts';
import { clearable } from '../customers/marks.ts';
import { timeZoneOf } from '../client/table.ts';
import { uncostedProducts } from '../../domain/history/product-costs.ts';
import { withCosts } from '../definitions/costs.ts';
import {
  COSTED_WITH,
  customerIdOfItem,
  decodeRecord,
  encodeMerged,
  holdsSummary,
  isFoldedOtherwise,
  SUMMARY_ATTRIBUTES,
  marksOf,
  mergedOf,
  NO_COSTS_ASKED,
  summaryAttributes,
  type CustomerRecord,
  type MergedCustomer,
} from '../customers/records.ts';
import { survivorItems } from '../customers/survivors.ts';

const MAX_ATTEMPTS = 20;

/**
 * Recomputes a customer's summary from all events and clears the marks it accounts for; writes nothing when summary and
 * marks stand. Returns the customer as it is then, null when there is none. For who was merged into somebody that is the
 * survivor, whose summary is of everybody's events.
 *
 * The marks are read before the events: whoever's mark is cleared has its events in what was read. The write is
 * conditional on the summary read, which counts the events: of two folds at once, the one that saw fewer events gives way.
 *
 * @param own the mark of the caller, whose events are all written
 */
export async function foldCustomer(
  db: Db,
  id: CustomerId,
  ruleSet: EngagementRuleSet,
  own: string | null = null,
): Promise<CustomerRecord | null> {
  const item = await getItem(db, customerKey(id), { ConsistentRead: true });
  return item === undefined ? null : foldItem(db, item, ruleSet, own);
}

/** {@link foldCustomer} for a customer item just read; one that was out of date by then is read again. */
export async function foldItem(
  db: Db,
  read: Item,
  ruleSet: EngagementRuleSet,
  own: string | null = null,
): Promise<CustomerRecord | null> {
  const id = customerIdOfItem(read);
  let item: Item | undefined = read;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && item !== undefined; attempt += 1) {
    const set = await customerSet(db, item);
    const attributes = await foldedSummary(db, set.map(customerIdOfItem), ruleSet);
    const [survivor, ...merged] = set;
    const cleared = clearable(db, marksOf(survivor), own);
    try {
      const record = await writeFold(db, survivor, attributes, cleared);
      for (const one of merged) await clearMarks(db, customerIdOfItem(one), clearable(db, marksOf(one), own));
      return record;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
      item = await getItem(db, customerKey(id), { ConsistentRead: true });
    }
  }
  if (item === undefined) return null;
  throw busy();
}

/** {@link foldCustomer}, but without reading events where no mark and no other rule set asks for it. */
export async function upToDate(db: Db, id: CustomerId, ruleSet: EngagementRuleSet): Promise<CustomerRecord | null> {
  const item = await getItem(db, customerKey(id), { ConsistentRead: true });
  if (item === undefined) return null;
  const set = await customerSet(db, item);
  const isStale = set.some((one) => marksOf(one).length > 0) || isFoldedOtherwise(set[0], ruleSet);
  return isStale ? foldItem(db, set[0], ruleSet) : decodeRecord(set[0]);
}

/** {@link foldCustomer} for those among these customers who are marked, each survivor once. */
export async function foldMarkedOf(db: Db, ids: readonly CustomerId[], ruleSet: EngagementRuleSet): Promise<void> {
  const found = await batchGet(
    db,
    [...new Set(ids)].map((id) => customerKey(id)),
    { consistent: true },
  );
  const marked = [...found.values()].filter((item) => marksOf(item).length > 0);
  const survivors = await survivorItems(db, marked, { consistent: true });
  const once = new Map(survivors.map((item) => [customerIdOfItem(item), item]));
  await mapLimit([...once.values()], CONCURRENT_FOLDS, (item) => foldItem(db, item, ruleSet));
}

/** The survivor of a customer, who may be the customer, and everybody merged into them, as they are now. */
export async function customerSet(db: Db, item: Item): Promise<[survivor: Item, ...merged: Item[]]> {
  const [survivor] = await survivorItems(db, [item], { consistent: true });
  const merged = mergedOf(survivor!);
  if (merged.length === 0) return [survivor!];
  const found = await batchGet(
    db,
    merged.map(({ id }) => customerKey(id)),
    { consistent: true },
  );
  return [survivor!, ...found.values()];
}

/** The attributes of a summary over all events of these customers as one. */
export async function foldedSummary(db: Db, ids: readonly CustomerId[], ruleSet: EngagementRuleSet): Promise<Item> {
  const { events, facts, influence } = await history(db, ...ids);
  const { costsVersion } = ruleSet;
  const costed = await withCosts(db, events, costsVersion);
  return {
    ...summaryAttributes(foldSummary(costed, influence, ruleSet, dayIn(await timeZoneOf(db)), facts)),
    ...(costsVersion === undefined
      ? {}
      : { [COSTED_WITH]: N(uncostedProducts(events).length > 0 ? costsVersion : NO_COSTS_ASKED) }),
  };
}

/** Takes marks off a customer whose summary holds what they announced. */
export async function clearMarks(db: Db, id: CustomerId, marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return;
  await updateItem(db, customerKey(id), {
    UpdateExpression: 'DELETE w :cleared',
    ExpressionAttributeValues: { ':cleared': { SS: [...marks] } },
  });
}

/** What else a fold may write, in the one write that changes a summary: who is merged into the customer, marks to be left on it. */
export interface FoldWith {
  readonly merged: readonly MergedCustomer[];
  readonly marks: readonly string[];
}

/**
 * Writes a summary to the item it was folded for.
 *
 * @throws what `isConditionFailed` knows, when the item's summary or its merged customers changed meanwhile; with `also`, as well
 * when it is merged into somebody, or about to be
 */
export async function writeFold(
  db: Db,
  item: Item,
  attributes: Item,
  cleared: readonly string[],
  also: FoldWith | null = null,
): Promise<CustomerRecord> {
  const isSame = holdsSummary(item, attributes);
  if (isSame && cleared.length === 0 && also === null) return decodeRecord(item);
  const id = customerIdOfItem(item);
  const { s, r, b, e, f, rc, g, ...kept } = item;
  const before = Object.fromEntries(
    Object.entries({ s, r, b, e, f, rc }).filter(([, value]) => value !== undefined),
  ) as Item;
  const merged: Item = also === null || also.merged.length === 0 ? {} : { g: S(encodeMerged(also.merged)) };
  const dropped = [
    ...(isSame ? [] : SUMMARY_ATTRIBUTES.filter((name) => item[name] !== undefined && attributes[name] === undefined)),
    ...(also !== null && g !== undefined && also.merged.length === 0 ? ['g'] : []),
  ];
  const next: Item = {
    ...kept,
    ...(isSame ? before : { ...attributes, u: N(db.clock()) }),
    ...(also !== null ? merged : g === undefined ? {} : { g }),
  };
  const sets = [...(isSame ? [] : [...Object.keys(attributes), 'u']), ...Object.keys(merged)];
  const marks = also?.marks ?? [];
  const unchanged = (name: 's' | 'f' | 'g'): string =>
    item[name] === undefined ? `attribute_not_exists(${name})` : `${name} = :before_${name}`;
  await updateItem(db, customerKey(id), {
    UpdateExpression: [
      sets.length === 0 ? '' : `SET ${sets.map((name) => `${name} = :${name}`).join(', ')}`,
      dropped.length === 0 ? '' : `REMOVE ${dropped.join(', ')}`,
      cleared.length === 0 ? '' : 'DELETE w :cleared',
      marks.length === 0 ? '' : 'ADD w :marks',
    ]
      .filter((clause) => clause !== '')
      .join(' '),
    ConditionExpression: [
      'attribute_exists(pk)',
      unchanged('s'),
      // Facts are counted by no summary.
      unchanged('f'),
      unchanged('g'),
      ...(also === null ? [] : ['attribute_not_exists(j)']),
    ].join(' AND '),
    ExpressionAttributeValues: {
      ...Object.fromEntries(sets.map((name) => [`:${name}`, next[name]!])),
      ...(cleared.length === 0 ? {} : { ':cleared': { SS: [...cleared] } }),
      ...(marks.length === 0 ? {} : { ':marks': { SS: [...marks] } }),
      ...(item['s'] === undefined ? {} : { ':before_s': item['s'] }),
      ...(f === undefined ? {} : { ':before_f': f }),
      ...(g === undefined ? {} : { ':before_g': g }),
    },
  });
  const left = [...marksOf(item).filter((mark) => !cleared.includes(mark)), ...marks];
  return decodeRecord({ ...next, w: { SS: left } });
}

const CONCURRENT_SHARDS = 4;
const CONCURRENT_FOLDS = 8;

/**
 * Folds every customer that is marked or was folded by other rules or an earlier release; returns how many. Reads all customer items
 * once (0.2 read units each). Idempotent: killed and repeated, it ends the same.
 */
export async function foldPending(
  db: Db,
  options: { readonly ruleSet: EngagementRuleSet; readonly onProgress?: (folded: number) => void },
): Promise<number> {
  let folded = 0;
  const { costsVersion } = options.ruleSet;
  await mapLimit(
    Array.from({ length: SHARDS }, (_, shard) => shard),
    CONCURRENT_SHARDS,
    async (shard) => {
      for await (const page of queryPages(db, {
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :customer)',
        // Who is merged has the survivor's summary, and keeps an old one of their own.
        FilterExpression: `attribute_exists(w) OR (attribute_exists(r) AND (r <> :version OR attribute_not_exists(e) OR attribute_not_exists(f)${costsVersion === undefined ? '' : ` OR attribute_not_exists(${COSTED_WITH}) OR (${COSTED_WITH} <> :none AND ${COSTED_WITH} <> :costs)`}) AND attribute_not_exists(j))`,
        ExpressionAttributeValues: {
          ':pk': S(inputsPk(shard)),
          ':customer': S('S#'),
          ':version': N(options.ruleSet.version),
          ...(costsVersion === undefined ? {} : { ':costs': N(costsVersion), ':none': N(NO_COSTS_ASKED) }),
        },
      })) {
        await mapLimit(page, CONCURRENT_FOLDS, async (item) => {
          await foldItem(db, item, options.ruleSet);
          folded += 1;
          options.onProgress?.(folded);
        });
      }
    },
  );
  return folded;
}

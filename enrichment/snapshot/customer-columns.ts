import { createHash } from 'node:crypto';
import { DEPARTMENTS } from '../../domain/engagement/rules.ts';
import { INTERACTION_TYPES, type CustomerId } from '../../domain/events.ts';
import { ascendingOrder } from '../../domain/numerics/order.ts';
import { SUMMARY_COLUMN_NAMES, SUMMARY_COLUMNS, type SummaryColumn } from '../../domain/summary/columns.ts';
import { STANDING_WORDS, standingWords } from '../../domain/summary/standing.ts';
import type { CustomerSummary } from '../../domain/summary/summary.ts';
import { compareIds, type IdTable } from '../../store/customers/packed-ids.ts';
import { DUPLICATE_REASONS, type DuplicateReason } from '../../domain/customers/duplicates.ts';
import { growing, type Growing } from './growing.ts';
import { tieBreakWords } from './precedence.ts';
import { columnsOf, type Snapshot } from './snapshot.ts';
import { wordCollector, wordColumns } from './word-columns.ts';

export interface SnapshotCustomer {
  readonly id: CustomerId;
  readonly summary: CustomerSummary;
  /** From `tieBreakOf` (precedence.ts). */
  readonly tieBreak: string;
  /** Whether there was a record of the customer at `asOf`; true when absent. */
  readonly wasRecorded?: boolean;
  /** What the customer is reached or pays by; those who share one are one person, probably. */
  readonly contacts?: readonly SharedContact[];
}

/** Where several may have the same; an e-mail address as the mailbox it reaches (see `mailboxOf`). */
export interface SharedContact {
  readonly reason: DuplicateReason;
  readonly value: string;
}

export interface CollectedCustomers extends Pick<
  Snapshot,
  'columns' | 'purchases' | 'years' | 'groups' | 'behaviour' | 'words' | 'sources'
> {
  /** The number in the table of the customer at each position. */
  readonly numbers: Int32Array;
  /** Contacts by position, once it is known who stands where. */
  readonly contacts: (position: Int32Array) => Contacts;
}

/** A customer, a number for what they are reached or pay by, and what kind of thing that is (an index into DUPLICATE_REASONS). */
export interface Contacts {
  readonly customer: Int32Array;
  readonly box: Float64Array;
  readonly reason: Uint8Array;
}

/** Customers as they come, in columns by the order of their coming; sorted at the end. @param asOf what had run out by then does not stand */
export function customerCollector(
  table: IdTable,
  asOf: number,
): {
  add(customer: SnapshotCustomer): void;
  /** Notes that something was known of a customer at the run's instant. */
  wereKnown(number: number): void;
  isKnown(number: number): boolean;
  /** Leaves out what was added of a customer so far. */
  leaveOut(number: number): void;
  finish(onlyKnownThen: boolean): CollectedCustomers;
} {
  const columns = new Map<SummaryColumn, Growing<Float64Array>>(
    SUMMARY_COLUMN_NAMES.map((name) => [name, growing(Float64Array)]),
  );
  const numbers = growing(Int32Array);
  const [breakHigh, breakLow] = [growing(Float64Array), growing(Float64Array)];
  const hadEvents = growing(Uint8Array);
  /** By number in the table. */
  const known = growing(Uint8Array);
  const purchaseCount = growing(Int32Array);
  const purchases = { day: growing(Int32Array), known: growing(Float64Array), uncosted: growing(Float64Array) };
  const yearCount = growing(Int32Array);
  const years = {
    year: growing(Int32Array),
    revenueMinor: growing(Float64Array),
    crossMinor: growing(Float64Array),
    deepMinor: growing(Float64Array),
    upMinor: growing(Float64Array),
  };
  const groupNames = new Map<string, number>();
  const groupCount = growing(Int32Array);
  const groups = growing(Uint32Array);
  const bought = {
    firstDay: growing(Int32Array),
    days: growing(Int32Array),
    quantity: growing(Float64Array),
    revenueMinor: growing(Float64Array),
    service: growing(Uint8Array),
  };
  const behaviourCount = growing(Int32Array);
  const behaviour = {
    period: growing(Int32Array),
    type: growing(Uint8Array),
    count: growing(Int32Array),
    rated: growing(Int32Array),
    valenceSum: growing(Float64Array),
  };
  const sourceNames = new Map<string, number>();
  const toldCount = growing(Int32Array);
  const toldBy = {
    source: growing(Uint32Array),
    department: growing(Uint8Array),
    records: growing(Int32Array),
    lastAt: growing(Float64Array),
  };
  const words = STANDING_WORDS.map((word) => [word, wordCollector()] as const);
  const boxes = { number: growing(Int32Array), box: growing(Float64Array), reason: growing(Uint8Array) };

  /** By number, how many of the first rows do not count of that customer. */
  const leftOut = new Map<number, number>();
  const isKnown = (number: number): boolean => number < known.length && known.at(number) === 1;

  const wereKnown = (number: number): void => {
    while (known.length <= number) known.push(0);
    known.set(number, 1);
  };

  /** The rows in the order of precedence (precedence.ts). */
  const sortedRows = (firstSeenAt: Float64Array): Int32Array => {
    const order = ascendingOrder(firstSeenAt);
    const all = table.ids();
    const compare = (a: number, b: number): number =>
      breakHigh.at(a) - breakHigh.at(b) ||
      breakLow.at(a) - breakLow.at(b) ||
      compareIds(all, numbers.at(a), numbers.at(b));
    const same = (a: number, b: number): boolean => Object.is(firstSeenAt[a], firstSeenAt[b]);
    for (let start = 0; start < order.length;) {
      let end = start + 1;
      while (end < order.length && same(order[start]!, order[end]!)) end++;
      if (end - start > 1) order.subarray(start, end).sort(compare);
      start = end;
    }
    return order;
  };

  return {
    wereKnown,
    isKnown,
    leaveOut: (number) => leftOut.set(number, numbers.length),
    add: ({ id, summary, tieBreak, wasRecorded = true, contacts = [] }) => {
      const number = table.intern(id);
      for (const [name, column] of columns) column.push(SUMMARY_COLUMNS[name](summary));
      numbers.push(number);
      const [high, low] = tieBreakWords(tieBreak);
      breakHigh.push(high);
      breakLow.push(low);
      hadEvents.push(summary.eventCount > 0 ? 1 : 0);
      if (wasRecorded) wereKnown(number);
      const days = summary.orders?.purchases ?? [];
      purchaseCount.push(days.length);
      for (const { day, knownMarginMinor, uncostedRevenueMinor } of days) {
        purchases.day.push(day);
        purchases.known.push(knownMarginMinor);
        purchases.uncosted.push(uncostedRevenueMinor);
      }
      const tallied = summary.years ?? [];
      yearCount.push(tallied.length);
      for (const { year, revenueMinor, change } of tallied) {
        years.year.push(year);
        years.revenueMinor.push(revenueMinor);
        years.crossMinor.push(change?.crossMinor ?? Number.NaN);
        years.deepMinor.push(change?.deepMinor ?? Number.NaN);
        years.upMinor.push(change?.upMinor ?? Number.NaN);
      }
      const names = summary.orders?.groups ?? [];
      groupCount.push(names.length);
      for (const [k, name] of names.entries()) {
        const tally = summary.traces?.groups[k];
        bought.firstDay.push(tally?.firstDay ?? -1);
        bought.days.push(tally?.days ?? 0);
        bought.quantity.push(tally?.quantity ?? 0);
        bought.revenueMinor.push(tally?.revenueMinor ?? 0);
        bought.service.push(tally?.service === true ? 1 : 0);
        const at = groupNames.get(name) ?? groupNames.size;
        groupNames.set(name, at);
        groups.push(at);
      }
      const tallies = summary.traces?.behaviour ?? [];
      behaviourCount.push(tallies.length);
      for (const { period, type, count, rated, valenceSum } of tallies) {
        behaviour.period.push(period);
        behaviour.type.push(INTERACTION_TYPES.indexOf(type));
        behaviour.count.push(count);
        behaviour.rated.push(rated);
        behaviour.valenceSum.push(valenceSum);
      }
      const sources = summary.sources ?? [];
      toldCount.push(sources.length);
      for (const { source, department, records, lastAt } of sources) {
        const at = sourceNames.get(source) ?? sourceNames.size;
        sourceNames.set(source, at);
        toldBy.source.push(at);
        toldBy.department.push(DEPARTMENTS.indexOf(department));
        toldBy.records.push(records);
        toldBy.lastAt.push(lastAt);
      }
      const told = standingWords(summary.standing, asOf);
      for (const [word, column] of words) column.push(told[word]);
      for (const { reason, value } of contacts) {
        boxes.number.push(number);
        boxes.box.push(boxNumber(value));
        boxes.reason.push(DUPLICATE_REASONS.indexOf(reason));
      }
    },
    finish: (onlyKnownThen) => {
      const firstSeenAt = columns.get('firstSeenAt')!.takeAll();
      const wasKnown = (row: number): boolean => hadEvents.at(row) === 1 || isKnown(numbers.at(row));
      const counts = (row: number): boolean => row >= (leftOut.get(numbers.at(row)) ?? 0);
      const sorted = sortedRows(firstSeenAt);
      const left = leftOut.size === 0 ? sorted : sorted.filter(counts);
      const rows = onlyKnownThen ? left.filter(wasKnown) : left;
      const taken = numbers.take(rows);
      const purchased = ragged(purchaseCount.takeAll(), rows);
      const yeared = ragged(yearCount.takeAll(), rows);
      const grouped = ragged(groupCount.takeAll(), rows);
      const behaved = ragged(behaviourCount.takeAll(), rows);
      const sortedSources = [...sourceNames.keys()].sort();
      const sourceAt = new Map(sortedSources.map((name, at) => [name, at]));
      const told = {
        ...ragged(toldCount.takeAll(), rows),
        names: sortedSources,
        renamed: Uint32Array.from(sourceNames.keys(), (name) => sourceAt.get(name)!),
      };
      const names = [...groupNames.keys()].sort();
      const nameAt = new Map(names.map((name, at) => [name, at]));
      const renamed = Uint32Array.from(groupNames.keys(), (name) => nameAt.get(name)!);
      return {
        numbers: taken,
        columns: columnsOf((name) =>
          name === 'firstSeenAt' ? Float64Array.from(rows, (row) => firstSeenAt[row]!) : columns.get(name)!.take(rows),
        ),
        purchases: {
          offsets: purchased.offsets,
          day: purchases.day.take(purchased.entries),
          knownMarginMinor: purchases.known.take(purchased.entries),
          uncostedRevenueMinor: purchases.uncosted.take(purchased.entries),
        },
        years: {
          offsets: yeared.offsets,
          year: years.year.take(yeared.entries),
          revenueMinor: years.revenueMinor.take(yeared.entries),
          crossMinor: years.crossMinor.take(yeared.entries),
          deepMinor: years.deepMinor.take(yeared.entries),
          upMinor: years.upMinor.take(yeared.entries),
        },
        groups: {
          names,
          offsets: grouped.offsets,
          name: groups.take(grouped.entries).map((at) => renamed[at]!),
          firstDay: bought.firstDay.take(grouped.entries),
          days: bought.days.take(grouped.entries),
          quantity: bought.quantity.take(grouped.entries),
          revenueMinor: bought.revenueMinor.take(grouped.entries),
          service: bought.service.take(grouped.entries),
        },
        behaviour: {
          offsets: behaved.offsets,
          period: behaviour.period.take(behaved.entries),
          type: behaviour.type.take(behaved.entries),
          count: behaviour.count.take(behaved.entries),
          rated: behaviour.rated.take(behaved.entries),
          valenceSum: behaviour.valenceSum.take(behaved.entries),
        },
        sources: {
          names: told.names,
          offsets: told.offsets,
          source: toldBy.source.take(told.entries).map((at) => told.renamed[at]!),
          department: toldBy.department.take(told.entries),
          records: toldBy.records.take(told.entries),
          lastAt: toldBy.lastAt.take(told.entries),
        },
        words: wordColumns((word) => words.find(([one]) => one === word)![1].take(rows)),
        contacts: (position) => ({
          customer: boxes.number.takeAll().map((number) => position[number]!),
          box: boxes.box.takeAll(),
          reason: boxes.reason.takeAll(),
        }),
      };
    },
  };
}

/** Where the entries of each row lie once the rows stand in another order: offsets, and the entry each is taken from. */
function ragged(counts: Int32Array, rows: Int32Array): { readonly offsets: Int32Array; readonly entries: Int32Array } {
  const starts = new Int32Array(counts.length);
  for (let row = 1; row < counts.length; row++) starts[row] = starts[row - 1]! + counts[row - 1]!;
  const offsets = new Int32Array(rows.length + 1);
  for (let k = 0; k < rows.length; k++) offsets[k + 1] = offsets[k]! + counts[rows[k]!]!;
  const entries = new Int32Array(offsets[rows.length]!);
  for (let k = 0; k < rows.length; k++) {
    const start = starts[rows[k]!]!;
    for (let at = offsets[k]!; at < offsets[k + 1]!; at++) entries[at] = start + at - offsets[k]!;
  }
  return { offsets, entries };
}

/** 48 bits that stand for a contact: two of a million share them once in five hundred companies, and what follows is a suspicion. */
const boxNumber = (contact: string): number => createHash('sha256').update(contact).digest().readUIntBE(0, 6);

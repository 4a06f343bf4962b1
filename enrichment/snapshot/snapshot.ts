import type { ReferralKind } from '../../domain/events.ts';
import { SUMMARY_COLUMN_NAMES, type SummaryColumn } from '../../domain/summary/columns.ts';
import type { YearColumns } from '../../domain/portfolio/revenue-bridge.ts';
import type { DuplicateColumns } from '../../domain/customers/duplicates.ts';
import type { AudienceColumns } from '../../domain/social/audience.ts';
import type { WordColumns } from './word-columns.ts';
import type { PackedIds } from '../../store/customers/packed-ids.ts';

/**
 * Everything a run computes from, read once and pinned: columns over the customers in an order that every installation with the
 * same records shares (precedence.ts), so that an index settles what numbers leave open. Compute is a pure function of this value, so a run that crashed recomputes exactly what it had.
 */
export interface Snapshot {
  readonly asOf: number;
  /** IANA name of the zone whose calendar days count. */
  readonly timeZone: string;
  readonly ruleSetVersion: number;
  readonly ids: PackedIds;
  readonly columns: CustomerColumns;
  readonly purchases: PurchaseColumns;
  readonly years: YearColumns;
  readonly groups: GroupColumns;
  readonly behaviour: BehaviourColumns;
  readonly words: WordColumns;
  /** What is said of accounts, as it stands when the run begins. */
  readonly accounts: AccountTree;
  readonly sources: SourceColumns;
  readonly lists: ListColumns;
  readonly ties: SnapshotTies;
  /** What is known of followers at social sources. */
  readonly audience: AudienceColumns;
  readonly referrals: ReferralColumns;
  /** The name of every claim of `referrals`. */
  readonly claims: readonly string[];
  /** Customers who may be one person. */
  readonly duplicates: DuplicateColumns;
}

/** What is said of an account, by the name facts call it by (`source:id`). */
export interface KnownAccount {
  readonly name: string;
  /** The account it is part of. */
  readonly parent: string | null;
  /** Whom of the company it deals with. */
  readonly contact: string | null;
}

/** Accounts of which a parent or a contact is told, by name. */
export type AccountTree = readonly KnownAccount[];

/** One entry per customer: the table in domain/summary/columns.ts says what each is. */
export type CustomerColumns = Readonly<Record<SummaryColumn, Float64Array>>;

/** All columns, each made or found by its name. */
export const columnsOf = (of: (name: SummaryColumn) => Float64Array): CustomerColumns =>
  Object.fromEntries(SUMMARY_COLUMN_NAMES.map((name) => [name, of(name)])) as Record<SummaryColumn, Float64Array>;

/** The purchase days of all customers, ragged: customer i owns entries offsets[i] … offsets[i + 1]. */
export interface PurchaseColumns {
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly knownMarginMinor: Float64Array;
  readonly uncostedRevenueMinor: Float64Array;
}

/** Assortment groups bought from, ragged: customer i owns entries offsets[i] … offsets[i + 1], each an index into `names`. */
export interface GroupColumns {
  readonly names: readonly string[];
  readonly offsets: Int32Array;
  readonly name: Uint32Array;
  /** As in domain/summary/traces.ts; `firstDay` −1 where nothing is kept of it. */
  readonly firstDay: Int32Array;
  readonly days: Int32Array;
  readonly quantity: Float64Array;
  readonly revenueMinor: Float64Array;
  readonly service: Uint8Array;
}

/** What customers did by period and kind (domain/summary/traces.ts), ragged; `type` indexes INTERACTION_TYPES. */
export interface BehaviourColumns {
  readonly offsets: Int32Array;
  readonly period: Int32Array;
  readonly type: Uint8Array;
  readonly count: Int32Array;
  readonly rated: Int32Array;
  readonly valenceSum: Float64Array;
}

/** What sources told of customers (domain/sources/tallies.ts), ragged; `source` indexes `names`, `department` DEPARTMENTS. */
export interface SourceColumns {
  readonly names: readonly string[];
  readonly offsets: Int32Array;
  readonly source: Uint32Array;
  readonly department: Uint8Array;
  readonly records: Int32Array;
  readonly lastAt: Float64Array;
}

/** Who is on the list of a segment: list k has entries offsets[k] … offsets[k + 1], indexes of customers, ascending. */
export interface ListColumns {
  readonly names: readonly string[];
  readonly offsets: Int32Array;
  readonly member: Int32Array;
}

/** Ties by customer index; `kind` indexes TIE_KINDS. */
export interface SnapshotTies {
  readonly follower: Int32Array;
  readonly followed: Int32Array;
  readonly kind: Uint8Array;
  readonly weight: Float64Array;
  readonly at: Float64Array;
  /** 1 where a social source told of it. */
  readonly social: Uint8Array;
}

export interface ReferralColumns {
  readonly advocate: Int32Array;
  readonly friend: Int32Array;
  readonly typeTwo: Uint8Array;
  readonly at: Float64Array;
  readonly expiresAt: Float64Array;
  readonly savedAcquisitionCostMinor: Float64Array;
  readonly rewardMinor: Float64Array;
  /** Place among all claims by (source, id): decides between claims of one instant alike on every installation. */
  readonly rank: Int32Array;
  /** The person behind either end: customers who share a mailbox share a number. */
  readonly advocatePerson: Int32Array;
  readonly friendPerson: Int32Array;
}

export const referralKindAt = (referrals: ReferralColumns, index: number): ReferralKind =>
  referrals.typeTwo[index] ? 'TYPE_TWO' : 'TYPE_ONE';

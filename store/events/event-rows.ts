import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, CustomerId } from '../../domain/events.ts';
import type { Fact } from '../../domain/facts/facts.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';

export interface EventRow {
  readonly customer: CustomerIdentifier;
  readonly event: CustomerEvent | Fact;
  /** Present: the row replaces what stands under its (kind, source, id), whose content is kept (corrections.ts). */
  readonly correction?: Correction;
}

export interface Correction {
  /** The version the caller saw, refused when another stands; null: whatever stands, unless this content stood there before. */
  readonly expectedVersion: number | null;
}

export type IngestStatus = 'ACCEPTED' | 'DUPLICATE' | 'CONFLICT' | 'STALE_VERSION' | 'UNKNOWN_CUSTOMER';

export interface IngestOutcome {
  readonly status: IngestStatus;
  /** The customer the row names, as they are by now (on CONFLICT: that the row names, not that the stored event belongs to). */
  readonly customerId: CustomerId;
  /** Where the event is, for ACCEPTED and DUPLICATE: under whom it was recorded, who may have been merged into that customer. */
  readonly event?: { readonly customerId: CustomerId; readonly sk: string };
  /** On STALE_VERSION: the version that stands; 0 when nothing does. */
  readonly currentVersion?: number;
}

export interface IngestOptions {
  /** False leaves summaries to a later foldPending: for bulk imports. Default true. */
  readonly fold?: boolean;
  /** Whether an identity nobody has yet becomes a customer. Default true. */
  readonly createCustomers?: boolean;
  /**
   * True says that nobody else takes in records of these sources meanwhile: receipts then go in batches, without a
   * condition, several times as fast. All that is lost is the judgement between two writers who bring different content
   * for one (source, id) in the same moment. For imports. Default false.
   */
  readonly soleWriter?: boolean;
  /** True for what a sync read from a social source by consent: forgetInteractions deletes that, and nothing that was told. Default false. */
  readonly synced?: boolean;
  /** What points are counted with; default the current rule set. */
  readonly ruleSet?: EngagementRuleSet;
}

import type { Fact } from '../../domain/facts/facts.ts';
import type { CustomerEvent, Order } from '../../domain/events.ts';
import type { RefundedOrder, RefundedTo } from '../../domain/history/order-parts.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import type { ExposureKind } from '../../store/actions/exposures.ts';
import type { Refusal } from './message.ts';

/** What a message says, in Kring's words: everything is kept, each harmless to repeat and in any order. */
export interface Told {
  /** Whose it is. */
  readonly by: CustomerIdentifier | null;
  /** True where only an id of a device says whose it is. */
  readonly isAnonymous: boolean;
  readonly events: readonly (Exclude<CustomerEvent, Order> | Fact)[];
  readonly orders: readonly ToldPart[];
  /** What is known of the customer. */
  readonly details: ToldDetails | null;
  /** Names that are said to be of a user. */
  readonly names: readonly { readonly name: CustomerIdentifier; readonly user: CustomerIdentifier }[];
  /** An account by its id at the source, with what it is called. */
  readonly account: { readonly id: string; readonly name: string; readonly at: number } | null;
  /** Actions that reached them. */
  readonly exposures: readonly { readonly action: string; readonly kind: ExposureKind; readonly at: number }[];
  /** Why nothing, or not all, of it is kept: told, and no fault. */
  readonly left: readonly Refusal[];
}

/** A part of an order; whose it is, the message says. */
export interface ToldPart {
  readonly id: string;
  readonly part:
    | {
        readonly part: 'ORDER';
        readonly at: number;
        readonly by: string;
        readonly name?: string;
        readonly order: Pick<Order, 'occurredAt' | 'lines' | 'promotion' | 'acquisitionChannel'> | null;
      }
    | { readonly part: 'CANCEL'; readonly at: number }
    | RefundedOrder
    | RefundedTo;
}

export interface ToldDetails {
  readonly at: number;
  readonly displayName?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Fingerprint of a means of payment, as the payment provider makes it. */
  readonly payment?: string;
}

export const NOTHING_TOLD: Told = {
  by: null,
  isAnonymous: false,
  events: [],
  orders: [],
  details: null,
  names: [],
  account: null,
  exposures: [],
  left: [],
};

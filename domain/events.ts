/**
 * What happens between a company and its customers, as Kring keeps it. Every record carries the source that
 * reported it and that source's own id; (source, id) is what makes a repeat harmless.
 *
 * Instants are epoch milliseconds, money is in integer minor units of the deployment's one accounting currency.
 */

/** Kring's own customer key: 20 characters of Crockford base32, derived from the first identity (never personal data). */
export type CustomerId = string;

/** The letters customer ids and hashes are written in: Crockford's base32, lower case. */
export const ID_LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

export const INTERACTION_TYPES = [
  'NEWSLETTER_RECEIVED',
  'NEWSLETTER_OPENED',
  'NEWSLETTER_READ',
  'SOCIAL_FOLLOW',
  'SOCIAL_UNFOLLOW',
  'SOCIAL_LIKE',
  'SOCIAL_UNLIKE',
  'SOCIAL_SHARE',
  'SOCIAL_MENTION',
  'PORTAL_LOGIN',
  'PORTAL_TASK',
  'COMPLAINT_OPENED',
  'COMPLAINT_RESOLVED',
  'SUPPORT_CONTACT',
  'SALES_CONTACT',
  'SURVEY_RESPONSE',
  'PROMOTION_SEEN',
  'PROMOTION_REDEEMED',
  'REVIEW',
  'PAGE_VIEW',
  'STORE_VISIT',
  'DELIVERY',
  'RETURN_SENT',
  'OTHER',
] as const;
export type InteractionType = (typeof INTERACTION_TYPES)[number];

export const CHANNELS = [
  'EMAIL',
  'WEB',
  'APP',
  'PORTAL',
  'PHONE',
  'STORE',
  'FIELD_SALES',
  'SOCIAL',
  'CHAT',
  'POST',
  'PARTNER',
] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Interaction {
  readonly kind: 'INTERACTION';
  readonly source: string;
  readonly id: string;
  readonly type: InteractionType;
  readonly channel: Channel;
  readonly occurredAt: number;
  /** What it was about: the newsletter issue, the liked post, the followed account, the complaint. */
  readonly objectRef?: string;
  /** −1 (bad) … 1 (good), where the source says. For SURVEY_RESPONSE the answer scaled to that range. */
  readonly valence?: number;
  /** The influence score (0–100) the source claims the customer had: kept as it came, counted nowhere (domain/engagement/count.ts). */
  readonly influence?: number;
  /** Minutes of human contact the company spent on it; 0 or more. */
  readonly effortMinutes?: number;
  /** Of a SURVEY_RESPONSE: what was answered to the question `objectRef`, in the customer's words or the survey's. */
  readonly answer?: string;
  /** True for records made by a simulation (the demo's social layer); shown wherever the record shows. */
  readonly simulated?: boolean;
}

export const LINE_KINDS = ['PRODUCT', 'SERVICE', 'SUBSCRIPTION'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export interface OrderLine {
  readonly sku: string;
  /** Assortment group: what "buys from several groups" counts. */
  readonly group: string;
  /** Pieces; below 0 on a return. */
  readonly quantity: number;
  /** What was paid; on a return what was given back, below 0. */
  readonly netMinor: number;
  /** Cost of goods; absent where unknown (named as missing, never taken for 0). With the sign of the amount. */
  readonly costMinor?: number;
  readonly lineKind: LineKind;
  /** On a return: the source's own id of the order it gives back. Absent: the customer's latest earlier purchases of the product. */
  readonly returnOf?: string;
  /** On a return: when it was given back; absent: with the order it is a line of. */
  readonly returnedAt?: number;
}

/** The product of a return that means a whole order, not one product of it. */
export const WHOLE_ORDER = '*';

/** A line that gives back what was bought (domain/history/returns.ts) instead of buying. */
export const isReturn = ({ quantity, netMinor }: Pick<OrderLine, 'quantity' | 'netMinor'>): boolean =>
  netMinor < 0 || quantity < 0;

export interface Order {
  readonly kind: 'ORDER';
  readonly source: string;
  readonly id: string;
  readonly occurredAt: number;
  readonly lines: readonly OrderLine[];
  /** Bought in response to a promotion. */
  readonly promotion: boolean;
  readonly acquisitionChannel?: string;
  /** From then on the order is none. */
  readonly cancelledAt?: number;
  /** Goes up with every correction that replaced the content; absent: 1, the content as it was first sent. */
  readonly version?: number;
  readonly simulated?: boolean;
}

export type CustomerEvent = Interaction | Order;

/** Kinds of tie between two customers; see domain/network/ties.ts for their weights. */
export const TIE_KINDS = ['FOLLOW', 'TRUST', 'REPLY', 'SHARE', 'LIKE', 'MENTION', 'VISIT_TOGETHER', 'OTHER'] as const;
export type TieKind = (typeof TIE_KINDS)[number];

/**
 * A tie points from the follower (who gives credit) to the followed (who receives it). A state: of several reports of one
 * tie the latest `at` stands, at one instant the largest weight ({@link supersedesTie}).
 */
export interface Tie {
  readonly follower: CustomerId;
  readonly followed: CustomerId;
  readonly kind: TieKind;
  readonly source: string;
  /** Strength in the source's own scale; 1 where the source has none, 0 where the tie has ended ({@link isTieWeight}). */
  readonly weight: number;
  readonly at: number;
  readonly simulated?: boolean;
  /**
   * The linked account it was read through, by the first letters of its hash: by consent, with which it goes, and it gives way to what the
   * company is told. Absent: told.
   */
  readonly through?: string;
}

/** Weights beyond these bounds say nothing about people, and are no numbers to DynamoDB in the end. */
const LEAST_WEIGHT = 1e-9;
const MOST_WEIGHT = 1e9;

/** Whether a number can be the weight of a tie: 0, which ends it, or from 1e-9 to 1e9. Every way in asks this. */
export const isTieWeight = (weight: number): boolean =>
  weight === 0 || (weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT);

/** The rule of {@link isTieWeight} in words. */
export const TIE_WEIGHT_RULE = 'a weight is 0 (the tie has ended) or a number from 1e-9 to 1e9';

/** The rule of {@link supersedesTie} in words. */
export const TIE_RULE = 'the later date stands, on one date the larger weight';

/** Whether one state of a tie stands before another, whichever was told first: order and repeats cannot matter. */
export const supersedesTie = (state: Pick<Tie, 'at' | 'weight'>, other: Pick<Tie, 'at' | 'weight'>): boolean =>
  state.at > other.at || (state.at === other.at && state.weight > other.weight);

/** TYPE_ONE would not have come otherwise; TYPE_TWO would have come anyway (Kumar, Petersen & Leone 2010). */
export type ReferralKind = 'TYPE_ONE' | 'TYPE_TWO';

/** A claim that somebody brought somebody in. All claims are kept; the forest of a run chooses among those about one friend. */
export interface Referral {
  readonly source: string;
  readonly id: string;
  /** Its name, shared by no other claim: the friend, the instant, and a hash of source and id. */
  readonly claim: string;
  readonly advocate: CustomerId;
  readonly friend: CustomerId;
  readonly kind: ReferralKind;
  readonly at: number;
  readonly expiresAt?: number;
  readonly savedAcquisitionCostMinor?: number;
  readonly rewardMinor?: number;
  readonly simulated?: boolean;
}

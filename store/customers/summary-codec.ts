import type { InteractionType } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import type { CustomerSummary, Milestones, MoneyBackTotals, OrderSummary } from '../../domain/summary/summary.ts';
import { once } from '../client/once.ts';
import { toMs, toSeconds, tupleCodec, unknownCode } from '../client/tuple.ts';
import { decodeSources, encodeSources } from './sources-codec.ts';
import { decodeStanding, encodeStanding } from './standing-codec.ts';
import { decodeTraces, encodeTraces } from './traces-codec.ts';
import { decodeYears, encodeYears } from './years-codec.ts';
import { decodeIntegers, encodeIntegers } from '../client/varint.ts';

/**
 * A customer's summary as it lies in the table: a JSON array (positions instead of names) and the purchase days as
 * varints, because a run reads one of these for every customer. The first element is the version of this layout.
 */
export interface EncodedSummary {
  readonly text: string;
  readonly purchases: Uint8Array | null;
  /** Absent where an earlier release wrote the summary. */
  readonly traces?: Uint8Array | undefined;
  /** Absent where an earlier release wrote the summary. */
  readonly standing?: string | undefined;
  /** Absent where an earlier release wrote the summary. */
  readonly sources?: Uint8Array | undefined;
  /** Absent where an earlier release wrote the summary. */
  readonly years?: Uint8Array | undefined;
}

const LAYOUT = 2;

/** Never reuse or change a code: they are in tables. */
const TYPE_CODES: Record<InteractionType, string> = {
  NEWSLETTER_RECEIVED: 'nr',
  NEWSLETTER_OPENED: 'no',
  NEWSLETTER_READ: 'nd',
  SOCIAL_FOLLOW: 'sf',
  SOCIAL_UNFOLLOW: 'su',
  SOCIAL_LIKE: 'sl',
  SOCIAL_UNLIKE: 'sk',
  SOCIAL_SHARE: 'ss',
  SOCIAL_MENTION: 'sm',
  PORTAL_LOGIN: 'pl',
  PORTAL_TASK: 'pt',
  COMPLAINT_OPENED: 'co',
  COMPLAINT_RESOLVED: 'cr',
  SUPPORT_CONTACT: 'sc',
  SALES_CONTACT: 'ac',
  SURVEY_RESPONSE: 'sr',
  PROMOTION_SEEN: 'ps',
  PROMOTION_REDEEMED: 'pr',
  REVIEW: 're',
  PAGE_VIEW: 'pv',
  STORE_VISIT: 'sv',
  DELIVERY: 'de',
  RETURN_SENT: 'rs',
  OTHER: 'ot',
};
const TYPE_OF = new Map(Object.entries(TYPE_CODES).map(([type, code]) => [code, type as InteractionType]));

const SUMMARY = 'a customer summary';
const ORDERS = tupleCodec<Omit<OrderSummary, 'purchases'>>(SUMMARY, {
  count: 'number',
  firstAt: 'instant',
  lastAt: 'instant',
  revenueMinor: 'number',
  knownMarginMinor: 'number',
  uncostedRevenueMinor: 'number',
  promotionOrders: 'number',
  groups: 'texts',
  distinctProducts: 'number',
  repeatProducts: 'number',
  firstDay: 'number',
  lastDay: 'number',
  purchaseDays: 'number',
  sumLogGaps: 'number',
  hasService: 'flag',
});
const MONEY_BACK = tupleCodec<MoneyBackTotals>(SUMMARY, {
  revenueMinor: 'number',
  knownMarginMinor: 'number',
  uncostedRevenueMinor: 'number',
});
const MILESTONES = tupleCodec<Milestones>(SUMMARY, {
  firstSeenAt: 'instant',
  prospectAt: 'instant',
  leadAt: 'instant',
  opportunityAt: 'instant',
  firstOrderAt: 'instant',
  cycleCount: 'number',
  cycleStartedAt: 'instant',
  onboardingAt: 'instant',
  inUseAt: 'instant',
  happinessAt: 'instant',
  loyaltyAt: 'instant',
  recommendationAt: 'instant',
  openComplaints: 'number',
  lastComplaintAt: 'instant',
});

type MoneyBackTuple = [refunds: unknown[], credits: unknown[], lastAt: number | null];
type SummaryTuple = [
  layout: number,
  ruleSetVersion: number,
  orders: unknown[] | 0,
  points: number,
  rules: (string | number)[],
  milestones: unknown[],
  interactions: (string | number | null)[],
  firstEventAt: number | null,
  lastEventAt: number | null,
  eventCount: number,
  simulated: 0 | 1,
  moneyBack: MoneyBackTuple | 0,
];

/** A summary as it lies in an item. */
export function encodeSummary(summary: CustomerSummary): EncodedSummary {
  const { orders, engagement, milestones, moneyBack } = summary;
  const tuple: SummaryTuple = [
    LAYOUT,
    summary.ruleSetVersion,
    orders === null ? 0 : ORDERS.encode(orders),
    engagement.points,
    engagement.byRule.flatMap((term) => [term.rule, term.count, term.points]),
    MILESTONES.encode(milestones),
    Object.entries(summary.interactions).flatMap(([type, tally]) => [
      TYPE_CODES[type as InteractionType],
      tally.count,
      toSeconds(tally.lastAt),
    ]),
    toSeconds(summary.firstEventAt),
    toSeconds(summary.lastEventAt),
    summary.eventCount,
    summary.simulated ? 1 : 0,
    moneyBack === null
      ? 0
      : [MONEY_BACK.encode(moneyBack.refunds), MONEY_BACK.encode(moneyBack.credits), toSeconds(moneyBack.lastAt)],
  ];
  return {
    text: JSON.stringify(tuple),
    purchases: orders === null ? null : encodePurchases(orders),
    ...(summary.traces === null ? {} : { traces: encodeTraces(summary.traces, summary.eventCount) }),
    ...(summary.standing === null ? {} : { standing: encodeStanding(summary.standing, summary.eventCount) }),
    ...(summary.sources === null ? {} : { sources: encodeSources(summary.sources, summary.eventCount) }),
    ...(summary.years === null ? {} : { years: encodeYears(summary.years, summary.eventCount) }),
  };
}

function encodePurchases(orders: OrderSummary): Uint8Array {
  let previous = 0;
  return encodeIntegers(
    orders.purchases.flatMap((purchase) => {
      const gap = purchase.day - previous;
      previous = purchase.day;
      return [gap, purchase.knownMarginMinor, purchase.uncostedRevenueMinor];
    }),
  );
}

function decodePurchases(bytes: Uint8Array): OrderSummary['purchases'] {
  const values = decodeIntegers(bytes);
  const purchases = [];
  let day = 0;
  for (let at = 0; at < values.length; at += 3) {
    day += values[at]!;
    purchases.push({ day, knownMarginMinor: values[at + 1]!, uncostedRevenueMinor: values[at + 2]! });
  }
  return purchases;
}

/** Throws KringError UNKNOWN_LAYOUT for a summary that newer code wrote, UNKNOWN_CODE for a type of interaction that it does not know. */
export const decodeSummary = (encoded: EncodedSummary): CustomerSummary => ({ ...openSummary(encoded) });

/** The same for who reads: most of it is decoded when it is first asked for. */
export function openSummary(encoded: EncodedSummary): CustomerSummary {
  const tuple = JSON.parse(encoded.text) as SummaryTuple;
  const [
    layout,
    ruleSetVersion,
    orders,
    points,
    rules,
    milestones,
    interactions,
    first,
    last,
    eventCount,
    simulated,
    moneyBack,
  ] = tuple;
  if (layout !== LAYOUT || tuple.length !== 12)
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `${SUMMARY} has layout ${String(layout)} with ${tuple.length} parts, this code knows ${LAYOUT} with 12`,
    );
  const byRule = [];
  for (let at = 0; at < rules.length; at += 3) {
    byRule.push({ rule: rules[at] as string, count: rules[at + 1] as number, points: rules[at + 2] as number });
  }
  const ordersOf = once((): CustomerSummary['orders'] =>
    orders === 0
      ? null
      : { ...ORDERS.decode(orders), purchases: encoded.purchases === null ? [] : decodePurchases(encoded.purchases) },
  );
  const milestonesOf = once(() => MILESTONES.decode(milestones));
  const interactionsOf = once(() => tallies(interactions));
  const tracesOf = once(() => decodeTraces(encoded.traces, eventCount));
  const standingOf = once(() => decodeStanding(encoded.standing, eventCount));
  const sourcesOf = once(() => decodeSources(encoded.sources, eventCount));
  const yearsOf = once(() => decodeYears(encoded.years, eventCount, ordersOf()));
  return {
    ruleSetVersion,
    get orders() {
      return ordersOf();
    },
    moneyBack:
      moneyBack === 0
        ? null
        : {
            refunds: MONEY_BACK.decode(moneyBack[0]),
            credits: MONEY_BACK.decode(moneyBack[1]),
            lastAt: toMs(moneyBack[2])!,
          },
    engagement: { points, byRule },
    get milestones() {
      return milestonesOf();
    },
    get interactions() {
      return interactionsOf();
    },
    firstEventAt: toMs(first),
    lastEventAt: toMs(last),
    eventCount,
    get traces() {
      return tracesOf();
    },
    get standing() {
      return standingOf();
    },
    get sources() {
      return sourcesOf();
    },
    get years() {
      return yearsOf();
    },
    simulated: simulated === 1,
  };
}

function tallies(interactions: SummaryTuple[6]): CustomerSummary['interactions'] {
  const byType: CustomerSummary['interactions'] = {};
  for (let at = 0; at < interactions.length; at += 3) {
    const type = TYPE_OF.get(interactions[at] as string);
    if (type === undefined) throw unknownCode(`${SUMMARY} counts interactions of type`, interactions[at]);
    byType[type] = { count: interactions[at + 1] as number, lastAt: toMs(interactions[at + 2] as number)! };
  }
  return byType;
}

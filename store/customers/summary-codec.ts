import type { InteractionType } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import {
  emptySummary,
  type CustomerSummary,
  type Milestones,
  type MoneyBackTotals,
  type OrderSummary,
} from '../../domain/summary/summary.ts';
import { decodeIntegers, encodeIntegers } from '../client/varint.ts';

/**
 * A customer's summary as it lies in the table: a JSON array (positions instead of names) and the purchase days as
 * varints, because a run reads one of these for every customer. The first element is the version of this layout.
 */
export interface EncodedSummary {
  readonly text: string;
  readonly purchases: Uint8Array | null;
}

/** 1: without what went back, and returns counted as purchases. Readable; a run folds such a summary again (records.ts). */
export const SUMMARY_LAYOUT = 2;
const READABLE: ReadonlySet<number> = new Set([1, SUMMARY_LAYOUT]);

/** Instants in seconds: shorter, and exact, because three decimals hold the milliseconds. */
type Seconds = number | null;
const toSeconds = (ms: number | null): Seconds => (ms === null ? null : ms / 1000);
const toMs = (seconds: Seconds): number | null => (seconds === null ? null : Math.round(seconds * 1000));

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

const MILESTONE_INSTANTS = [
  'firstSeenAt',
  'prospectAt',
  'leadAt',
  'opportunityAt',
  'firstOrderAt',
  'cycleStartedAt',
  'onboardingAt',
  'inUseAt',
  'happinessAt',
  'loyaltyAt',
  'recommendationAt',
  'lastComplaintAt',
] as const satisfies readonly (keyof Milestones)[];

type OrdersTuple = [
  count: number,
  firstAt: Seconds,
  lastAt: Seconds,
  revenue: number,
  knownMargin: number,
  uncostedRevenue: number,
  promotionOrders: number,
  groups: readonly string[],
  distinctProducts: number,
  repeatProducts: number,
  firstDay: number,
  lastDay: number,
  purchaseDays: number,
  sumLogGaps: number,
  hasService: 0 | 1,
];
type MoneyBackTuple = [...refunds: [number, number, number], ...credits: [number, number, number], lastAt: Seconds];
type SummaryTuple = [
  layout: number,
  ruleSetVersion: number,
  orders: OrdersTuple | 0,
  points: number,
  rules: (string | number)[],
  milestones: Seconds[],
  cycleCount: number,
  openComplaints: number,
  interactions: (string | Seconds)[],
  firstEventAt: Seconds,
  lastEventAt: Seconds,
  eventCount: number,
  simulated: 0 | 1,
  moneyBack?: MoneyBackTuple,
];

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

const ordersTuple = (o: OrderSummary): OrdersTuple => [
  o.count,
  toSeconds(o.firstAt),
  toSeconds(o.lastAt),
  o.revenueMinor,
  o.knownMarginMinor,
  o.uncostedRevenueMinor,
  o.promotionOrders,
  o.groups,
  o.distinctProducts,
  o.repeatProducts,
  o.firstDay,
  o.lastDay,
  o.purchaseDays,
  o.sumLogGaps,
  flag(o.hasService),
];

const amounts = ({
  revenueMinor,
  knownMarginMinor,
  uncostedRevenueMinor,
}: MoneyBackTotals): [number, number, number] => [revenueMinor, knownMarginMinor, uncostedRevenueMinor];
const moneyBackTuple = ({ refunds, credits, lastAt }: NonNullable<CustomerSummary['moneyBack']>): MoneyBackTuple => [
  ...amounts(refunds),
  ...amounts(credits),
  toSeconds(lastAt),
];

const moneyBackOf = (t: MoneyBackTuple): CustomerSummary['moneyBack'] => ({
  refunds: { revenueMinor: t[0], knownMarginMinor: t[1], uncostedRevenueMinor: t[2] },
  credits: { revenueMinor: t[3], knownMarginMinor: t[4], uncostedRevenueMinor: t[5] },
  lastAt: toMs(t[6])!,
});

export function encodeSummary(summary: CustomerSummary): EncodedSummary {
  const { orders, engagement, milestones } = summary;
  const tuple: SummaryTuple = [
    SUMMARY_LAYOUT,
    summary.ruleSetVersion,
    orders === null ? 0 : ordersTuple(orders),
    engagement.points,
    engagement.byRule.flatMap((term) => [term.rule, term.count, term.points]),
    MILESTONE_INSTANTS.map((name) => toSeconds(milestones[name])),
    milestones.cycleCount,
    milestones.openComplaints,
    Object.entries(summary.interactions).flatMap(([type, tally]) => [
      TYPE_CODES[type as InteractionType],
      tally.count,
      toSeconds(tally.lastAt),
    ]),
    toSeconds(summary.firstEventAt),
    toSeconds(summary.lastEventAt),
    summary.eventCount,
    flag(summary.simulated),
  ];
  if (summary.moneyBack !== null) tuple.push(moneyBackTuple(summary.moneyBack));
  return { text: JSON.stringify(tuple), purchases: orders === null ? null : encodePurchases(orders) };
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

/** Throws KringError UNKNOWN_LAYOUT for a summary that newer code wrote. */
export function decodeSummary(encoded: EncodedSummary): CustomerSummary {
  const [
    layout,
    ruleSetVersion,
    orders,
    points,
    rules,
    instants,
    cycleCount,
    openComplaints,
    interactions,
    first,
    last,
    eventCount,
    simulated,
    moneyBack,
  ] = JSON.parse(encoded.text) as SummaryTuple;
  if (!READABLE.has(layout))
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `a customer summary has layout ${String(layout)}, this code knows up to ${SUMMARY_LAYOUT}`,
    );
  const milestones = { ...emptySummary(0).milestones, cycleCount, openComplaints } as Record<
    keyof Milestones,
    number | null
  >;
  for (const [index, name] of MILESTONE_INSTANTS.entries()) milestones[name] = toMs(instants[index] ?? null);
  const byRule = [];
  for (let at = 0; at < rules.length; at += 3) {
    byRule.push({ rule: rules[at] as string, count: rules[at + 1] as number, points: rules[at + 2] as number });
  }
  const byType: CustomerSummary['interactions'] = {};
  for (let at = 0; at < interactions.length; at += 3) {
    const type = TYPE_OF.get(interactions[at] as string);
    if (type === undefined)
      throw new KringError(
        'UNKNOWN_CODE',
        `a customer summary counts interactions of type ${JSON.stringify(interactions[at])}, which this code does not know`,
      );
    byType[type] = { count: interactions[at + 1] as number, lastAt: toMs(interactions[at + 2] as Seconds)! };
  }
  return {
    ruleSetVersion,
    orders: orders === 0 ? null : ordersOf(orders, encoded.purchases),
    moneyBack: moneyBack === undefined ? null : moneyBackOf(moneyBack),
    engagement: { points, byRule },
    milestones: milestones as unknown as Milestones,
    interactions: byType,
    firstEventAt: toMs(first),
    lastEventAt: toMs(last),
    eventCount,
    simulated: simulated === 1,
  };
}

const ordersOf = (t: OrdersTuple, purchases: Uint8Array | null): OrderSummary => ({
  count: t[0],
  firstAt: toMs(t[1])!,
  lastAt: toMs(t[2])!,
  revenueMinor: t[3],
  knownMarginMinor: t[4],
  uncostedRevenueMinor: t[5],
  promotionOrders: t[6],
  groups: t[7],
  distinctProducts: t[8],
  repeatProducts: t[9],
  firstDay: t[10],
  lastDay: t[11],
  purchaseDays: t[12],
  sumLogGaps: t[13],
  purchases: purchases === null ? [] : decodePurchases(purchases),
  hasService: t[14] === 1,
});

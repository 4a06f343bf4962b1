import type { InteractionType } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import type { BehaviourTally, GroupTally, Traces } from '../../domain/summary/traces.ts';
import { decodeIntegers, encodeIntegers } from '../client/varint.ts';

const LAYOUT = 1;

/** Positions are what lies in tables: add at the end, never change. */
const TYPES: readonly InteractionType[] = [
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
];

/**
 * Traces as varints: layout, number of events they were folded from, number of groups, the groups, the behaviour. The number of events tells whether they are
 * of the summary beside them: a release that does not know them writes that one alone.
 */
export function encodeTraces({ behaviour, groups }: Traces, eventCount: number): Uint8Array {
  const values = [LAYOUT, eventCount, groups.length];
  let dayBefore = 0;
  for (const { firstDay, days, quantity, revenueMinor, service } of groups) {
    values.push(2 * (firstDay - dayBefore) + (service ? 1 : 0), days, Math.round(10 * quantity), revenueMinor);
    dayBefore = firstDay;
  }
  let before = 0;
  for (const { period, type, count, rated, valenceSum } of behaviour) {
    values.push(period - before, 4 * TYPES.indexOf(type) + (count > 1 ? 2 : 0) + (rated > 0 ? 1 : 0));
    if (count > 1) values.push(count);
    if (rated > 0) values.push(rated, Math.round(1000 * valenceSum));
    before = period;
  }
  return encodeIntegers(values);
}

/** The reverse of {@link encodeTraces}; null where there are none of as many events. @throws KringError UNKNOWN_LAYOUT for what newer code wrote */
export function decodeTraces(bytes: Uint8Array | undefined, eventCount: number): Traces | null {
  if (bytes === undefined) return null;
  const values = decodeIntegers(bytes);
  let at = 0;
  const next = (): number => values[at++]!;
  const layout = next();
  if (layout !== LAYOUT)
    throw new KringError('UNKNOWN_LAYOUT', `traces of a customer have layout ${layout}, this code knows ${LAYOUT}`);
  if (next() !== eventCount) return null;
  let firstDay = 0;
  const groups = Array.from({ length: next() }, (): GroupTally => {
    const first = next();
    firstDay += Math.floor(first / 2);
    return {
      firstDay,
      service: first % 2 !== 0,
      days: next(),
      quantity: next() / 10,
      revenueMinor: next(),
    };
  });
  const behaviour: BehaviourTally[] = [];
  for (let period = 0; at < values.length;) {
    period += next();
    const code = next();
    const type = TYPES[code >> 2]!;
    const count = (code & 2) === 0 ? 1 : next();
    const isRated = code % 2 === 1;
    behaviour.push({ period, type, count, rated: isRated ? next() : 0, valenceSum: isRated ? next() / 1000 : 0 });
  }
  return { behaviour, groups };
}

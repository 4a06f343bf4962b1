import type { CustomerEvent, Interaction, Order } from '../../domain/events.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import type { EventRow } from '../../store/events/events.ts';

export const NOON = Date.UTC(2026, 0, 5, 12);
const DAY = 86_400_000;

export const shop = (id: string): CustomerIdentifier => ({ externalId: { source: 'shop', id } });

export const order = (id: string, day: number, netMinor = 10_00, group = 'Chairs'): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: NOON + day * DAY,
  promotion: false,
  lines: [
    { sku: `sku-${id}`, group, quantity: 2, netMinor, costMinor: Math.round(netMinor * 0.6), lineKind: 'PRODUCT' },
    { sku: 'sku-any', group: 'Paper', quantity: 1, netMinor: 500, lineKind: 'PRODUCT' },
  ],
});

export const like = (id: string, day: number, extra: Partial<Interaction> = {}): Interaction => ({
  kind: 'INTERACTION',
  source: 'social',
  id,
  type: 'SOCIAL_LIKE',
  channel: 'SOCIAL',
  occurredAt: NOON + day * DAY,
  objectRef: `post-${id}`,
  ...extra,
});

/** Three customers with a few events each, of all kinds that matter to a summary. */
export const someRows = (): EventRow[] =>
  ['ann', 'bob', 'cid'].flatMap((name, index) => {
    const events: CustomerEvent[] = [
      order(`${name}-1`, index),
      order(`${name}-2`, 40 + index, 25_00, 'Tables'),
      like(`${name}-3`, 2),
      like(`${name}-4`, 41, { simulated: true }),
      { ...like(`${name}-5`, 3), type: 'NEWSLETTER_READ', channel: 'EMAIL', objectRef: 'issue-7' },
      { ...like(`${name}-6`, 50), type: 'COMPLAINT_OPENED', channel: 'PHONE', valence: -0.5, effortMinutes: 12 },
    ];
    return events.map((event) => ({ customer: shop(name), event }));
  });

/** A seeded shuffle (linear congruential): the same in every run. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const list = [...items];
  let state = seed >>> 0;
  for (let at = list.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}

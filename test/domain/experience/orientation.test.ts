import { describe, expect, it } from 'vitest';
import { orientationOf, orientations } from '../../../domain/experience/orientation.ts';
import { canonicalEvents } from '../../../domain/summary/canonical.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { CustomerEvent } from '../../../domain/events.ts';
import { interaction, order } from '../events.ts';

const day = (n: number): number => n * DAY_MS;
const waysOf = (...events: CustomerEvent[]) => orientations(canonicalEvents(events));

describe('the way to an order', () => {
  it('begins with the first step since the order before, at most 90 days back', () => {
    const ways = waysOf(
      interaction('PAGE_VIEW', day(100)),
      interaction('STORE_VISIT', day(195)),
      order(day(200)),
      interaction('PAGE_VIEW', day(201)),
      order(day(203)),
    );
    expect(ways.map(({ days, touches }) => [days, touches.length])).toEqual([
      [5, 1],
      [2, 1],
    ]);
    expect(waysOf(interaction('PAGE_VIEW', day(110)), order(day(200)))[0]!.days).toBeNull();
    expect(waysOf(interaction('PAGE_VIEW', day(110) + 1), order(day(200)))[0]!.touches).toHaveLength(1);
  });
  it('is self-directed up to the first contact with sales', () => {
    const steps = [
      interaction('PAGE_VIEW', day(1)),
      interaction('NEWSLETTER_OPENED', day(2)),
      interaction('PAGE_VIEW', day(3)),
      interaction('SALES_CONTACT', day(4)),
      interaction('PAGE_VIEW', day(5)),
    ];
    const [way] = waysOf(...steps, order(day(6)));
    expect(way!.selfDirectedShare).toBe(0.6);
    expect(way!.salesContact).toBe(steps[3]);
    expect(waysOf(steps[0]!, order(day(6)))[0]!.selfDirectedShare).toBe(1);
    expect(waysOf(steps[3]!, order(day(6)))[0]!.selfDirectedShare).toBe(0);
    expect(waysOf(order(day(6)))[0]!.selfDirectedShare).toBeNull();
  });
  it('counts no step that is about a purchase already made', () => {
    const after = ['DELIVERY', 'COMPLAINT_OPENED', 'REVIEW', 'SURVEY_RESPONSE', 'PORTAL_TASK', 'RETURN_SENT'] as const;
    const [way] = waysOf(...after.map((type) => interaction(type, day(1))), order(day(2)));
    expect(way!.touches).toEqual([]);
    expect(way!.stimuli).toEqual([]);
  });
  it('is an impulse with at most one stimulus in the 72 hours before, letters that came included', () => {
    const letter = interaction('NEWSLETTER_RECEIVED', day(7));
    const view = interaction('PAGE_VIEW', day(9));
    expect(waysOf(letter, order(day(9)))[0]!.impulse).toBe(true);
    expect(waysOf(letter, view, order(day(9)))[0]!.impulse).toBe(false);
    expect(waysOf(letter, view, order(day(10)))[0]!.impulse).toBe(true);
  });
  it('is not known to be an impulse where nothing before was ever told', () => {
    expect(waysOf(order(day(9)))[0]!.impulse).toBeNull();
    expect(waysOf(interaction('DELIVERY', day(1)), order(day(9)))[0]!.impulse).toBeNull();
    expect(waysOf(interaction('PAGE_VIEW', day(1)), order(day(99)))[0]!.impulse).toBe(true);
  });
  it('is summed up by medians over the orders that say something', () => {
    const ways = waysOf(
      order(day(1)),
      interaction('PAGE_VIEW', day(10)),
      order(day(12)),
      interaction('PAGE_VIEW', day(21.5)),
      interaction('SALES_CONTACT', day(23)),
      order(day(24)),
    );
    expect(orientationOf(ways)).toEqual({ selfDirectedShare: 0.75, days: 2.25, impulseOrders: 1 });
    expect(orientationOf(waysOf(order(day(1))))).toEqual({ selfDirectedShare: null, days: null, impulseOrders: null });
  });
});

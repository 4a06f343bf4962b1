import type { Channel, Interaction } from '../events.ts';
import { isOnline } from './touches.ts';
import { experienceTerms } from './score.ts';

/** What happened on one channel. */
export interface ChannelExperience {
  readonly channel: Channel;
  readonly online: boolean;
  readonly interactions: number;
  /** −1 … 1; null where it is known of none how it was. */
  readonly score: number | null;
  readonly lastAt: number;
}

/** The channels in use, those with most interactions first. Their interactions add up to all. */
export function byChannel(
  interactions: readonly Interaction[],
  dayOf: (at: number) => number,
): readonly ChannelExperience[] {
  return [...Map.groupBy(interactions, ({ channel }) => channel)]
    .map(([channel, events]) => ({
      channel,
      online: isOnline(channel),
      interactions: events.length,
      score: experienceTerms(events, dayOf).score,
      lastAt: events.reduce((last, { occurredAt }) => Math.max(last, occurredAt), -Infinity),
    }))
    .sort((a, b) => b.interactions - a.interactions || (a.channel < b.channel ? -1 : 1));
}

/**
 * How evenly interactions spread over the channels in use: Shannon's entropy over its maximum, 0 (one channel) … 1 (all alike).
 * Null without interactions.
 *
 * @example omniChannelIndex([3, 3]) // 1
 */
export function omniChannelIndex(counts: readonly number[]): number | null {
  const used = counts.filter((count) => count > 0);
  if (used.length <= 1) return used.length === 0 ? null : 0;
  const total = used.reduce((sum, count) => sum + count, 0);
  const entropy = used.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
  return Math.min(1, entropy / Math.log(used.length));
}

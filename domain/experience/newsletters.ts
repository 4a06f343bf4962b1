import type { Interaction, InteractionType } from '../events.ts';

export const NEWSLETTER_STAGES = ['RECEIVED', 'OPENED', 'READ'] as const;
export type NewsletterStage = (typeof NEWSLETTER_STAGES)[number];

const STAGE_OF: Partial<Record<InteractionType, number>> = {
  NEWSLETTER_RECEIVED: 0,
  NEWSLETTER_OPENED: 1,
  NEWSLETTER_READ: 2,
};

/** One issue, as far as the customer came with it: who read has opened, who opened has received. */
export interface Issue<E> {
  readonly objectRef: string | null;
  readonly stage: NewsletterStage;
  readonly lastAt: number;
  readonly events: readonly E[];
}

/** Issues in the order of their first event; an event that names none is an issue of its own. @param interactions oldest first */
export function issuesOf<E extends Interaction>(interactions: readonly E[]): readonly Issue<E>[] {
  const stageOf = ({ type }: E): number | undefined => STAGE_OF[type];
  const events = interactions.filter((event) => stageOf(event) !== undefined);
  return [...Map.groupBy(events, (event) => event.objectRef ?? event)].map(([key, of]) => ({
    objectRef: typeof key === 'string' ? key : null,
    stage: NEWSLETTER_STAGES[of.reduce((most, event) => Math.max(most, stageOf(event)!), 0)]!,
    lastAt: of.at(-1)!.occurredAt,
    events: of,
  }));
}

/** Issues that came at least so far, and the shares of those received; null without an issue. */
export function newsletterFunnel(issues: readonly Pick<Issue<unknown>, 'stage'>[]): {
  readonly received: number;
  readonly opened: number;
  readonly read: number;
  readonly openRate: number | null;
  readonly readRate: number | null;
} {
  const received = issues.length;
  const opened = issues.filter(({ stage }) => stage !== 'RECEIVED').length;
  const read = issues.filter(({ stage }) => stage === 'READ').length;
  const share = (count: number): number | null => (received === 0 ? null : count / received);
  return { received, opened, read, openRate: share(opened), readRate: share(read) };
}

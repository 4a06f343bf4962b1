import type { Interaction, InteractionType } from '../events.ts';
import { DAY_MS } from '../time/time.ts';

/** What began and did not end: a followed account, a liked post. One entry an object, since when it holds, with what began it. */
export interface Held<E> {
  readonly objectRef: string | null;
  readonly event: E;
}

/** States that hold after all these interactions. @param interactions oldest first */
export function heldStates<E extends Interaction>(
  interactions: readonly E[],
  begins: InteractionType,
  ends: InteractionType,
): readonly Held<E>[] {
  const held = new Map<string | undefined, E>();
  for (const event of interactions) {
    if (event.type === ends) held.delete(event.objectRef);
    else if (event.type === begins && !held.has(event.objectRef)) held.set(event.objectRef, event);
  }
  return [...held].map(([objectRef, event]) => ({ objectRef: objectRef ?? null, event }));
}

/** The self-service portal: whether it is used, since when not, and how much in the {@link RECENT_DAYS} days before. */
export interface PortalUse<E> {
  readonly logins: readonly E[];
  readonly tasks: readonly E[];
  readonly lastLogin: E | null;
  readonly daysSinceLogin: number | null;
  readonly recentLogins: number;
  readonly recentTasks: number;
}

export const RECENT_DAYS = 90;

/** @param interactions oldest first  @param asOf epoch ms */
export function portalUse<E extends Interaction>(interactions: readonly E[], asOf: number): PortalUse<E> {
  const logins = interactions.filter(({ type }) => type === 'PORTAL_LOGIN');
  const tasks = interactions.filter(({ type }) => type === 'PORTAL_TASK');
  const lastLogin = logins.at(-1) ?? null;
  const recent = (events: readonly E[]): number =>
    events.filter(({ occurredAt }) => occurredAt > asOf - RECENT_DAYS * DAY_MS).length;
  return {
    logins,
    tasks,
    lastLogin,
    daysSinceLogin: lastLogin === null ? null : Math.max(0, Math.floor((asOf - lastLogin.occurredAt) / DAY_MS)),
    recentLogins: recent(logins),
    recentTasks: recent(tasks),
  };
}

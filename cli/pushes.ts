import type { CustomerId } from '../domain/events.ts';
import { pushAgain, pushCustomers, type PushOutcome } from '../enrichment/push/push.ts';
import type { Db } from '../store/client/db.ts';
import { visibleGeneration } from '../store/published/generations.ts';

/** Pushes of a host, one after the other: whose orders come while one is under way go with the next. */
export interface Pushes {
  /** Whose orders were written. */
  of(customers: readonly CustomerId[]): void;
  /** A run has published, or the host starts. */
  again(): void;
  /** Resolves when nothing is left to push. */
  idle(): Promise<void>;
}

/** @param asOf the instant the next run is pinned to: what is told of later ones waits for one that is later */
export function pushesOf(db: Db, asOf: () => number, onError: (error: unknown) => void): Pushes {
  const due = new Set<CustomerId>();
  let fromNotes = false;
  let working: Promise<void> | null = null;
  const work = async (): Promise<void> => {
    while (due.size > 0 || fromNotes) {
      const some = [...due];
      const isAgain = fromNotes;
      due.clear();
      fromNotes = false;
      try {
        const options = { asOf: asOf() };
        const outcomes: PushOutcome[] = isAgain ? [await pushAgain(db, options)] : [];
        if (some.length > 0) outcomes.push(await pushCustomers(db, some, options));
        if (outcomes.some(({ status }) => status === 'BUSY'))
          onError(new Error('another push is under way: these orders show with the next run'));
      } catch (error) {
        // They show with the next run at the latest.
        onError(error);
      }
    }
    working = null;
  };
  const begin = (): void => {
    working ??= work();
  };
  return {
    of: (customers) => {
      for (const id of customers) due.add(id);
      begin();
    },
    again: () => {
      fromNotes = true;
      begin();
    },
    idle: async () => {
      await working;
    },
  };
}

/**
 * Shows what an import of few orders moved before the next run does, and says so; undefined where there is nothing to say. It fails for nobody: what is not
 * shown now shows with the next run.
 */
export async function showOrders(
  db: Db,
  ordered: readonly CustomerId[] | null,
  asOf: () => Promise<number>,
): Promise<string | undefined> {
  const later = 'values follow with the next run: kring enrich';
  if (ordered !== null && ordered.length === 0) return undefined;
  if ((await visibleGeneration(db)) === null) return undefined;
  if (ordered === null) return `Too many orders to be moved one by one; ${later}`;
  try {
    const { status, touched, waiting } = await pushCustomers(db, ordered, { asOf: await asOf() });
    if (status === 'BUSY' || status === 'NO_RUN') return `Another push is under way; ${later}`;
    const shown = `${touched} ${touched === 1 ? 'customer has' : 'customers have'} another value by it already`;
    return waiting.length === 0 ? `${shown}.` : `${shown}; ${waiting.length} whom no run has seen wait for the next.`;
  } catch (error) {
    return `${(error as Error).message} ${later}`;
  }
}

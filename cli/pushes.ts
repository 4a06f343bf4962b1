import type { CustomerId } from '../domain/events.ts';
import { pushAgain, pushCustomers, type PushOutcome } from '../enrichment/push/push.ts';
import type { Db } from '../store/client/db.ts';

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

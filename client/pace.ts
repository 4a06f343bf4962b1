/** What an answer cost, as `extensions.cost` says it; docs/access.md explains each. */
export interface Cost {
  /** Taken before the operation ran. */
  readonly requested: number;
  /** What it came to. */
  readonly actual: number;
  /** What can be spent at once; null where there is no bound. */
  readonly limit: number | null;
  /** What is left. */
  readonly remaining: number | null;
  /** What comes back every second. */
  readonly restoreRate: number | null;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly requests: number;
}

/** Keeps requests at the rate at which what the caller may spend comes back, so that none is refused for going too fast. */
export interface Pace {
  /** How long to wait before a document is sent, milliseconds. */
  readonly waitMs: (document: string) => number;
  readonly sending: (document: string) => void;
  readonly answered: (document: string, cost: Cost) => void;
}

/** Documents whose cost is remembered. */
const MOST = 500;

/** @param now milliseconds that only go forward */
export function createPace(now: () => number): Pace {
  /** What each document asked for last. */
  const asked = new Map<string, number>();
  let bucket: { left: number; readonly limit: number; readonly rate: number; at: number } | null = null;
  const leftNow = (): number =>
    bucket === null
      ? Number.POSITIVE_INFINITY
      : Math.min(bucket.limit, bucket.left + ((now() - bucket.at) / 1000) * bucket.rate);
  return {
    waitMs: (document) => {
      const cost = asked.get(document);
      if (bucket === null || cost === undefined) return 0;
      const missing = Math.min(cost, bucket.limit) - leftNow();
      return missing <= 0 ? 0 : Math.ceil((missing / bucket.rate) * 1000);
    },
    sending: (document) => {
      if (bucket === null) return;
      // Those under way are not answered yet, and spend all the same.
      bucket = { ...bucket, left: leftNow() - (asked.get(document) ?? 0), at: now() };
    },
    answered: (document, { requested, limit, remaining, restoreRate }) => {
      asked.delete(document);
      asked.set(document, requested);
      if (asked.size > MOST) asked.delete(asked.keys().next().value!);
      if (limit !== null && remaining !== null && restoreRate !== null)
        bucket = { left: remaining, limit, rate: restoreRate, at: now() };
    },
  };
}

/** What a caller may spend, so much at once, and so much more every second. */
export interface Allowance {
  /** The most that can be spent at once, after a while without spending. */
  readonly limit: number;
  /** What comes back every second. */
  readonly restoreRate: number;
}

/** Room for a full batch of rows or two of the largest queries at once; what comes back in a day costs about 20 USD of DynamoDB at most. */
export const DEFAULT_ALLOWANCE: Allowance = { limit: 20_000, restoreRate: 1000 };

/** Cost is counted in read units; a write unit costs five times as much on demand. */
export const COST_OF_WRITE_UNIT = 5;

/** What units of DynamoDB come to, rounded up. */
export const costOfUnits = ({
  readUnits,
  writeUnits,
}: {
  readonly readUnits: number;
  readonly writeUnits: number;
}): number => Math.ceil(readUnits + COST_OF_WRITE_UNIT * writeUnits);

const MICROS = 1_000_000;

/**
 * A token bucket as one instant: when it will be full again (the generic cell rate algorithm, ITU-T I.371, whose theoretical
 * arrival time this is). Spending moves the instant ahead, so that two who spend at once cannot spend the same.
 */
export interface Bucket {
  /** Microseconds by which `cost` moves the instant ahead. */
  readonly microsOf: (cost: number) => number;
  /** The latest instant of being full at which `cost` may still be spent now: the bucket holds it. */
  readonly latestMicros: (cost: number, nowMicros: number) => number;
  /** What is in the bucket, rounded down. */
  readonly remaining: (fullAtMicros: number, nowMicros: number) => number;
  /** Whole seconds, at least 1, until the bucket holds `cost`. */
  readonly waitSeconds: (cost: number, fullAtMicros: number, nowMicros: number) => number;
}

/**
 * @example
 * const bucket = bucketOf({ limit: 100, restoreRate: 10 });
 * bucket.remaining(5_000_000, 0); // 50: full again in five seconds
 */
export function bucketOf({ limit, restoreRate }: Allowance): Bucket {
  const microsOf = (cost: number): number => Math.ceil((cost * MICROS) / restoreRate);
  const latestMicros = (cost: number, nowMicros: number): number =>
    nowMicros + Math.floor((limit * MICROS) / restoreRate) - microsOf(cost);
  return {
    microsOf,
    latestMicros,
    remaining: (fullAtMicros, nowMicros) =>
      Math.max(0, Math.min(limit, Math.floor(limit - (Math.max(0, fullAtMicros - nowMicros) * restoreRate) / MICROS))),
    waitSeconds: (cost, fullAtMicros, nowMicros) =>
      Math.max(1, Math.ceil((fullAtMicros - latestMicros(cost, nowMicros)) / MICROS)),
  };
}

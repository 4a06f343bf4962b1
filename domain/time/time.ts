/** Milliseconds in one UTC day. Kring counts in whole UTC days wherever a model needs a time unit. */
export const DAY_MS = 86_400_000;

/** The UTC day number (days since 1970-01-01) an instant in epoch milliseconds falls on. */
export const dayOf = (epochMs: number): number => Math.floor(epochMs / DAY_MS);

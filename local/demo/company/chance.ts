/** A small seeded source of chance, so that the demo is the same on every machine and in every run. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal (Box & Muller 1958). */
  normal(): number;
  /** Gamma of a shape and mean 1 (Marsaglia & Tsang 2000; below shape 1 by the power of a uniform). */
  gamma(shape: number): number;
  /** An index with probability proportional to its weight; −1 when no weight is positive. */
  weighted(weights: ArrayLike<number>): number;
}

/** 32-bit generator of one word of state (mulberry32, Tommy Ettinger, public domain): enough for a demo, never for secrets. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const gammaOf = (shape: number): number => {
    if (shape < 1) return gammaOf(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return {
    next,
    happens: (p) => next() < p,
    between: (low, high) => low + next() * (high - low),
    normal,
    gamma: (shape) => gammaOf(shape) / shape,
    weighted(weights) {
      let total = 0;
      for (let i = 0; i < weights.length; i++) total += weights[i]!;
      let left = next() * total;
      for (let i = 0; i < weights.length; i++) {
        if (weights[i]! > 0 && left < weights[i]!) return i;
        left -= weights[i]!;
      }
      return -1;
    },
  };
}

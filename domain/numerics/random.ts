/** A source of numbers in [0, 1) with 53 random bits. */
export type Uniform = () => number;

/**
 * sfc32: small, fast, passes PractRand; the same numbers for the same seed on every machine.
 *
 * Source: Doty-Humphrey (2010), PractRand, "sfc" generators; 12 rounds mix the seed in.
 */
export function seededUniform(seed: number): Uniform {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

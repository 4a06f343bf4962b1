/** z of the 90th percentile of the standard normal: the upper end of an 80 % interval. */
const Z90 = 1.281_551_565_544_6;

/** z of a probability; absolute error below 4.5e-4 (Abramowitz & Stegun 26.2.23), far finer than what an interval is worth. */
export const normalQuantile = (probability: number): number => {
  if (Math.abs(probability - 0.9) < 1e-15) return Z90;
  const tail = Math.min(probability, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(Math.max(tail, 1e-300)));
  const z = t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
  return probability < 0.5 ? -z : z;
};

/** Φ(z); absolute error below 7.5e-8 (Abramowitz & Stegun 26.2.17). */
export const normalDistribution = (z: number): number => {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const series = 0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429)));
  const tail = density * t * series;
  return z > 0 ? 1 - tail : tail;
};

/** Below this argument the Stirling series is not accurate to double precision; smaller arguments are shifted up. */
const STIRLING_FROM = 10;
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;

/**
 * ln Γ(x) for x > 0; absolute error below 1e-14·max(1, |ln Γ(x)|).
 * @see Abramowitz & Stegun 6.1.41
 * @example Math.round(Math.exp(logGamma(5))) // 24
 */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) product *= shifted++;
  const i = 1 / shifted;
  const i2 = i * i;
  const series =
    i *
    (1 / 12 - i2 * (1 / 360 - i2 * (1 / 1260 - i2 * (1 / 1680 - i2 * (1 / 1188 - i2 * (691 / 360_360 - i2 / 156))))));
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
}

/** ψ(x) = d ln Γ(x)/dx for x > 0 (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let shifted = x;
  let sum = 0;
  while (shifted < STIRLING_FROM) sum -= 1 / shifted++;
  const i2 = 1 / (shifted * shifted);
  const series =
    i2 * (1 / 12 - i2 * (1 / 120 - i2 * (1 / 252 - i2 * (1 / 240 - i2 * (1 / 132 - i2 * (691 / 32_760 - i2 / 12))))));
  return sum + Math.log(shifted) - 0.5 / shifted - series;
}

/** ψ′(x) for x > 0 (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  let shifted = x;
  let sum = 0;
  while (shifted < STIRLING_FROM) {
    sum += 1 / (shifted * shifted);
    shifted++;
  }
  const i = 1 / shifted;
  const i2 = i * i;
  const series =
    i * i2 * (1 / 6 - i2 * (1 / 30 - i2 * (1 / 42 - i2 * (1 / 30 - i2 * (5 / 66 - i2 * (691 / 2730 - (i2 * 7) / 6))))));
  return sum + i + i2 / 2 + series;
}

/** ln B(a, b) for a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** Companies of known truth: purchase logs drawn from a law, for rules to be settled on. SIMULATED. */
import type { PurchaseLog } from '../../domain/clv/history/log.ts';
import { seededUniform } from '../../domain/numerics/random.ts';

export interface Company {
  readonly customers: number;
  readonly days: number;
  /** Height of the season over the year, 0 … 1. */
  readonly season?: number;
  /** By which share a year everybody buys less. */
  readonly cooling?: number;
  /** Standard deviation of the logarithm of what a quarter does to everybody. */
  readonly shocks?: number;
  /** Standard deviation of the logarithm of purchases, within and between customers. */
  readonly spread?: number;
  /** How many times as often as usual everybody buys. */
  readonly often?: number;
  /** Share of the chance of leaving that is usual. */
  readonly loyal?: number;
  readonly seed: number;
}

/** The purchase log of a company, from day 0 on. */
export const companyLog = ({
  customers,
  days,
  season = 0,
  cooling = 0,
  shocks = 0,
  spread = 0.6,
  often = 1,
  loyal = 1,
  seed,
}: Company): PurchaseLog => {
  const uniform = seededUniform(seed);
  const exponential = (): number => -Math.log(1 - uniform());
  const normal = (): number => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
  const quarters = Array.from({ length: Math.ceil(days / 91) + 1 }, () => Math.exp(shocks * normal()));
  const intensity = Float64Array.from(
    { length: days + 1 },
    (_, day) =>
      (1 + season * Math.cos((2 * Math.PI * (day - 330)) / 365.25)) *
      (1 - cooling) ** (day / 365.25) *
      quarters[Math.floor(day / 91)]!,
  );
  const offsets = new Int32Array(customers + 1);
  const day: number[] = [];
  const margin: number[] = [];
  for (let i = 0; i < customers; i++) {
    // Gamma of shape ½ or 1 with a mean of a purchase in 60 days; most of one-time buyers come of those who leave.
    const rate = (uniform() < 0.5 ? exponential() : normal() ** 2) * (often / 60);
    const leaving = loyal * (0.35 * uniform() ** 2 + 0.02);
    const size = Math.exp(8 + spread * normal());
    for (let at = Math.floor(uniform() * days * 0.85), first = true; at <= days; at++, first = false) {
      if (!first && uniform() >= rate * intensity[at]!) continue;
      day.push(at);
      margin.push(Math.round(size * Math.exp(spread * normal())));
      if (uniform() < leaving) break;
    }
    offsets[i + 1] = day.length;
  }
  return { count: customers, offsets, day: Int32Array.from(day), marginMinor: Float64Array.from(margin) };
};

import type { PurchaseLog } from '../../../domain/clv/history/log.ts';
import { logOf } from './reference-data.ts';

/** Numbers in (0, 1) from a seed (Park & Miller's minimal standard). */
export const uniforms = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/**
 * A shop whose customers arrive evenly, buy day by day at a gamma rate that swells to (1 + peak) around one day of the year, and leave
 * after a purchase with a chance of their own.
 */
export const simulateShop = (shop: {
  customers: number;
  fromDay: number;
  toDay: number;
  peak: number;
  peakDay: number;
  seed: number;
}): PurchaseLog => {
  const random = uniforms(shop.seed);
  const rows: [string, number, number][] = [];
  const span = shop.toDay - shop.fromDay;
  for (let i = 0; i < shop.customers; i++) {
    // Gamma(2) rates with mean one purchase in 40 days.
    const rate = (-Math.log(random()) - Math.log(random())) / 80;
    const leaving = 0.15 * random();
    let alive = true;
    for (
      let day = shop.fromDay + Math.floor(random() * span * 0.8), first = true;
      day <= shop.toDay && alive;
      day++, first = false
    ) {
      const season = 1 + shop.peak * Math.cos((2 * Math.PI * (day - shop.peakDay)) / 365.25);
      if (!first && random() >= rate * season) continue;
      rows.push([String(i).padStart(6, '0'), day, Math.round(2000 * (0.5 + random()))]);
      alive = random() >= leaving;
    }
  }
  return logOf(rows);
};

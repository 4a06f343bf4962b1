import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcomes } from '../../../domain/experiments/types.ts';

/** The public teaching set of an e-mail experiment (MineThatData, 2008): 64,000 customers, men's mail, women's mail, none; grouped. */
const file = join(import.meta.dirname, '../../../../shared/data/hillstrom_compact.csv');
export const hasHillstrom = existsSync(file);

export interface Customer {
  readonly arm: 0 | 1 | 2;
  readonly mens: boolean;
  readonly womens: boolean;
  readonly newbie: boolean;
  readonly channel: string;
  readonly visit: number;
  readonly conversion: number;
  /** Minor units. */
  readonly spendMinor: number;
}

/** One entry a customer, in the order of the file. */
export const readHillstrom = (): Customer[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [arm, mens, womens, newbie, channel, visit, conversion, spend, count] = line.split(',');
      const customer: Customer = {
        arm: arm === 'M' ? 0 : arm === 'W' ? 1 : 2,
        mens: mens === '1',
        womens: womens === '1',
        newbie: newbie === '1',
        channel: channel!,
        visit: Number(visit),
        conversion: Number(conversion),
        spendMinor: Math.round(100 * Number(spend)),
      };
      return Array.from({ length: Number(count) }, () => customer);
    });

export const outcomesOf = (
  customers: readonly Customer[],
  outcome: 'visit' | 'conversion' | 'spendMinor',
): Outcomes => ({
  arms: [
    { key: 'mens', share: 1 / 3 },
    { key: 'womens', share: 1 / 3 },
    { key: 'holdout', share: 1 / 3 },
  ],
  control: 2,
  arm: Uint8Array.from(customers, ({ arm }) => arm),
  y: Float64Array.from(customers, (customer) => customer[outcome]),
  covariate: null,
});

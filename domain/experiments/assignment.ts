import { hash } from 'node:crypto';
import { DomainError, InvalidInputError } from '../errors.ts';
import { ascendingOrder } from '../numerics/order.ts';
import type { Arm } from './types.ts';

/** Blocks are no larger than this, so shares are at least as fine as a thousandth. */
const LARGEST_BLOCK = 1000;
const ROUNDING = 1e-9;

/**
 * A number in [0, 1] drawn from a text, the same for ever: the first 8 bytes of its SHA-256, big-endian, over 2⁶⁴.
 *
 * @example uniformOf('summer-mail:1:C-0001') // 0.8028405757660754
 */
export function uniformOf(text: string): number {
  const digest = hash('sha256', text, 'buffer');
  return (digest.readUInt32BE(0) * 2 ** 32 + digest.readUInt32BE(4)) / 2 ** 64;
}

/** What decides about a unit in an action: u of "actionId:salt:unitId". */
export const unitDraw = (actionId: string, salt: string, unitId: string): number =>
  uniformOf(`${actionId}:${salt}:${unitId}`);

/** Whether a customer is left alone by every action of a year: u of "global-holdout:YEAR:id" below the share. Another year, another draw. */
export const inGlobalHoldout = (customerId: string, year: number, share: number): boolean =>
  uniformOf(`global-holdout:${year}:${customerId}`) < share;

/** Units to draw arms for: customers, or communities as "community/17". */
export interface Units {
  readonly ids: readonly string[];
  /** X: what is forecast of each unit, by which strata are made; null: one order for all, by chance. */
  readonly forecast: Float64Array | null;
}

export interface Assignment {
  /** Place of each unit's arm. */
  readonly arm: Uint8Array;
  /** Number of each unit's block of alike forecasts, from the lowest. */
  readonly stratum: Int32Array;
}

/**
 * Draws arms: units are sorted by forecast and cut into blocks in which every arm has its share exactly (pairs at 50/50, fives at 80/20); within a block
 * the unit with the lowest u is first. The same units get the same arms in whatever order they come; another salt is another draw.
 * The last block may be short: its units get places spread evenly over a whole one from a random start, so each arm keeps its probability.
 *
 * @throws InvalidInputError for shares that do not sum to 1 or are finer than a thousandth
 */
export function assignUnits(
  actionId: string,
  salt: string,
  arms: readonly Arm[],
  { ids, forecast }: Units,
): Assignment {
  const draw = Float64Array.from(ids, (id) => unitDraw(actionId, salt, id));
  return drawInBlocks(arms, draw, forecast, unitDraw(actionId, salt, 'last-block'));
}

/** {@link assignUnits} for draws made elsewhere; `start` in [0, 1) is where the last, short block begins. */
export function drawInBlocks(
  arms: readonly Arm[],
  draw: Float64Array,
  forecast: Float64Array | null,
  start: number,
): Assignment {
  const slots = blockOf(arms);
  const n = draw.length;
  if (forecast !== null && forecast.length !== n)
    throw new DomainError('a forecast per unit is needed', { units: n, forecasts: forecast.length });
  const byDraw = ascendingOrder(draw);
  const order =
    forecast === null
      ? byDraw
      : ascendingOrder(Float64Array.from(byDraw, (unit) => forecast[unit]!)).map((place) => byDraw[place]!);
  const arm = new Uint8Array(n);
  const stratum = new Int32Array(n);
  for (let begin = 0, block = 0; begin < n; begin += slots.length, block++) {
    const members = order.slice(begin, begin + slots.length).sort((a, b) => draw[a]! - draw[b]! || a - b);
    const isWhole = members.length === slots.length;
    for (const [rank, unit] of members.entries()) {
      const slot = isWhole ? rank : Math.floor(((rank + start) * slots.length) / members.length);
      arm[unit] = slots[Math.min(slot, slots.length - 1)]!;
      stratum[unit] = block;
    }
  }
  return { arm, stratum };
}

/** The arm of somebody who joins after the draw: by cumulative shares of u. Reported apart, they belong to no stratum. */
export function lateArm(arms: readonly Arm[], draw: number): number {
  let below = 0;
  for (const [place, { share }] of arms.entries()) {
    below += share;
    if (draw < below) return place;
  }
  return arms.length - 1;
}

/**
 * The smallest block in which every arm has its share in whole units, as the arm of each place.
 *
 * @example [...blockOf([{ key: 'mail', share: 0.8 }, { key: 'holdout', share: 0.2 }])] // [0, 0, 0, 0, 1]
 */
export function blockOf(arms: readonly Arm[]): Uint8Array {
  const sum = arms.reduce((total, { share }) => total + share, 0);
  if (arms.length < 2 || arms.length > 100 || arms.some(({ share }) => !(share > 0)) || Math.abs(sum - 1) > 1e-6)
    throw new InvalidInputError(
      ['arms'],
      'There are two arms or more, each with a share above 0, and the shares sum to 1.',
    );
  for (let size = arms.length; size <= LARGEST_BLOCK; size++) {
    const counts = arms.map(({ share }) => Math.round((share / sum) * size));
    const isExact = counts.every((count, i) => count > 0 && Math.abs(count / size - arms[i]!.share / sum) < ROUNDING);
    if (isExact) return Uint8Array.from(counts.flatMap((count, i) => Array.from({ length: count }, () => i)));
  }
  throw new InvalidInputError(
    ['arms'],
    'Shares are whole thousandths, or like thirds: parts of a block of at most 1000.',
  );
}

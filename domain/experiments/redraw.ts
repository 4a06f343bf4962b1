import { OUT_OF_ANALYSIS } from './types.ts';

/** What was drawn: one entry per customer of the graph. */
export interface DrawnUnits {
  /** 1 for who was drawn into an arm that gets the action. */
  readonly treated: Float64Array;
  /** Place of the arm; OUT_OF_ANALYSIS for who was drawn into none. */
  readonly arm: Uint8Array;
  /** Number of the unit that shares what chance decided; null where each customer is one. */
  readonly unit: Int32Array | null;
  /** Block of alike forecasts within which chance decided. */
  readonly stratum: Int32Array;
  /** SATURATION: each community treats one of two parts of its members, by a coin; null: a unit is treated whole, or not. */
  readonly rates: readonly [number, number] | null;
}

/**
 * Draws that might as well have come: within each block the units change places, so that as many as ever are treated; of a saturation design each community
 * draws its rate anew. Says how likely everybody's surroundings were (linearity.ts).
 *
 * @param count of draws; each is z of everybody, in the same array, so read it before asking for the next
 */
export function* redraws(
  { treated, arm, unit, stratum, rates }: DrawnUnits,
  count: number,
  uniform: () => number,
): Generator<Float64Array> {
  const members = Int32Array.from(arm.keys()).filter((i) => arm[i] !== OUT_OF_ANALYSIS);
  const unitAt = (i: number): number => (unit === null ? i : unit[i]!);
  const first = new Map<number, number>();
  for (const i of members) if (!first.has(unitAt(i))) first.set(unitAt(i), i);
  const numbers = [...first.keys()];
  const placeOf = new Map(numbers.map((number, place) => [number, place]));
  const place = Int32Array.from(members, (i) => placeOf.get(unitAt(i))!);
  const flags = Float64Array.from(first.values(), (i) => treated[i]!);
  const blocks = [...Map.groupBy(numbers.keys(), (at) => stratum[first.get(numbers[at]!)!]!).values()];
  const z = new Float64Array(treated.length);
  for (let draw = 0; draw < count; draw++) {
    if (rates === null) for (const block of blocks) shuffle(flags, block, uniform);
    else for (let at = 0; at < flags.length; at++) flags[at] = rates[uniform() < 0.5 ? 0 : 1];
    for (const [at, i] of members.entries()) {
      const flag = flags[place[at]!]!;
      z[i] = rates === null ? flag : uniform() < flag ? 1 : 0;
    }
    yield z;
  }
}

/** Fisher & Yates, over the places of a block. */
function shuffle(values: Float64Array, block: readonly number[], uniform: () => number): void {
  for (let k = block.length - 1; k > 0; k--) {
    const [a, b] = [block[k]!, block[Math.floor(uniform() * (k + 1))]!];
    const kept = values[a]!;
    values[a] = values[b]!;
    values[b] = kept;
  }
}

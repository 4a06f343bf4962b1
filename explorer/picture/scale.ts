/** From what is measured to where it is drawn. */
export type Scale = (value: number) => number;

/** @example linear([0, 10], [0, 100])(5) // 50 */
export const linear = ([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale => {
  const width = to - from === 0 ? 1 : to - from;
  return (value) => start + ((value - from) / width) * (end - start);
};

/**
 * About `count` round numbers between two ends, both included when they are round.
 *
 * @example ticks(0, 10, 5) // [0, 2, 4, 6, 8, 10]
 */
export function ticks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, at) => (first + at) * step);
}

/** Within what a run's settings may be set: `above` is left out itself. */
export const SETTING_BOUNDS = {
  /** Share of the revenue of lines with unknown cost that counts as value. */
  marginRate: { above: 0, max: 1, isWhole: false },
  /** Share of a follower's value credited to those they follow. */
  kappa: { min: 0, max: 0.95, isWhole: false },
  /** Days that lifetime value looks ahead. */
  horizonDays: { min: 1, max: 3650, isWhole: true },
  /** A year's discount of lifetime value. */
  annualDiscount: { min: 0, max: 1, isWhole: false },
} as const;

/** Settings that can be tried out. */
export type TriedSetting = keyof typeof SETTING_BOUNDS;

/** What is wrong with a value, in words; null where nothing is. */
export function settingProblem(name: TriedSetting, value: number): string | null {
  const bounds: { readonly above?: number; readonly min?: number; readonly max: number; readonly isWhole: boolean } =
    SETTING_BOUNDS[name];
  const { above = Number.NEGATIVE_INFINITY, min = Number.NEGATIVE_INFINITY, max, isWhole } = bounds;
  const isGood = value > above && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  const from = bounds.above === undefined ? `from ${bounds.min}` : `above ${bounds.above} and`;
  return isGood ? null : `${name} is a ${isWhole ? 'whole ' : ''}number ${from} up to ${max}; got ${value}.`;
}

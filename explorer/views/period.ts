/** How finely time is cut. */
export const GRAINS = ['YEAR', 'QUARTER', 'MONTH'] as const;
export type Grain = (typeof GRAINS)[number];

export interface PeriodData {
  readonly from: string;
  readonly complete: boolean;
}

/**
 * The name of a calendar period by its first day.
 *
 * @example periodName('2017-04-01', 'QUARTER') // '2017 Q2'
 */
export function periodName(from: string, grain: Grain): string {
  const [year = '', month = ''] = from.split('-');
  if (grain === 'YEAR') return year;
  return grain === 'MONTH' ? `${year}-${month}` : `${year} Q${Math.ceil(Number(month) / 3)}`;
}

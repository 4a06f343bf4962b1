/**
 * Where a company has too little history to fit anything, customers are scored with MBG/NBD parameters pooled from two published
 * retailers: the geometric means of the fits to the CDNOW sample (39 weeks, 2,357 customers: r .5248, α 6.1831 weeks, a .8914, b 1.6140;
 * Batislam, Denizel & Filiztekin 2007 give the same to three digits) and to Online Retail II (UCI, to 2011-06-09, 4,969
 * customers: r .7275, α 9.8332 weeks, a .2108, b 5.5567). MBG/NBD, because it doubts one-time buyers, which is what a young company has.
 */
export const PRIOR_PARAMETERS = { r: 0.618, alpha: 7.797, a: 0.4335, b: 2.995 } as const;
export const PRIOR_UNIT_DAYS = 7;
export const PRIOR_SOURCE =
  'MBG/NBD, geometric mean of the fits to the CDNOW sample and Online Retail II (docs/lifetime-value.md)';

/** Less than this cannot carry four parameters and a comparison. */
export const MIN_CUSTOMERS = 100;
export const MIN_REPEAT_PURCHASES = 50;
export const MIN_HISTORY_DAYS = 56;

export interface HistorySize {
  readonly customers: number;
  readonly repeatPurchases: number;
  readonly historyDays: number;
}

/** In plain words what is missing for a fit; null where there is enough. */
export const tooLittleFor = ({ customers, repeatPurchases, historyDays }: HistorySize): string | null => {
  const lacks = [
    customers < MIN_CUSTOMERS ? `${customers} customers of at least ${MIN_CUSTOMERS}` : null,
    repeatPurchases < MIN_REPEAT_PURCHASES
      ? `${repeatPurchases} repeat purchases of at least ${MIN_REPEAT_PURCHASES}`
      : null,
    historyDays < MIN_HISTORY_DAYS ? `${historyDays} days of history of at least ${MIN_HISTORY_DAYS}` : null,
  ].filter((lack) => lack !== null);
  return lacks.length === 0 ? null : lacks.join(', ');
};

import { SUMMARY_COLUMNS } from './columns.ts';
import type { CustomerSummary } from './summary.ts';

/** Own figures of one customer as a run counts them, whole minor units. */
export interface OwnValue {
  readonly revenueMinor: number;
  readonly directMinor: number;
  readonly refundsMinor: number;
  readonly creditsMinor: number;
  readonly moneyBackAt: number | null;
  readonly uncosted: boolean;
}

/** v: margin where costs are known, otherwise revenue × the margin rate. Whole minor units. */
export const countedMinor = (knownMarginMinor: number, uncostedMinor: number, marginRate: number): number =>
  knownMarginMinor + Math.round(uncostedMinor * marginRate);

/** What a run with this margin rate makes of a summary. */
export function ownValueOf(summary: CustomerSummary, marginRate: number): OwnValue {
  const column = (name: keyof typeof SUMMARY_COLUMNS): number => SUMMARY_COLUMNS[name](summary);
  return {
    revenueMinor: column('revenueMinor'),
    directMinor: countedMinor(column('knownMarginMinor'), column('uncostedRevenueMinor'), marginRate),
    refundsMinor: countedMinor(column('refundedMarginMinor'), column('refundedUncostedMinor'), marginRate),
    creditsMinor: countedMinor(column('creditMarginMinor'), column('creditUncostedMinor'), marginRate),
    moneyBackAt: summary.moneyBack?.lastAt ?? null,
    uncosted: column('uncostedRevenueMinor') !== 0,
  };
}

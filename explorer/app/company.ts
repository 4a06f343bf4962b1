import { computed, signal } from '@preact/signals';
import { currencyOf, minorOf, type Currency, type Money, type WrittenMoney } from './money.ts';

/** What every view asks of the portfolio: the sums its picture has to close on. */
export const PORTFOLIO = `portfolio {
  asOf simulated
  customers { count }
  direct { minorUnits } rewards { minorUnits } current { minorUnits } potential { minorUnits }
  total { minorUnits amount currencyCode }
  betweenRuns { current { minorUnits } direct { minorUnits } }
  provenance { generation computedAt }
}`;

export interface PortfolioData {
  readonly portfolio: {
    readonly asOf: string;
    readonly simulated: boolean;
    readonly customers: { readonly count: number };
    readonly direct: Money;
    readonly rewards: Money;
    readonly current: Money;
    readonly potential: Money | null;
    readonly total: WrittenMoney;
    readonly betweenRuns: { readonly current: Money; readonly direct: Money } | null;
    readonly provenance: { readonly generation: number | null; readonly computedAt: string };
  } | null;
}

/** The company as of its last run, in minor units. What orders moved since is taken off: pictures and lists are as of the run. */
export interface Company {
  readonly asOf: string;
  readonly customers: number;
  readonly currency: Currency;
  readonly direct: bigint;
  readonly rewards: bigint;
  readonly current: bigint;
  readonly potential: bigint | null;
  readonly total: bigint;
  /** How current value has moved since the run; 0 where it has not. */
  readonly sinceRun: bigint;
  readonly simulated: boolean;
  readonly generation: number | null;
}

/** Null where no run has published anything. */
export function companyOf({ portfolio }: PortfolioData): Company | null {
  if (portfolio === null) return null;
  const sinceRun = portfolio.betweenRuns === null ? 0n : minorOf(portfolio.betweenRuns.current);
  const directSince = portfolio.betweenRuns === null ? 0n : minorOf(portfolio.betweenRuns.direct);
  return {
    asOf: portfolio.asOf,
    customers: portfolio.customers.count,
    currency: currencyOf(portfolio.total),
    direct: minorOf(portfolio.direct) - directSince,
    rewards: minorOf(portfolio.rewards),
    current: minorOf(portfolio.current) - sinceRun,
    potential: portfolio.potential === null ? null : minorOf(portfolio.potential),
    total: minorOf(portfolio.total) - sinceRun,
    sinceRun,
    simulated: portfolio.simulated,
    generation: portfolio.provenance.generation,
  };
}

/** Of the answer seen last: the footer says what it is of. */
export const company = signal<Company | null>(null);
/** The generation of what was asked besides the view's own question; undefined where nothing was. */
const beside = signal<number | null | undefined>(undefined);
/** True where an answer came of another generation than the view it belongs to: what is on the page no longer fits together. */
export const isOvertaken = computed(
  () => beside.value !== undefined && company.value !== null && beside.value !== company.value.generation,
);
/** Goes up when everything is to be read anew. */
export const reading = signal(0);

/** Takes note of whose answer this is: of the view's own question, or of one besides. */
export function see(data: PortfolioData, isFirst: boolean): Company | null {
  const seen = companyOf(data);
  if (isFirst) company.value = seen;
  else beside.value = seen?.generation ?? null;
  return seen;
}
/** A view begins: what was asked besides another one is of no account. */
export const beginView = (): void => {
  beside.value = undefined;
};
export const readAnew = (): void => {
  reading.value += 1;
};

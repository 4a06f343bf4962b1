import { parseDecimal, toMinor } from '../money/money.ts';
import { DAY_MS } from '../time/time.ts';
import { standingFacts, type Fact } from './facts.ts';

/** The year up to an instant. */
const YEAR_MS = 365 * DAY_MS;

/** What of a customer's spending with all suppliers comes here; nothing of it is estimated. Minor units, epoch ms. */
export interface ShareOfWallet<F extends Fact = Fact> {
  /** What was told they spend in a year with everybody; null where nobody told. */
  readonly told: F | null;
  readonly walletMinor: number | null;
  /** What they paid here in the year from `from` up to `to`, less what went back. */
  readonly spentMinor: number;
  /** spent ÷ wallet, 0 to 1; null with a reason where it cannot be known. */
  readonly share: number | null;
  readonly reason: 'NOT_TOLD' | 'MORE_THAN_TOLD' | null;
  readonly from: number;
  readonly to: number;
}

/**
 * A customer's share of wallet as of an instant: what they spent here in the year before it, of what was told that they spend in a year
 * with all suppliers (Du, Kamakura & Mela 2007: what is spent elsewhere is not in a company's own data, so it is asked). Nobody's wallet is guessed from others'.
 *
 * @param facts in any order  @param paid what was paid when, refunds taken off; what went back beside it below 0
 * @param minorDigits decimals of the accounting currency
 */
export function shareOfWallet<F extends Fact>(
  facts: readonly F[],
  paid: readonly { readonly at: number; readonly minor: number }[],
  to: number,
  minorDigits: number,
): ShareOfWallet<F> {
  const from = to - YEAR_MS;
  const spentMinor = paid.reduce((sum, { at, minor }) => (at > from && at <= to ? sum + minor : sum), 0);
  const told = standingFacts(facts, to).find(({ type }) => type === 'WALLET') ?? null;
  const amount = told === null ? null : parseDecimal(told.value!);
  const walletMinor = amount === null ? null : toMinor(amount, minorDigits);
  const is = { told, walletMinor, spentMinor, from, to };
  if (walletMinor === null || walletMinor === 0) return { ...is, share: null, reason: 'NOT_TOLD' };
  if (spentMinor > walletMinor) return { ...is, share: null, reason: 'MORE_THAN_TOLD' };
  return { ...is, share: Math.max(0, spentMinor) / walletMinor, reason: null };
}

import { DomainError, isLasting } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { CustomerSummary } from '../../domain/summary/summary.ts';

/** A customer a run leaves out because it cannot fold or count them. */
export interface SetAside {
  readonly customer: CustomerId;
  readonly reason: string;
}

/** Minor units. Nine customers of this size still add up exactly in a double (2^53); one beyond would end every run. */
const MOST_MINOR = 1e15;
/** Beyond a tenth of the base, and more than a handful, it is not the customers: the release cannot read this table. */
const TOLERATED_SHARE = 0.1;
const TOLERATED = 10;

/** The reason a customer is set aside for an error; throws the error again when repeating may mend it. */
export function reasonOf(error: unknown): string {
  if (!isLasting(error)) throw error;
  return `the events cannot be folded: ${(error as Error).message}`;
}

/** Why a summary cannot be counted; null when it can. */
export function uncountable({ orders }: CustomerSummary): string | null {
  if (orders === null) return null;
  const { revenueMinor, knownMarginMinor, uncostedRevenueMinor, purchases } = orders;
  const amounts = [
    revenueMinor,
    knownMarginMinor,
    uncostedRevenueMinor,
    ...purchases.flatMap((day) => [day.knownMarginMinor, day.uncostedRevenueMinor]),
  ];
  const wrong = amounts.find((minor) => !(Math.abs(minor) <= MOST_MINOR));
  return wrong === undefined
    ? null
    : `orders come to ${wrong} minor units, and beyond ${MOST_MINOR} sums are not exact`;
}

/** @throws DomainError when so many are set aside that what is left is not the company */
export function checkFew(setAside: readonly SetAside[], counted: number): void {
  const all = setAside.length + counted;
  if (setAside.length <= Math.max(TOLERATED, TOLERATED_SHARE * all)) return;
  throw new DomainError(
    `${setAside.length} of ${all} customers cannot be folded or counted; the first: ${setAside[0]!.reason}. Nothing was published.`,
  );
}

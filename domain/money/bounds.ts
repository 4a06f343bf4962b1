import { InvalidInputError } from '../errors.ts';
import { factFault, type Fact } from '../facts/facts.ts';
import type { CustomerEvent, Order, OrderLine, Referral } from '../events.ts';

/**
 * The most an amount may be, either side of 0, in minor units: of an order line, of what the lines of one order add up to, of a
 * reward. Ten billion where the currency has two decimals. Sums over nine thousand of the largest stay exact (±2^53), so that
 * what is taken in can also be added up.
 */
export const MAX_AMOUNT_MINOR = 1e12;

/** The most a quantity or a tie's weight may be: far above what is real, far below what makes sums infinite. */
export const MAX_MAGNITUDE = 1e9;

/** Instants are kept as 14 digits of milliseconds: from 1970 to the year 5138. */
export const MAX_INSTANT_MS = 99_999_999_999_999;

/** Whether a number is a whole amount within the bound, minor units. */
export const isAmount = (minor: number): boolean => Number.isSafeInteger(minor) && Math.abs(minor) <= MAX_AMOUNT_MINOR;

/** The bound in whole units of a currency: 10000000000 for EUR. */
export const maxAmount = (minorDigits: number): string =>
  (MAX_AMOUNT_MINOR / 10 ** minorDigits).toLocaleString('en', { useGrouping: false });

const tooLarge = (field: readonly string[], what: string): InvalidInputError =>
  new InvalidInputError(
    field,
    `${what} more than ${MAX_AMOUNT_MINOR} minor units (${maxAmount(2)} where the currency has two decimals), the most an amount may be.`,
    { code: 'AMOUNT_TOO_LARGE' },
  );

/** @throws InvalidInputError for an instant (epoch ms) that cannot be kept */
export function checkInstant(atMs: number, field: readonly string[]): void {
  if (Number.isInteger(atMs) && atMs >= 0 && atMs <= MAX_INSTANT_MS) return;
  throw new InvalidInputError(field, 'An instant lies between 1970-01-01 and the year 5138.');
}

/** @throws InvalidInputError AMOUNT_TOO_LARGE for an amount beyond {@link MAX_AMOUNT_MINOR} */
export function checkAmount(minor: number, field: readonly string[]): void {
  if (!isAmount(minor)) throw tooLarge(field, 'The amount is');
}

/**
 * Whether the lines of an order add up to amounts: of absolute values, so that whatever part of the lines is added up, it stays
 * within the bound.
 */
export const addUp = (lines: readonly Pick<OrderLine, 'netMinor' | 'costMinor'>[]): boolean =>
  isAmount(lines.reduce((sum, { netMinor }) => sum + Math.abs(netMinor), 0)) &&
  isAmount(lines.reduce((sum, { costMinor = 0 }) => sum + Math.abs(costMinor), 0));

function checkOrder({ lines, cancelledAt }: Order): void {
  if (cancelledAt !== undefined) checkInstant(cancelledAt, ['cancelledAt']);
  for (const [index, line] of lines.entries()) {
    const at = ['lines', String(index)];
    if (!(Math.abs(line.quantity) <= MAX_MAGNITUDE))
      throw new InvalidInputError([...at, 'quantity'], `The quantity is more than ${MAX_MAGNITUDE}.`);
    checkAmount(line.netMinor, [...at, 'net']);
    checkAmount(line.costMinor ?? 0, [...at, 'cost']);
    if (line.returnedAt !== undefined) checkInstant(line.returnedAt, [...at, 'returnedAt']);
  }
  if (!addUp(lines)) throw tooLarge(['lines'], 'The lines of the order add up to');
}

function checkFact(fact: Fact): void {
  if (fact.expiresAt !== undefined) checkInstant(fact.expiresAt, ['expiresAt']);
  const fault = factFault(fact);
  if (fault !== null) throw new InvalidInputError([fault.field], `${fault.field} ${fault.reason}.`);
}

/**
 * What every entrance (API, import) asks of an event before it is written: nothing may be taken in that cannot be kept or
 * added up.
 *
 * @throws InvalidInputError with the path within the event
 */
export function checkEvent(event: CustomerEvent | Fact): void {
  checkInstant(event.occurredAt, ['occurredAt']);
  if (event.kind === 'FACT') checkFact(event);
  else if (event.kind === 'ORDER') checkOrder(event);
  else if (event.answer !== undefined && event.type !== 'SURVEY_RESPONSE')
    throw new InvalidInputError(
      ['answer'],
      'Only a SURVEY_RESPONSE has an answer: what is asked is kept apart from what is observed.',
    );
  else if (!((event.effortMinutes ?? 0) >= 0))
    throw new InvalidInputError(['effortMinutes'], 'effortMinutes is negative.');
  else if (!((event.effortMinutes ?? 0) <= MAX_MAGNITUDE))
    throw new InvalidInputError(['effortMinutes'], `effortMinutes is more than ${MAX_MAGNITUDE}.`);
}

/**
 * The same of a claim that somebody brought somebody in: a run shares out what was paid and what was saved, and less than
 * nothing cannot be shared.
 *
 * @param claim amounts in minor units, instants in epoch ms
 * @throws InvalidInputError with the path within the claim
 */
export function checkClaim({
  at,
  expiresAt,
  savedAcquisitionCostMinor = 0,
  rewardMinor = 0,
}: Pick<Referral, 'at' | 'expiresAt' | 'savedAcquisitionCostMinor' | 'rewardMinor'>): void {
  checkInstant(at, ['at']);
  if (expiresAt !== undefined) checkInstant(expiresAt, ['expiresAt']);
  const amounts = { savedAcquisitionCost: savedAcquisitionCostMinor, reward: rewardMinor };
  for (const [field, minor] of Object.entries(amounts)) {
    checkAmount(minor, [field]);
    if (minor < 0) throw new InvalidInputError([field], `${field} must not be negative.`);
  }
}

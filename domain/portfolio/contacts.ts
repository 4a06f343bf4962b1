/** How a company's people and its customers belong together: one point of trust each, and what of human contact and value that covers. */
export interface ContactPart {
  readonly customers: number;
  /** Σ of current value, whole minor units. */
  readonly valueMinor: number;
  /** Minutes of human contact logged with them, whoever had it, to three decimals; and with how many of them. */
  readonly minutes: number;
  readonly contacted: number;
}

export interface Contacts {
  /** By falling value, at most {@link LISTED_CONTACTS}. With `others` and `nobody` they are everybody. */
  readonly contacts: readonly (ContactPart & { readonly contact: string })[];
  readonly others: ContactPart & { readonly count: number };
  /** Customers of whom no contact is told. */
  readonly nobody: ContactPart;
}

export const LISTED_CONTACTS = 100;

const nothing = () => ({ customers: 0, valueMinor: 0, minutes: 0, contacted: 0 });
const milli = (minutes: number): number => Math.round(1000 * minutes) / 1000;

/**
 * Everybody by their trusted contact.
 *
 * @param contactOf the contact of a customer by position; null where none is told  @param minor current value  @param minutes of human contact
 */
export function contactsOf(
  contactOf: (customer: number) => string | null,
  minor: Float64Array,
  minutes: Float64Array,
): Contacts {
  const rows = new Map<string, ReturnType<typeof nothing>>();
  const nobody = nothing();
  for (const [i, value] of minor.entries()) {
    const contact = contactOf(i);
    const row = contact === null ? nobody : (rows.get(contact) ?? nothing());
    if (contact !== null) rows.set(contact, row);
    row.customers++;
    row.valueMinor += value;
    row.minutes = milli(row.minutes + minutes[i]!);
    if (minutes[i]! > 0) row.contacted++;
  }
  const sorted = [...rows]
    .map(([contact, row]) => ({ contact, ...row }))
    .sort((a, b) => b.valueMinor - a.valueMinor || (a.contact < b.contact ? -1 : 1));
  const others = { count: 0, ...nothing() };
  for (const { customers, valueMinor, minutes: own, contacted } of sorted.slice(LISTED_CONTACTS)) {
    others.count++;
    others.customers += customers;
    others.valueMinor += valueMinor;
    others.minutes = milli(others.minutes + own);
    others.contacted += contacted;
  }
  return { contacts: sorted.slice(0, LISTED_CONTACTS), others, nobody };
}

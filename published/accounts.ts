import type { RollUp } from '../domain/profile/roll-up.ts';

/** What a run says of a company or household. */
export interface PublishedAccount {
  readonly value: RollUp;
  /** Where its members begin in the list of all accounts' members. */
  readonly offset: number;
}

/** The accounts of a block (`bucketsOf(ACCOUNTS, …)` in blocks.ts) as text, by a keyed hash of source and id; equal accounts, equal text. */
export const encodeAccounts = (accounts: Readonly<Record<string, PublishedAccount>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(accounts).map(([hash, { value, offset }]) => [
        hash,
        [
          offset,
          value.customers,
          value.revenueMinor,
          value.directMinor,
          value.indirectMinor,
          value.potentialDirectMinor,
          value.potentialIndirectMinor,
        ],
      ]),
    ),
  );

type Cells = readonly [number, number, number, number, number, number | null, number | null];

/** One account out of a block; null where no run has seen a member. */
export function decodeAccount(text: string, hash: string): PublishedAccount | null {
  const cells = (JSON.parse(text) as Record<string, Cells | undefined>)[hash];
  if (cells === undefined) return null;
  const [offset, customers, revenueMinor, directMinor, indirectMinor, potentialDirectMinor, potentialIndirectMinor] =
    cells;
  return {
    value: { customers, revenueMinor, directMinor, indirectMinor, potentialDirectMinor, potentialIndirectMinor },
    offset,
  };
}

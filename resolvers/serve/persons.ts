import { mayIngest, type Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { CustomerIdentifier as CustomerIdentifierInput } from '../../schema/generated.ts';
import type { Identity } from '../../store/customers/identity.ts';

/** What stands for a text about a person that the caller may not read: the same for all, so that it says nothing. */
const MASK = '•••';

/** Whether names and identities are shown in the clear. */
export const seesPersons = ({ scopes }: Principal): boolean => scopes.has('pii:read');

/** An identity without what it says. Ids in a company's own systems are no personal data: partners match by them. */
export const masked = (identity: Identity): Identity =>
  identity.type === 'EXTERNAL_ID' ? identity : { ...identity, value: MASK };

/**
 * Whoever may not read identities may not try them either: finding a customer by an address says that they are one.
 *
 * @throws VisibleError FORBIDDEN
 */
export function assertMayLookUp(principal: Principal, by: CustomerIdentifierInput): void {
  if (seesPersons(principal) || !namesPerson(by)) return;
  throw new VisibleError(
    'FORBIDDEN',
    `"${principal.name}" may not look customers up by e-mail, phone or handle. That needs pii:read; name the customer by id or externalId.`,
    { details: { scopes: ['pii:read'] } },
  );
}

const namesPerson = (by: CustomerIdentifierInput | undefined): boolean =>
  by !== undefined && by.id == null && by.externalId == null;

/**
 * Whether the answer about a row may say which customer it met. Who may not read addresses could else write under one and read
 * back whose it is.
 */
export const mayTellWhom = (principal: Principal, row: Row): boolean =>
  seesPersons(principal) || !ENDS.some((end) => namesPerson(row[end]));

/** The fields of a row that name customers. */
const ENDS = ['by', 'follower', 'followed', 'advocate', 'friend'] as const;

/** What access is about in a row of ingestion. */
export type Row = { readonly source?: string | null } & Partial<Record<(typeof ENDS)[number], CustomerIdentifierInput>>;

/**
 * Checks what a row of ingestion writes under, and whom it is about, against what the caller was granted.
 *
 * @throws InvalidInputError FORBIDDEN
 */
export function assertMayWrite(principal: Principal, row: Row, path: readonly string[]): void {
  if (row.source != null && !mayIngest(principal, row.source.trim()))
    throw notGranted(principal, row.source, [...path, 'source']);
  if (principal.sources === null) return;
  for (const end of ENDS) {
    const by = row[end];
    if (by === undefined) continue;
    if (by.externalId == null || !principal.sources.has(by.externalId.source.trim()))
      throw new InvalidInputError(
        [...path, end],
        `"${principal.name}" may name customers by externalId of its own sources only: ${[...principal.sources].join(', ')}.`,
        { code: 'FORBIDDEN' },
      );
  }
}

/** Ids of a source are given to customers only by whoever may write that source. @throws InvalidInputError FORBIDDEN */
export function assertMayName(principal: Principal, by: CustomerIdentifierInput, path: readonly string[]): void {
  const source = by.externalId?.source.trim();
  if (source !== undefined && !mayIngest(principal, source))
    throw notGranted(principal, source, [...path, 'externalId', 'source']);
}

const notGranted = ({ name }: Principal, source: string, path: readonly string[]): InvalidInputError =>
  new InvalidInputError(
    path,
    `"${name}" may not write records of the source "${source}". That needs ingest:${source}.`,
    { code: 'FORBIDDEN' },
  );

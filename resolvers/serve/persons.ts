import { mayIngest, type Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError } from '../../domain/errors.ts';
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
 * Whoever may not read identities may not try them either, in reading or in writing: to find a customer by an address, to be refused one that is
 * somebody's, or what the answer costs, says that they are one. Who answers persons (privacy:admin) writes down their addresses anyway.
 *
 * @throws InvalidInputError FORBIDDEN
 */
export function assertMayLookUp(principal: Principal, by: CustomerIdentifierInput, field: readonly string[]): void {
  if (by.id != null || by.externalId != null || mayTry(principal)) return;
  throw new InvalidInputError(
    field,
    `"${principal.name}" may not name customers by e-mail, phone or handle. That needs pii:read; name the customer by id or externalId.`,
    { code: 'FORBIDDEN' },
  );
}

/** Whether a caller may find out if an address is a customer's. */
const mayTry = (principal: Principal): boolean => seesPersons(principal) || principal.scopes.has('privacy:admin');

/** Scopes with which a customer can be read, and so found again by what was written to them. */
const READING = ['profile:read', 'value:read', 'network:read', 'margin:read'] as const;

/**
 * Whether a caller may write under addresses where nothing is answered about whom it met (streams): who can read customers would find again there whom an
 * address led to.
 */
export const mayWriteAddresses = (principal: Principal): boolean =>
  mayTry(principal) || !READING.some((scope) => principal.scopes.has(scope));

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
  for (const end of ENDS) {
    const by = row[end];
    if (by !== undefined) assertOwn(principal, by, [...path, end]);
  }
}

/**
 * Ids of a source are given to customers only by whoever may write that source; a caller bound to sources gives ids of those alone, since another name may be
 * that of a customer it does not see.
 *
 * @throws InvalidInputError FORBIDDEN
 */
export function assertMayName(principal: Principal, by: CustomerIdentifierInput, path: readonly string[]): void {
  assertOwn(principal, by, path);
  const source = by.externalId?.source.trim();
  if (source !== undefined && !mayIngest(principal, source))
    throw notGranted(principal, source, [...path, 'externalId', 'source']);
}

function assertOwn(principal: Principal, by: CustomerIdentifierInput, path: readonly string[]): void {
  if (principal.sources === null || (by.externalId != null && principal.sources.has(by.externalId.source.trim())))
    return;
  throw new InvalidInputError(
    path,
    `"${principal.name}" may name customers by externalId of its own sources only: ${[...principal.sources].join(', ')}.`,
    { code: 'FORBIDDEN' },
  );
}

const notGranted = ({ name }: Principal, source: string, path: readonly string[]): InvalidInputError =>
  new InvalidInputError(
    path,
    `"${name}" may not write records of the source "${source}". That needs ingest:${source}.`,
    { code: 'FORBIDDEN' },
  );

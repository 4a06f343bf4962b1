import type { Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerIdentifier as CustomerIdentifierInput } from '../../schema/generated.ts';
import { normaliseIdentity, type CustomerIdentifier } from '../../store/customers/identity.ts';
import { assertMayLookUp } from '../serve/persons.ts';
import { customerIdFrom } from './ids.ts';

/**
 * A customer as the arguments name them, as the store names them: read here, once, and never again behind, so that nobody is named by an address without
 * being asked whether they may; null for a global id that is nobody's. @oneOf has already seen to it that exactly one way is given.
 *
 * @throws InvalidInputError naming what is wrong within `field`; FORBIDDEN for an address the caller may not try
 */
export function identifierFrom(
  principal: Principal,
  by: CustomerIdentifierInput,
  field: readonly string[],
): CustomerIdentifier | null {
  assertMayLookUp(principal, by, field);
  if (by.id) {
    const id = customerIdFrom(by.id);
    return id === null ? null : { id };
  }
  const identifier = by.externalId
    ? { externalId: { source: by.externalId.source, id: by.externalId.id } }
    : by.email
      ? { email: by.email }
      : by.phone
        ? { phone: by.phone }
        : by.handle
          ? { handle: { network: by.handle.network, handle: by.handle.handle } }
          : null;
  if (identifier === null)
    throw new InvalidInputError(field, 'Name the customer, e.g. {externalId: {source: "shop", id: "C-1001"}}.');
  try {
    return { identity: normaliseIdentity(identifier) };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError([...field, ...error.field.flatMap((name) => name.split('.'))], error.message, {
      code: error.code,
      cause: error,
    });
  }
}

/** The same for input that must name somebody. */
export function requireIdentifier(
  principal: Principal,
  by: CustomerIdentifierInput,
  field: readonly string[],
): CustomerIdentifier {
  const identifier = identifierFrom(principal, by, field);
  if (identifier === null)
    throw new InvalidInputError([...field, 'id'], 'This is not the id of a customer.', { code: 'UNKNOWN_CUSTOMER' });
  return identifier;
}

import { InvalidInputError } from '../../domain/errors.ts';
import type { MutationResolvers } from '../generated.ts';
import { unkeepable } from '../../store/customers/identity.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import { MAX_IDENTITIES, upsertCustomer } from '../../store/customers/upsert.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { assertMayName, assertMayWrite } from '../serve/persons.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError } from '../serve/user-errors.ts';
import { name, parseFields } from '../serve/rows.ts';

const MAX_NAME = 200;

export const customerMutations: Pick<MutationResolvers, 'customerUpsert'> = {
  customerUpsert: async (_, { input }, context) => {
    try {
      for (const list of ['identities', 'paymentFingerprints'] as const)
        if ((input[list]?.length ?? 0) > MAX_IDENTITIES)
          throw new InvalidInputError(
            ['input', list],
            `A customer has at most ${MAX_IDENTITIES} of these; got ${input[list]!.length}. Is it one person?`,
            { code: 'TOO_MANY' },
          );
      assertMayWrite(context.principal, { by: input.by }, ['input']);
      for (const [index, one] of [input.by, ...(input.identities ?? [])].entries())
        assertMayName(
          context.principal,
          one,
          index === 0 ? ['input', 'by'] : ['input', 'identities', String(index - 1)],
        );
      const by = requireIdentifier(context.principal, input.by, ['input', 'by']);
      const identities = (input.identities ?? []).map((identity, index) =>
        requireIdentifier(context.principal, identity, ['input', 'identities', String(index)]),
      );
      if ((input.displayName?.length ?? 0) > MAX_NAME)
        throw new InvalidInputError(['input', 'displayName'], `displayName is longer than ${MAX_NAME} characters`);
      const payments = (input.paymentFingerprints ?? []).map((text, index) =>
        parseFields(name('paymentFingerprint'), text, ['input', 'paymentFingerprints', String(index)]),
      );
      const why = unkeepable(input.displayName ?? '');
      if (why !== null) throw new InvalidInputError(['input', 'displayName'], `displayName ${why}`);
      let written: CustomerRecord | null = null;
      const { id } = await idempotent(context, 'customerUpsert', input, async () => {
        written = await upsertCustomer(context.db, {
          by,
          ofSurvivor: true,
          contacts: payments.map((value) => ({ type: 'PAYMENT' as const, value })),
          identities,
          ...(input.displayName === undefined ? {} : { displayName: input.displayName }),
          ...(input.expectedVersion === null || input.expectedVersion === undefined
            ? {}
            : { expectedVersion: input.expectedVersion }),
        });
        return { id: written.id };
      });
      const read = await context.loaders.customerBy.load({ id });
      // A read right after a write may still miss it.
      const customer = written
        ? { profile: null, generation: null, between: null, ...read, id, record: written }
        : read;
      return { customer, userErrors: [] };
    } catch (error) {
      return { customer: null, userErrors: [toUserError(error)] };
    }
  },
};

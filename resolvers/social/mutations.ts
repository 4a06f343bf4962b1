import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { CustomerIdentifier, SocialLinkStartInput } from '../../schema/generated.ts';
import { grantConsent } from '../../social/grant.ts';
import {
  completeLink,
  externalIdFor,
  inviteToLink,
  linkingPage,
  startLink,
  type StartedLink,
} from '../../social/link.ts';
import { SourceProblem } from '../../social/problem.ts';
import { unlinkAccount, withdrawConsent, type Forgotten } from '../../social/unlink.ts';
import { beforeTime } from '../../store/client/deadline.ts';
import { accountsByName } from '../../store/social/accounts.ts';
import type { MutationResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { name, parseFields } from '../serve/rows.ts';
import { toUserError } from '../serve/user-errors.ts';
import { accountNameFrom, keyOf } from '../wire/ids.ts';
import { requireIdentifier } from '../wire/identifiers.ts';

/** The customer an input names. @throws UNKNOWN_CUSTOMER: none of these mutations creates one */
async function customerIn(by: CustomerIdentifier, { loaders, principal }: RequestContext): Promise<CustomerModel> {
  const found = await loaders.customerBy.load(requireIdentifier(principal, by, ['by']));
  if (found !== null) return found;
  throw new InvalidInputError(
    ['by'],
    'There is no such customer. Send an order or interaction of theirs, or customerUpsert, first.',
    { code: 'UNKNOWN_CUSTOMER' },
  );
}

/** The customer as it is after a change: what this request had read before is old. */
const customerNow = (id: CustomerId, { loaders }: RequestContext): Promise<CustomerModel | null> => {
  loaders.customerBy.clear({ id });
  return loaders.customerBy.load({ id });
};

/** Work that waits for a source ends with the request. */
async function asked<T>({ db }: RequestContext, work: () => Promise<T>): Promise<T> {
  const done = await beforeTime(db.deadline?.endsAtMs ?? Number.POSITIVE_INFINITY, work);
  if (done !== null) return done.answer;
  throw new SourceProblem('DOWN', 'source', 'The source did not answer in time. Repeat the request later.');
}

async function start(input: SocialLinkStartInput, context: RequestContext): Promise<StartedLink> {
  const { db, social } = context;
  const customer = await customerIn(input.by, context);
  return asked(context, () =>
    startLink(
      db,
      social.settings,
      {
        customerId: customer.id,
        source: input.source,
        purposes: input.purposes,
        consentVersion: input.consentVersion,
        saidIn: sayer(input.saidIn, 'saidIn'),
        ...(input.host == null ? {} : { host: input.host }),
        ...(input.handle == null ? {} : { handle: input.handle }),
        ...(input.proof == null ? {} : { proof: input.proof }),
        ...externalIdFor(social.settings, input.source, customer.record.identities),
      },
      social.worker,
    ),
  );
}

const MAX_SAYER = 100;

/** Who tells us of a consent: kept with it for as long as it stands. */
function sayer(text: string, field: string): string {
  const said = parseFields(name(field), text, [field]);
  if (said.length > MAX_SAYER) throw new InvalidInputError([field], `${field} is longer than ${MAX_SAYER} characters.`);
  return said;
}

const NO_PROOF = { token: null, proof: null, url: null, code: null, expiresAt: null };

export const linkMutations: Pick<
  MutationResolvers,
  'socialLinkInvite' | 'socialLinkStart' | 'socialLinkComplete' | 'socialUnlink'
> = {
  socialLinkInvite: async (_, { input }, context) => {
    const { db, social } = context;
    try {
      const made = await idempotent(
        context,
        'socialLinkInvite',
        input,
        async () => {
          const page = linkingPage(social.settings);
          const { id } = await customerIn(input.by, context);
          const { token, expiresAt } = await inviteToLink(db, id);
          return { url: `${page}/${token}`, expiresAt };
        },
        { secret: true },
      );
      return { ...made, userErrors: [] };
    } catch (error) {
      return { url: null, expiresAt: null, userErrors: [toUserError(error, ['input'])] };
    }
  },

  socialLinkStart: async (_, { input }, context) => {
    try {
      const started = await idempotent(context, 'socialLinkStart', input, () => start(input, context), {
        secret: true,
      });
      return { ...NO_PROOF, ...started, userErrors: [] };
    } catch (error) {
      return { ...NO_PROOF, userErrors: [toUserError(error, ['input'])] };
    }
  },

  socialLinkComplete: async (_, { input }, context) => {
    const { db, social } = context;
    try {
      const linked = await idempotent(context, 'socialLinkComplete', input, async () => {
        const { customerId, hash } = await asked(context, () =>
          completeLink(db, social.settings, input.token, new URLSearchParams(input.query ?? ''), social.worker),
        );
        return { customerId, hash };
      });
      const account = (await accountsByName(db, [linked])).get(linked.hash) ?? null;
      return { account, customer: await customerNow(linked.customerId, context), userErrors: [] };
    } catch (error) {
      return { account: null, customer: null, userErrors: [toUserError(error, ['input'])] };
    }
  },

  socialUnlink: (_, { input }, context) =>
    changed(context, 'socialUnlink', input, async () => {
      const key = keyOf('SocialAccount', input.account);
      const at = key === null ? null : accountNameFrom(key);
      const account = at && (await accountsByName(context.db, [at])).get(at.hash);
      if (!account)
        throw new InvalidInputError(['account'], 'There is no such account, or it is unlinked already.', {
          code: 'NOT_FOUND',
        });
      return { customerId: account.customerId, forgotten: await unlinkAccount(context.db, account) };
    }),
};

async function changed(
  context: RequestContext,
  mutation: string,
  input: { readonly idempotencyKey: string },
  change: () => Promise<{ readonly customerId: CustomerId; readonly forgotten: Forgotten }>,
) {
  try {
    const { customerId, forgotten } = await idempotent(context, mutation, input, change);
    return { customer: await customerNow(customerId, context), forgotten, userErrors: [] };
  } catch (error) {
    return { customer: null, forgotten: null, userErrors: [toUserError(error, ['input'])] };
  }
}

export const consentMutations: Pick<MutationResolvers, 'consentGrant' | 'consentWithdraw'> = {
  consentGrant: (_, { input }, context) =>
    changed(context, 'consentGrant', input, async () => {
      const { id } = await customerIn(input.by, context);
      const said = { version: input.consentVersion, source: sayer(input.source, 'source') };
      return {
        customerId: id,
        forgotten: await grantConsent(context.db, context.social.settings, id, input.purposes, said),
      };
    }),

  consentWithdraw: (_, { input }, context) =>
    changed(context, 'consentWithdraw', input, async () => {
      if (input.purposes.length === 0)
        throw new InvalidInputError(['purposes'], 'Say what the customer takes back, at least one purpose.');
      const { id, record } = await customerIn(input.by, context);
      const stood = record.consents.find(({ purpose }) => input.purposes.includes(purpose))?.version;
      const version = input.consentVersion ?? stood ?? context.social.settings.consent?.version ?? 'none';
      const source = sayer(input.source, 'source');
      return { customerId: id, forgotten: await withdrawConsent(context.db, id, input.purposes, { version, source }) };
    }),
};

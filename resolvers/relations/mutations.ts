import * as z from 'zod';
import type { Principal } from '../../domain/access/scopes.ts';
import { checkClaim } from '../../domain/money/bounds.ts';
import { REFERRAL_REJECTIONS } from '../../domain/referral/forest.ts';
import type { ReferralRecordInput, TieInput } from '../../schema/generated.ts';
import type { MutationResolvers } from '../generated.ts';
import type { Db } from '../../store/client/db.ts';
import { recordReferral, referralsByClaim, type ReferralStatus } from '../../store/relations/referrals.ts';
import { checkTie, putTies, type TieRow } from '../../store/relations/ties.ts';
import { assertMayWrite } from '../serve/persons.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { idempotent } from '../serve/idempotency.ts';
import { minorFrom } from '../wire/money.ts';
import { toUserError, userError } from '../serve/user-errors.ts';
import { ingestRows, name, parseFields, within, type Refusals, type Row, type Verdict } from '../serve/rows.ts';

const TieFields = z.object({ source: name('source'), weight: z.number() });

const tieOf = ({ input, path, principal }: Row<TieInput>): TieRow => {
  const tie = {
    follower: requireIdentifier(principal, input.follower, [...path, 'follower']),
    followed: requireIdentifier(principal, input.followed, [...path, 'followed']),
    kind: input.kind,
    at: input.at,
    ...parseFields(TieFields, input, path),
  };
  within(path, () => checkTie(tie));
  return tie;
};

/** A tie belongs to the follower, who gives credit. */
const keepTies = async (db: Db, rows: readonly TieRow[]): Promise<Verdict[]> =>
  (await putTies(db, rows)).map(({ status, followerId }) => ({ status, customerId: followerId }));

const TIE_REFUSALS: Refusals = {
  UNKNOWN_CUSTOMER: (path) =>
    userError(
      'UNKNOWN_CUSTOMER',
      'One of the two customers is unknown. Send an order or interaction of theirs, or customerUpsert, first.',
      path,
    ),
  SELF_TIE: (path) => userError('SELF_TIE', 'A customer cannot follow themselves.', [...path, 'followed']),
};

const ReferralFields = z.object({ source: name('source'), id: name('id') });

/** Why a claim is not kept, and the field it is about. Whether a kept one counts is for the next run to say. */
const REFERRAL_REFUSALS: Readonly<
  Record<Exclude<ReferralStatus, 'ACCEPTED' | 'DUPLICATE'>, readonly [field: string, message: string]>
> = {
  CONFLICT: ['id', 'This source and id were sent before with other content. Nothing was changed.'],
  SELF_REFERRAL: ['friend', `Not kept: ${REFERRAL_REJECTIONS.SELF_REFERRAL}.`],
  UNKNOWN_CUSTOMER: [
    'advocate',
    `Not kept: ${REFERRAL_REJECTIONS.UNKNOWN_CUSTOMER}. Send an order or interaction of theirs, or customerUpsert, first.`,
  ],
};

const referralRow = (principal: Principal, input: ReferralRecordInput, currency: string) => ({
  ...parseFields(ReferralFields, input, ['input']),
  advocate: requireIdentifier(principal, input.advocate, ['input', 'advocate']),
  friend: requireIdentifier(principal, input.friend, ['input', 'friend']),
  kind: input.kind,
  at: input.at,
  ...(input.expiresAt ? { expiresAt: input.expiresAt } : {}),
  ...(input.savedAcquisitionCost
    ? { savedAcquisitionCostMinor: minorFrom(input.savedAcquisitionCost, currency, ['input', 'savedAcquisitionCost']) }
    : {}),
  ...(input.reward ? { rewardMinor: minorFrom(input.reward, currency, ['input', 'reward']) } : {}),
});

export const relationMutations: Pick<MutationResolvers, 'tiesIngest' | 'referralRecord'> = {
  tiesIngest: (_, { input }, context) =>
    ingestRows(
      context,
      'tiesIngest',
      'ties',
      input,
      input.ties,
      tieOf,
      (rows) =>
        keepTies(
          context.db,
          rows.map(({ value }) => value),
        ),
      TIE_REFUSALS,
    ),

  referralRecord: async (_, { input }, context) => {
    try {
      assertMayWrite(context.principal, input, ['input']);
      const row = referralRow(context.principal, input, context.currency);
      within(['input'], () => checkClaim(row));
      const { status, claim } = await idempotent(context, 'referralRecord', input, async () => {
        const recorded = await recordReferral(context.db, row);
        return { status: recorded.status, claim: recorded.claim };
      });
      if (status !== 'ACCEPTED' && status !== 'DUPLICATE') {
        const [field, message] = REFERRAL_REFUSALS[status];
        return { referral: null, status: 'REJECTED', userErrors: [userError(status, message, ['input', field])] };
      }
      const [referral] = claim === null ? [] : await referralsByClaim(context.db, [claim], { consistent: true });
      return { referral: referral ?? null, status, userErrors: [] };
    } catch (error) {
      return { referral: null, status: 'REJECTED', userErrors: [toUserError(error)] };
    }
  },
};

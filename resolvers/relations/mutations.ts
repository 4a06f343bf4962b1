import * as z from 'zod';
import { checkInstant, MAX_MAGNITUDE } from '../../domain/money/bounds.ts';
import type { ReferralRecordInput, TieInput, UserErrorCode } from '../../schema/generated.ts';
import type { MutationResolvers } from '../generated.ts';
import type { Db } from '../../store/client/db.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { putTies, type TieRow } from '../../store/relations/ties.ts';
import { idempotent } from '../serve/idempotency.ts';
import { minorFrom } from '../wire/money.ts';
import { toUserError, userError } from '../serve/user-errors.ts';
import { identifierOf, ingestRows, parseFields, type Refusals, type Row, type Verdict } from '../serve/rows.ts';

const TieFields = z.object({
  source: z.string().trim().min(1, 'source is blank').max(100, 'source is longer than 100 characters'),
  weight: z
    .number()
    .gt(0, 'weight must be more than 0; use 1 where the source has no strength')
    .max(MAX_MAGNITUDE, `weight is at most ${MAX_MAGNITUDE}`),
});

const tieOf = ({ input, path }: Row<TieInput>) => {
  checkInstant(input.at, [...path, 'at']);
  return {
    follower: identifierOf(input.follower, [...path, 'follower']),
    followed: identifierOf(input.followed, [...path, 'followed']),
    kind: input.kind,
    at: input.at,
    ...parseFields(TieFields, input, path),
  };
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

const ReferralFields = z.object({
  source: z.string().trim().min(1, 'source is blank').max(200),
  id: z.string().trim().min(1, 'id is blank').max(200),
});

/** Why a referral does not count, in words, and the field it is about. */
const REFERRAL_REFUSALS: Readonly<
  Partial<Record<string, readonly [code: UserErrorCode, field: string, message: string]>>
> = {
  CONFLICT: ['CONFLICT', 'id', 'This source and id were sent before with other content. Nothing was changed.'],
  SELF_REFERRAL: ['SELF_REFERRAL', 'friend', 'A customer cannot bring in themselves.'],
  EXISTING_CUSTOMER: [
    'EXISTING_CUSTOMER',
    'friend',
    'The friend had ordered before the referral, so was a customer already.',
  ],
  ALREADY_REFERRED: [
    'ALREADY_REFERRED',
    'friend',
    'Somebody else brought this friend in; a customer has one referrer.',
  ],
  CYCLE: [
    'CYCLE',
    'advocate',
    'The friend brought in the advocate, directly or through others; referrals cannot go round in a circle.',
  ],
  UNKNOWN_CUSTOMER: [
    'UNKNOWN_CUSTOMER',
    'advocate',
    'The advocate or the friend is unknown. Send an order or interaction of theirs, or customerUpsert, first.',
  ],
};

const referralRow = (input: ReferralRecordInput, currency: string) => ({
  ...parseFields(ReferralFields, input, ['input']),
  advocate: identifierOf(input.advocate, ['input', 'advocate']),
  friend: identifierOf(input.friend, ['input', 'friend']),
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
      const row = referralRow(input, context.currency);
      checkInstant(row.at, ['input', 'at']);
      if (row.expiresAt !== undefined) checkInstant(row.expiresAt, ['input', 'expiresAt']);
      const { status, friend } = await idempotent(context, 'referralRecord', input, async () => {
        const recorded = await recordReferral(context.db, row);
        return { status: recorded.status, friend: recorded.friendId };
      });
      const refusal = REFERRAL_REFUSALS[status];
      if (refusal !== undefined) {
        const [code, field, message] = refusal;
        return { referral: null, status: 'REJECTED', userErrors: [userError(code, message, ['input', field])] };
      }
      return {
        referral: await context.loaders.referralOf.load(friend),
        status: status === 'DUPLICATE' ? 'DUPLICATE' : 'ACCEPTED',
        userErrors: [],
      };
    } catch (error) {
      return { referral: null, status: 'REJECTED', userErrors: [toUserError(error)] };
    }
  },
};

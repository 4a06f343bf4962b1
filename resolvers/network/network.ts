import { DIRECT_CREDIT_LIMIT } from '../../domain/network/direct-credit.ts';
import type { DirectionTest } from '../../domain/network/direction-test.ts';
import { verdictOf, type ForwardRule, type ForwardSplit } from '../../domain/network/forward-split.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { REFERRAL_REJECTION_REASONS } from '../../domain/referral/forest.ts';
import { SUSPICIONS } from '../../domain/referral/suspicion.ts';
import { improves, statisticsOf, type PublishedStatistics, type SocialLift } from '../../published/statistics.ts';
import { customersOf } from './communities.ts';
import type { RequestContext } from '../serve/context.ts';
import type { QueryResolvers, ReferralSuspicionResolvers } from '../generated.ts';
import { pageSize } from '../wire/paging.ts';
import { reportsOf } from '../runs/reports.ts';

async function statistics({ loaders }: RequestContext): Promise<PublishedStatistics | null> {
  const generation = await loaders.generation();
  return generation && statisticsOf(generation);
}

/** What the network step of the visible generation was told, and what it says about the whole. */
export const networkQueries: Pick<
  QueryResolvers,
  'networkCalibration' | 'influenceReport' | 'referralReport' | 'referralSuspicions' | 'seedSet'
> = {
  networkCalibration: async (_, __, context) => {
    const network = (await statistics(context))?.network;
    if (network === undefined) return null;
    const { calibration, mismatches, directCredit } = network;
    const {
      version,
      asOfMs,
      evidenceEndsMs,
      mode,
      fixedKappa,
      kappaBar,
      kappaBarSource,
      h,
      hSource,
      experiment,
      windowDays,
      evidence,
    } = calibration;
    return {
      version,
      mode,
      windowDays,
      measuredAt: asOfMs,
      fixedShare: fixedKappa,
      followedShare: kappaBar,
      followedShareSource: kappaBarSource,
      causalShare: h,
      causalShareSource: hSource,
      experiment: experiment === undefined ? null : { ...experiment, observed: experiment.observedH },
      evidenceEndsAt: evidenceEndsMs,
      mismatches,
      evidence: {
        ...evidence,
        directionTest: directionTestOf(evidence.directionTest),
        forward: forwardOf(evidence.forward ?? null),
      },
      directCredit: {
        credited: Math.round(directCredit.creditedMinor),
        supported: Math.round(directCredit.supportedMinor),
        bound: Math.round(DIRECT_CREDIT_LIMIT * directCredit.supportedMinor),
        cutTo: directCredit.cutTo,
      },
    };
  },
  influenceReport: async (_, __, context) => {
    const influence = (await statistics(context))?.influence;
    return influence === undefined
      ? null
      : {
          customers: influence.customers,
          rSquaredOnLogFollowers: influence.rSquaredOnLogFollowers,
          bySource: influence.bySource,
          socialLift: liftOf(influence.socialLift),
          calibrationVersion: influence.scales?.score.version ?? null,
        };
  },
  referralReport: async (_, __, context) => {
    const records = (await statistics(context))?.records;
    return records === undefined
      ? null
      : {
          accepted: records.acceptedReferrals,
          rejected: REFERRAL_REJECTION_REASONS.flatMap((reason) => {
            const count = records.rejectedReferrals[reason] ?? 0;
            return count === 0 ? [] : [{ reason, count }];
          }),
        };
  },
  referralSuspicions: async (_, { first }, context) => {
    const size = pageSize(first);
    const found = (await reportsOf(context))?.suspicions;
    return found === undefined ? null : { count: found.count, suspicions: found.listed.slice(0, size) };
  },
  seedSet: async (_, { first }, context) => {
    const size = pageSize(first);
    const seeds = (await reportsOf(context))?.seeds ?? null;
    if (seeds === null) return null;
    const {
      customers,
      spread,
      interval: [low, high],
      epsilon,
    } = seeds;
    return {
      customers: await customersOf(customers.slice(0, size), context),
      expectedReach: spread,
      low,
      high,
      epsilon,
    };
  },
};

const liftOf = (lift: SocialLift | null) => (lift === null ? null : { ...lift, improves: improves(lift) });

const directionTestOf = (test: DirectionTest | null) => {
  if (test === null) return null;
  const [low, high] = test.interval95 ?? [null, null];
  return { ...test, low, high };
};

const RULES = {
  activityTimesFollowers: 'ACTIVITY_TIMES_FOLLOWERS',
  followers: 'FOLLOWERS',
  pageRank: 'PAGE_RANK',
} as const satisfies Record<ForwardRule, string>;

const forwardOf = (split: ForwardSplit | null) =>
  split === null
    ? null
    : {
        ...split.capture,
        cutDates: split.cutDays.map((day) => day * DAY_MS),
        horizonDays: split.horizonDays,
        followedPurchases: split.followedPurchases,
        bestRule: RULES[split.bestRule],
        networkValueAhead: { ...split.networkValueAhead, verdict: verdictOf(split.networkValueAhead) },
        influenceAhead: { ...split.influenceAhead, verdict: verdictOf(split.influenceAhead) },
      };

export const suspicionFields: ReferralSuspicionResolvers = {
  message: ({ reason }) => SUSPICIONS[reason],
  claims: async ({ claims }, { first }, { loaders }) =>
    (await Promise.all(claims.slice(0, pageSize(first)).map((claim) => loaders.claim.load(claim)))).filter(
      (claim) => claim !== null,
    ),
  customers: ({ customers }, { first }, context) => customersOf(customers.slice(0, pageSize(first)), context),
  atStake: ({ creditMinor, rewardMinor }) => creditMinor + rewardMinor,
  credit: ({ creditMinor }) => creditMinor,
  reward: ({ rewardMinor }) => rewardMinor,
};

import { REFERRAL_REJECTION_REASONS } from '../../domain/referral/forest.ts';
import type { PublishedStatistics } from '../../enrichment/publish/publish.ts';
import { customersOf } from './communities.ts';
import type { RequestContext } from '../serve/context.ts';
import type { QueryResolvers } from '../generated.ts';
import { pageSize } from '../wire/paging.ts';
import { reportsOf } from '../runs/reports.ts';

const statistics = async ({ loaders }: RequestContext): Promise<PublishedStatistics | null> =>
  ((await loaders.generation())?.statistics as unknown as PublishedStatistics | undefined) ?? null;

/** What the network step of the visible generation was told, and what it says about the whole. */
export const networkQueries: Pick<
  QueryResolvers,
  'networkCalibration' | 'influenceReport' | 'referralReport' | 'seedSet'
> = {
  networkCalibration: async (_, __, context) => {
    const calibration = (await statistics(context))?.network.calibration;
    if (calibration === undefined) return null;
    const { version, asOfMs, mode, fixedKappa, kappaBar, kappaBarSource, h, hSource, windowDays, evidence } =
      calibration;
    return {
      version,
      mode,
      windowDays,
      evidence,
      measuredAt: asOfMs,
      fixedShare: fixedKappa,
      followedShare: kappaBar,
      followedShareSource: kappaBarSource,
      causalShare: h,
      causalShareSource: hSource,
    };
  },
  influenceReport: async (_, __, context) => {
    const influence = (await statistics(context))?.influence;
    return influence === undefined
      ? null
      : {
          customers: influence.customers,
          rSquaredOnLogFollowers: influence.rSquaredOnLogFollowers,
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

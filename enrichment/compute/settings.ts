import * as z from 'zod';
import { InvalidInputError } from '../../domain/errors.ts';
import { settingProblem, type TriedSetting } from '../../domain/profile/setting-bounds.ts';

const cuts = (isFirst: (one: number, next: number) => boolean, message: string) =>
  z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .refine((four) => four.every((one, k) => k === 0 || isFirst(four[k - 1]!, one)), message);

const tried = (name: TriedSetting) =>
  z.number().refine((value) => settingProblem(name, value) === null, {
    error: ({ input }) => settingProblem(name, input as number) ?? '',
  });

/** Cut points of RFM a company sets itself: the borders of groups 2, 3, 4 and 5. */
const RfmCuts = z.strictObject({
  /** At most so many days since the last order. */
  recencyDays: cuts((one, next) => one > next, 'recencyDays takes four falling numbers of days: [365, 180, 90, 30]'),
  /** At least so many orders. */
  frequency: cuts((one, next) => one < next, 'frequency takes four rising numbers of orders: [2, 3, 5, 8]'),
  /** At least so much revenue, minor units. */
  monetary: cuts(
    (one, next) => one < next,
    'monetary takes four rising amounts in minor units: [5000, 10000, 25000, 100000]',
  ),
});

/**
 * What a company sets about its own value model. A run keeps the settings it was started with, so that a resumed run
 * computes what the first attempt would have.
 */
export const RunSettings = z.strictObject({
  /** Share of the revenue of lines with unknown cost that counts as value; every answer that used it says so. */
  marginRate: tried('marginRate').default(1),
  /** Share of a follower's value credited to those they follow where the company's own data give no evidence; null = calibrate. */
  kappa: tried('kappa').nullable().default(null),
  /** Horizon of lifetime value, in days. */
  horizonDays: tried('horizonDays').default(365),
  /** Annual discount rate of lifetime value. */
  annualDiscount: tried('annualDiscount').default(0.1),
  /** Who is less likely than this to order again within the horizon counts as lapsed. */
  lapsedBelow: z.number().gt(0).max(1).default(0.5),
  /** Cut points of RFM; absent: the fifths of the company's own customers. */
  rfm: RfmCuts.optional(),
  /** Purchase model, or 'auto' to choose by out-of-sample score. */
  clvModel: z.enum(['auto', 'bgnbd', 'mbgnbd', 'paretonbd', 'mbgcnbd']).default('auto'),
  /** Choose the models anew now, and compute with what is found (docs/decisions/0016): for one run, not for every night. */
  refit: z.boolean().default(false),
});
export type RunSettings = z.infer<typeof RunSettings>;

/**
 * Fills the defaults in; throws an InvalidInputError that names the setting.
 * @example parseSettings({ marginRate: 0.35 }).marginRate // 0.35
 */
export function parseSettings(input?: unknown): RunSettings {
  // A run asked for through the API is stored without settings: null means the defaults, as absence does.
  const parsed = RunSettings.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidInputError(
    ['settings', ...(issue?.path.map(String) ?? [])],
    `${issue?.message ?? 'Invalid settings'}. Example: {"marginRate": 0.35, "kappa": 0.1}.`,
  );
}

/** What a run said of the whole base, as far as a change between two of them is made of it. Whole minor units. */
export interface Standing {
  readonly asOf: number;
  readonly customers: number;
  readonly directMinor: number;
  readonly refundsMinor: number;
  readonly creditsMinor: number;
  readonly rewardsMinor: number;
  readonly potentialMinor: number | null;
  readonly marginRate: number;
  /** How its potential came from the run before it. */
  readonly bridge: {
    readonly beforeMinor: number;
    readonly timeMinor: number;
    readonly parametersMinor: number;
    readonly eventsMinor: number;
  } | null;
}

export const CHANGE_DRIVERS = [
  'ORDERS',
  'REFUNDS',
  'CREDITS',
  'REWARDS',
  'EXPECTED_EVENTS',
  'EXPECTED_TIME',
  'EXPECTED_PARAMETERS',
] as const;
export type ChangeDriver = (typeof CHANGE_DRIVERS)[number];

/** fromMinor + Σ drivers + unexplained = toMinor, exactly: what no driver explains stays visible. */
export interface PortfolioChange {
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly driversMinor: Readonly<Record<ChangeDriver, number>>;
  readonly unexplainedMinor: number;
  /** Why something is unexplained; null where nothing is. */
  readonly reason: string | null;
}

const OTHER_RATE =
  'The margin rate was set anew in between: what the same orders count for has changed with it, and is not told apart.';
const NO_CHAIN =
  'Not every run in between says how its potential came from the one before: the change of what is expected is not split.';

const totalOf = ({ directMinor, rewardsMinor, potentialMinor }: Standing): number =>
  directMinor - rewardsMinor + (potentialMinor ?? 0);

/**
 * The change of total value between two runs, split over what each run said of itself.
 *
 * @param runs from the first to the last, in the order they were published, with all in between; at least one
 */
export function changeOf(runs: readonly Standing[]): PortfolioChange {
  const [from, to] = [runs[0]!, runs.at(-1)!];
  const [fromMinor, toMinor] = [totalOf(from), totalOf(to)];
  const reasons: string[] = [];
  const drivers = Object.fromEntries(CHANGE_DRIVERS.map((driver) => [driver, 0])) as Record<ChangeDriver, number>;
  const grew = (of: (one: Standing) => number): number => of(to) - of(from);
  if (runs.every(({ marginRate }) => marginRate === from.marginRate)) {
    drivers.ORDERS = grew(({ directMinor, refundsMinor, creditsMinor }) => directMinor + refundsMinor + creditsMinor);
    drivers.REFUNDS = -grew(({ refundsMinor }) => refundsMinor) + 0;
    drivers.CREDITS = -grew(({ creditsMinor }) => creditsMinor) + 0;
  } else reasons.push(OTHER_RATE);
  drivers.REWARDS = -grew(({ rewardsMinor }) => rewardsMinor) + 0;
  const steps = runs.slice(1);
  if (steps.every(({ bridge }, k) => bridge !== null && bridge.beforeMinor === (runs[k]!.potentialMinor ?? 0)))
    for (const { bridge } of steps) {
      drivers.EXPECTED_TIME += bridge!.timeMinor;
      drivers.EXPECTED_PARAMETERS += bridge!.parametersMinor;
      drivers.EXPECTED_EVENTS += bridge!.eventsMinor;
    }
  else reasons.push(NO_CHAIN);
  const explained = CHANGE_DRIVERS.reduce((sum, driver) => sum + drivers[driver], 0);
  const unexplainedMinor = toMinor - fromMinor - explained;
  return {
    fromMinor,
    toMinor,
    driversMinor: drivers,
    unexplainedMinor,
    reason: unexplainedMinor === 0 ? null : reasons.join(' '),
  };
}

import { InvalidInputError } from '../../domain/errors.ts';
import { changeOf, CHANGE_DRIVERS, type Standing } from '../../domain/portfolio/change.ts';
import { knownStatistics } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import { listRuns, type RunRecord } from '../../store/work/runs.ts';
import type { QueryResolvers } from '../generated.ts';

/** Runs that are looked through: four months of nights. */
const LOOKED_THROUGH = 120;
const AT_ONCE = 40;

function standingOf({ asOf, report }: RunRecord): Standing | null {
  const statistics = knownStatistics({ statistics: report ?? {} });
  if (statistics === null) return null;
  const { portfolio, settings, lifetime } = statistics;
  const { customers, directMinor, refundsMinor, creditsMinor, rewardsMinor, potentialMinor } = portfolio;
  return {
    asOf,
    customers,
    directMinor,
    refundsMinor,
    creditsMinor,
    rewardsMinor,
    potentialMinor,
    marginRate: settings.marginRate,
    bridge: lifetime?.bridge ?? null,
  };
}

/** What runs said of themselves, in the order they were published, from the last one as of `from` or before to the last one as of `to` or before. */
async function runsBetween(db: Db, from: number, to: number): Promise<Standing[]> {
  const found: Standing[] = [];
  let after: string | undefined;
  for (let looked = 0; looked < LOOKED_THROUGH; looked += AT_ONCE) {
    const page = await listRuns(db, { first: AT_ONCE, ...(after === undefined ? {} : { after }) });
    for (const run of page.items) {
      // A view of the past was never what everybody saw.
      if (run.status !== 'SUCCEEDED' || run.view === true || run.asOf > to) continue;
      const standing = standingOf(run);
      if (standing !== null) found.unshift(standing);
      if (run.asOf <= from) return found;
    }
    if (page.next === null) return [];
    after = page.next;
  }
  return [];
}

const NO_RUN = `There is no run as of the first date or before among the newest ${LOOKED_THROUGH}, so nothing is known to have changed from.`;

export const changeQueries: Pick<QueryResolvers, 'portfolioChange'> = {
  portfolioChange: async (_, { from, to }, { db }) => {
    if (from > to)
      throw new InvalidInputError(['from'], 'from is after to: a change begins before it ends.', {
        code: 'BAD_USER_INPUT',
      });
    const runs = await runsBetween(db, from, to);
    if (runs.length === 0)
      return {
        status: 'NOT_COMPUTED',
        reason: NO_RUN,
        fromAsOf: null,
        toAsOf: null,
        from: null,
        to: null,
        change: null,
        drivers: [],
        unexplained: null,
      };
    const { fromMinor, toMinor, driversMinor, unexplainedMinor, reason } = changeOf(runs);
    return {
      status: 'COMPUTED',
      reason,
      fromAsOf: runs[0]!.asOf,
      toAsOf: runs.at(-1)!.asOf,
      from: fromMinor,
      to: toMinor,
      change: toMinor - fromMinor,
      drivers: CHANGE_DRIVERS.map((key) => ({ key, amount: driversMinor[key] })),
      unexplained: unexplainedMinor,
    };
  },
};

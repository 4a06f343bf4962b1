import { settingProblem, SETTING_BOUNDS, type TriedSetting } from '../../domain/profile/setting-bounds.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { PublishedRow } from '../../store/published/profiles.ts';
import { loadProfiles } from '../../store/published/customers.ts';
import { visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { getView } from '../../store/published/views.ts';
import { getRun } from '../../store/work/runs.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { RunTryOutInput } from '../../schema/generated.ts';
import type { QueryResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { Db } from '../../store/client/db.ts';
import { needsAsOf } from '../serve/view.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { keyOf } from '../wire/ids.ts';
import { MAX_PAGE } from '../wire/paging.ts';

const NAMES = Object.keys(SETTING_BOUNDS) as readonly TriedSetting[];

/** Settings to be tried out: those of what is visible, but for those that are named. */
export interface TriedRun {
  readonly asOf: number;
  readonly settings: object;
}

/**
 * The run that tries settings out: at the instant of what is visible, so that nothing but the settings differs.
 *
 * @throws InvalidInputError naming the setting; NOT_FOUND before the first run
 */
export async function triedRun(db: Db, input: RunTryOutInput): Promise<TriedRun> {
  const named = NAMES.flatMap((name) => (input[name] == null ? [] : [[name, input[name]] as const]));
  if (named.length === 0) throw new InvalidInputError(['tryOut'], `Name what to try: ${NAMES.join(', ')}.`);
  for (const [name, value] of named) {
    const problem = settingProblem(name, value);
    if (problem !== null) throw new InvalidInputError(['tryOut', name], problem);
  }
  const shown = await visibleGeneration(db, { consistent: true });
  if (shown === null)
    throw new InvalidInputError(
      ['tryOut'],
      'No run has published anything to compare with. Start one without `tryOut` first.',
      {
        code: 'NOT_FOUND',
      },
    );
  const { rfm, ...settings } = statisticsOf(shown).settings;
  return {
    asOf: shown.asOf,
    settings: { ...settings, ...(rfm === undefined ? {} : { rfm }), ...Object.fromEntries(named) },
  };
}

/** Amounts that add up: current = direct + referral + network, total = current + potential. Minor units. */
interface Sums {
  readonly direct: number;
  readonly referral: number;
  readonly network: number;
  readonly potential: number;
}

const shownSums = (sums: Sums) => {
  const current = sums.direct + sums.referral + sums.network;
  return { ...sums, current, total: current + sums.potential };
};

const NOTHING: Sums = { direct: 0, referral: 0, network: 0, potential: 0 };

function ofRow(row: PublishedRow | undefined): Sums | null {
  if (row === undefined) return null;
  const { value } = row.profile;
  return {
    direct: value.directMinor,
    referral: value.referralMinor,
    network: value.networkMinor,
    potential: (value.potentialDirectMinor ?? 0) + (value.potentialIndirectMinor ?? 0),
  };
}

/** Of everybody: what moves between customers sums to what was paid for it, and to nothing. */
function ofAll(generation: VisibleGeneration): Sums {
  const { directMinor, rewardsMinor, potentialMinor } = statisticsOf(generation).portfolio;
  return { direct: directMinor, referral: -rewardsMinor, network: 0, potential: potentialMinor ?? 0 };
}

const combined = (one: Sums, other: Sums, sign: 1 | -1): Sums => ({
  direct: one.direct + sign * other.direct,
  referral: one.referral + sign * other.referral,
  network: one.network + sign * other.network,
  potential: one.potential + sign * other.potential,
});

/** Before, after, and what differs. */
const compared = (before: Sums, after: Sums) => ({
  before: shownSums(before),
  after: shownSums(after),
  difference: shownSums(combined(after, before, -1)),
});

const settingsOf = (generation: VisibleGeneration) => {
  const { kappa, marginRate, annualDiscount, horizonDays } = statisticsOf(generation).settings;
  return { kappa, marginRate, annualDiscount, horizonDays };
};

const segmentIn = (generation: VisibleGeneration, key: string) => {
  const list = generation.segments[key];
  const measured = statisticsOf(generation).segments[key];
  return { customers: list?.count ?? null, value: measured?.valueMinor ?? null };
};

export const whatIfQueries: Pick<QueryResolvers, 'whatIf'> = {
  whatIf: async (_, { run: id, customers, segment }, { db, principal, loaders }) => {
    if (!principal.scopes.has('runs:asof')) throw needsAsOf(principal);
    if (customers.length > MAX_PAGE)
      throw new InvalidInputError(['customers'], `At most ${MAX_PAGE} customers at once; got ${customers.length}.`, {
        code: 'TOO_MANY',
      });
    const runId = keyOf('EnrichmentRun', id);
    const run = runId === null ? null : await getRun(db, runId);
    // Runs are kept for so long; of one that is gone there is nothing to tell, as of one that has not published.
    if (runId !== null && run === null) return null;
    if (run?.tryOut !== true)
      throw new InvalidInputError(['run'], 'This is no run that tries settings out: start one with `tryOut`.', {
        code: 'NOT_FOUND',
      });
    const [after, before] = await Promise.all([getView(db, run.id), visibleGeneration(db, { consistent: true })]);
    if (after === null || before === null) return null;
    const found = await Promise.all(
      customers.map(async (by, index): Promise<CustomerModel> => {
        const customer = await loaders.customerBy.load(requireIdentifier(principal, by, ['customers', String(index)]));
        if (customer !== null) return customer;
        throw new InvalidInputError(['customers', String(index)], 'There is no such customer.', {
          code: 'UNKNOWN_CUSTOMER',
        });
      }),
    );
    // Somebody named twice, or by the name of who was merged into them, counts once.
    const chosen = [...new Map(found.map((customer) => [customer.id, customer])).values()];
    const ids = chosen.map(({ id: own }) => own);
    const [rowsBefore, rowsAfter] = await Promise.all([loadProfiles(db, ids, before), loadProfiles(db, ids, after)]);
    const rows = chosen.map((customer) => ({
      customer,
      before: ofRow(rowsBefore.get(customer.id)),
      after: ofRow(rowsAfter.get(customer.id)),
    }));
    const sum = (side: 'before' | 'after'): Sums =>
      rows.reduce((so, row) => combined(so, row[side] ?? NOTHING, 1), NOTHING);
    const [all, theirs] = [
      { before: ofAll(before), after: ofAll(after) },
      { before: sum('before'), after: sum('after') },
    ];
    return {
      run,
      generation: before.generation,
      isSameInstant: before.asOf === after.asOf,
      before: settingsOf(before),
      after: settingsOf(after),
      all: compared(all.before, all.after),
      chosen: compared(theirs.before, theirs.after),
      others: compared(combined(all.before, theirs.before, -1), combined(all.after, theirs.after, -1)),
      customers: rows.map(({ customer, before: one, after: other }) => ({
        customer,
        value: one === null || other === null ? null : compared(one, other),
      })),
      segment:
        segment == null ? null : { key: segment, before: segmentIn(before, segment), after: segmentIn(after, segment) },
    };
  },
};

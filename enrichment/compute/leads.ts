import { LEAD_STAGES, leadStageOf, stageRecords, type LeadStage, type Way } from '../../domain/leads/leads.ts';
import { purchaseMarginMinor } from '../../domain/profile/scoring.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { PublishedLeads } from '../../published/aggregates.ts';
import { idAt } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { exactSum } from './flow.ts';
import { rowsOf } from './rows.ts';

/** Leads that are listed: more than anybody can see to in a day, and a few kilobytes. */
const LISTED = 500;
const FIRST_YEAR_DAYS = 365;
/** Minutes of a contact where none was ever logged. */
const ASSUMED_MINUTES = 30;

/** Everybody who may be won: what became of others, and a list by worth; equals the later heard of first. @param contactOf the trusted contact of a customer by position */
export function leadsOf(
  snapshot: Snapshot,
  marginRate: number,
  contactOf: (i: number) => string | null,
): PublishedLeads {
  const { columns, ids } = snapshot;
  const wayOf = (i: number): Way => ({
    prospectAt: columns.prospectAt[i]!,
    leadAt: columns.leadAt[i]!,
    opportunityAt: columns.opportunityAt[i]!,
    hasOrdered: columns.orderCount[i]! > 0,
  });
  const stages = stageRecords(rowsOf(columns.orderCount.length, wayOf));
  const chanceOf = new Map(stages.map(({ stage, chance }) => [stage, chance ?? 0]));
  const open: { readonly i: number; readonly stage: LeadStage }[] = [];
  for (let i = 0; i < columns.orderCount.length; i++) {
    const stage = columns.orderCount[i]! > 0 ? null : leadStageOf(wayOf(i));
    if (stage !== null) open.push({ i, stage });
  }
  const leads = open.sort(
    (a, b) =>
      chanceOf.get(b.stage)! - chanceOf.get(a.stage)! ||
      LEAD_STAGES.indexOf(a.stage) - LEAD_STAGES.indexOf(b.stage) ||
      columns.lastEventAt[b.i]! - columns.lastEventAt[a.i]! ||
      a.i - b.i,
  );
  const contacts = exactSum(columns.effortContacts);
  // Minutes need not be whole.
  const minutes = columns.effortMinutes.reduce((sum, one) => sum + one, 0);
  const dayOf = dayIn(snapshot.timeZone);
  return {
    stages,
    wonMinor: firstYearOf(snapshot, marginRate),
    minutesEach: contacts === 0 ? ASSUMED_MINUTES : Math.round((10 * minutes) / contacts) / 10,
    areMinutesLogged: contacts > 0,
    count: leads.length,
    leads: leads.slice(0, LISTED).map(({ i, stage }) => ({
      customer: idAt(ids, i),
      stage,
      lastDay: dayOf(columns.lastEventAt[i]!),
      contact: contactOf(i),
    })),
  };
}

/** What a customer brought in the first year, on average over those of whom it is over; over all where none is. Whole minor units. */
function firstYearOf({ purchases }: Snapshot, marginRate: number): number {
  // Counted up to the company's last purchase, so that a night without one changes nothing.
  const today = purchases.day.reduce((last, day) => Math.max(last, day), -Infinity);
  const sums = { over: [0, 0], all: [0, 0] };
  for (let i = 0; i + 1 < purchases.offsets.length; i++) {
    const first = purchases.day[purchases.offsets[i]!];
    if (purchases.offsets[i] === purchases.offsets[i + 1]) continue;
    let brought = 0;
    for (let k = purchases.offsets[i]!; k < purchases.offsets[i + 1]!; k++)
      if (purchases.day[k]! < first! + FIRST_YEAR_DAYS)
        brought += purchaseMarginMinor(purchases.knownMarginMinor[k]!, purchases.uncostedRevenueMinor[k]!, marginRate);
    for (const sum of first! + FIRST_YEAR_DAYS <= today ? [sums.over, sums.all] : [sums.all]) {
      sum[0]! += brought;
      sum[1]!++;
    }
  }
  const [brought, customers] = sums.over[1]! > 0 ? sums.over : sums.all;
  return customers === 0 ? 0 : Math.round(brought! / customers!);
}

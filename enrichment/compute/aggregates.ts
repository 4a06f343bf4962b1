import { attentionBy } from '../../domain/portfolio/attention.ts';
import { balanceOf } from '../../domain/portfolio/balance.ts';
import { bridgesOf } from '../../domain/portfolio/bridge.ts';
import { channelsOf } from '../../domain/portfolio/channels.ts';
import { contactsOf } from '../../domain/portfolio/contacts.ts';
import { sourceCollector, type Sources } from '../../domain/sources/health.ts';
import { DEPARTMENTS } from '../../domain/engagement/rules.ts';
import { cohortsOf } from '../../domain/portfolio/cohorts.ts';
import { curveOf } from '../../domain/portfolio/curve.ts';
import { dayValues } from '../../domain/portfolio/day-values.ts';
import { LEAVING, LEAVING_WITH_CONTACT, leavingLists, type Leaving } from '../../domain/portfolio/leaving.ts';
import { landscapeOf } from '../../domain/portfolio/overlap.ts';
import { GRAINS, periodOf } from '../../domain/portfolio/periods.ts';
import { revenueGrowth } from '../../domain/portfolio/revenue-bridge.ts';
import { transitionsOf } from '../../domain/portfolio/transitions.ts';
import { valueMapOf } from '../../domain/portfolio/value-map.ts';
import { percentileBoundaries } from '../../domain/segments/percentiles.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Aggregates, Attention, PublishedLeavingLists } from '../../published/aggregates.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { wordIn } from '../snapshot/word-columns.ts';
import type { RunResult } from './compute.ts';
import { topsOf } from './tops.ts';
import { exactSum } from './flow.ts';
import { trustedContacts } from './accounts.ts';
import { focusValues } from './focus.ts';
import { leadsOf } from './leads.ts';
import { milestonesAt, recommendationsOf } from './lifecycle.ts';

/**
 * What a run says of the whole base (published/aggregates.ts), from what it said of everybody.
 *
 * @param marginRate the rate the run counted uncosted revenue with
 */
export function aggregatesOf(snapshot: Snapshot, result: RunResult, marginRate: number): Aggregates {
  const { columns } = snapshot;
  const { flow, potential, relations } = result;
  const values = focusValues(result);
  const { current } = values;
  const today = dayIn(snapshot.timeZone)(snapshot.asOf);
  const moved = current.map((total, i) => total - flow.directMinor[i]!);
  const { potentialMinor, ...valueMap } = valueMapOf(flow.directMinor, moved, potential?.totalMinor ?? null);

  const days = dayValues(snapshot.purchases, marginRate);
  const cohorts = GRAINS.map((grain) => cohortsOf(days, grain, today));
  const bridges = bridgesOf(days, today);
  const isNow = ({ grain, to }: (typeof bridges)[number]): boolean => to === periodOf(grain, today);

  const contactOf = trustedContacts(snapshot);
  const recommendedAt = recommendationsOf(snapshot, relations.forest);
  const neverBought = columns.orderCount.reduce((count, orders) => (orders === 0 ? count + 1 : count), 0);
  return {
    valueMap,
    valueMapAhead: { potentialMinor },
    curves: {
      current: curveOf(current),
      potential: values.potential === null ? null : curveOf(values.potential),
      network: curveOf(values.network),
      total: curveOf(values.total),
    },
    periodsOver: {
      cohorts: cohorts.map(({ over }) => over),
      bridges: bridges.filter((bridge) => !isNow(bridge)),
    },
    periodsNow: {
      cohorts: cohorts.map(({ now }) => now),
      bridges: bridges.filter(isNow),
      neverBought,
      restMinor: exactSum(flow.directMinor) - exactSum(days.valueMinor),
    },
    transitions: transitionsOf(
      current.length,
      (i) => milestonesAt(columns, i),
      (i) => (Number.isNaN(recommendedAt[i]!) ? null : recommendedAt[i]!),
    ),
    landscape: landscapeOf(result.segments, current),
    percentiles: percentilesOf(result),
    leaving: leavingOf(snapshot, result),
    retention: leavingOf(snapshot, result, contactOf),
    revenue: revenueGrowth(snapshot.years, exactSum(columns.revenueMinor), periodOf('YEAR', today)),
    leads: leadsOf(snapshot, marginRate, contactOf),
    attention: attentionOf(snapshot, values),
    channels: channelsOf(
      (i) => wordIn(snapshot.words.acquisitionChannel, i),
      columns.firstDay,
      flow.directMinor,
      today,
    ),
    tops: topsOf(snapshot.ids, result.customers),
    contacts: contactsOf(contactOf, current, columns.effortMinutes),
    sources: sourcesOf(snapshot),
    balance: balanceOf(values.total, result.happiness),
    focus: {
      by: result.focusOpportunities.by,
      list: result.focusOpportunities.list.map((one) => ({
        ...one,
        customer: idAt(snapshot.ids, one.customer),
        probability: Math.round(1e4 * one.probability) / 1e4,
      })),
    },
  };
}

function sourcesOf({ sources: { names, offsets, source, department, records, lastAt }, ids }: Snapshot): Sources {
  const collector = sourceCollector();
  for (let i = 0; i < idCount(ids); i++)
    collector.add(
      Array.from({ length: offsets[i + 1]! - offsets[i]! }, (_, k) => offsets[i]! + k).map((at) => ({
        source: names[source[at]!]!,
        department: DEPARTMENTS[department[at]!]!,
        records: records[at]!,
        lastAt: lastAt[at]!,
      })),
    );
  return collector.finish();
}

/** Minutes of human contact beside the values of the focus curves. */
function attentionOf(
  { columns: { effortMinutes, effortContacts } }: Snapshot,
  values: ReturnType<typeof focusValues>,
): Attention {
  const minutes = effortMinutes.reduce((sum, one) => sum + one, 0);
  const { current, potential, network, total } = values;
  return {
    minutes: Math.round(1000 * minutes) / 1000,
    contacts: exactSum(effortContacts),
    customers: effortContacts.reduce((count, contacts) => (contacts > 0 ? count + 1 : count), 0),
    by:
      minutes === 0
        ? null
        : {
            current: attentionBy(effortMinutes, current),
            potential: potential === null ? null : attentionBy(effortMinutes, potential),
            network: attentionBy(effortMinutes, network),
            total: attentionBy(effortMinutes, total),
          },
  };
}

/** Where everybody stands in what rules may ask the percentile of; of the total value the statistics say. */
function percentilesOf({ flow }: RunResult): Aggregates['percentiles'] {
  const { directMinor, totalMinor, referral } = flow;
  const after = referral.afterReferralMinor;
  return {
    currentValue: percentileBoundaries(totalMinor),
    directValue: percentileBoundaries(directMinor),
    referralValue: percentileBoundaries(after.map((minor, i) => minor - directMinor[i]!)),
    networkValue: percentileBoundaries(totalMinor.map((minor, i) => minor - after[i]!)),
  };
}

/** Who costs most by leaving: of everybody, or of those who have a trusted contact. */
function leavingOf(
  { ids, columns }: Snapshot,
  { lifetime, networkAtRisk }: RunResult,
  contactOf: ((i: number) => string | null) | null = null,
): PublishedLeavingLists {
  if (lifetime === null) return { byOwn: [], byNetwork: [] };
  const count = columns.orderCount.length;
  const own = new Float64Array(count).fill(Number.NaN);
  const returning = new Float64Array(count).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    if (columns.orderCount[i] === 0 || contactOf?.(i) === null) continue;
    const { valueAtRiskMinor, returnProbability } = lifetime.profiles.at(i);
    own[i] = valueAtRiskMinor;
    returning[i] = returnProbability;
  }
  const { byOwn, byNetwork } = leavingLists(
    own,
    returning,
    networkAtRisk,
    contactOf === null ? LEAVING : LEAVING_WITH_CONTACT,
  );
  const named = (list: readonly Leaving[]) =>
    list.map((one) => ({
      ...one,
      customer: idAt(ids, one.customer),
      ...(contactOf === null ? {} : { contact: contactOf(one.customer) }),
    }));
  return { byOwn: named(byOwn), byNetwork: named(byNetwork) };
}

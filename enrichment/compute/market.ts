import { medianOf } from '../../domain/numerics/median.ts';
import { adoptionsOf } from '../../domain/opportunities/adoption.ts';
import { piecesPerYear, type GroupPeers, type Market } from '../../domain/opportunities/opportunities.ts';
import { associationRules, countItems, type ItemSets } from '../../domain/opportunities/rules.ts';
import { threeDecimals } from '../../domain/profile/scoring.ts';
import { exactSum } from './flow.ts';
import type { LifetimeResult } from './lifetime.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Rules kept from each group, and groups kept at all: the block stays at some ten kilobytes. */
const RULES_EACH = 10;
const MOST_GROUPS = 300;
const DAYS_A_YEAR = 365.25;

/** What opportunities are worked out with, learned of all customers; null where nothing was bought, or no traces are kept of it. */
export function computeMarket(
  snapshot: Snapshot,
  lifetime: LifetimeResult | null,
  directMinor: Float64Array,
): Market | null {
  const { groups, columns } = snapshot;
  if (lifetime === null || !groups.firstDay.some((day) => day >= 0)) return null;
  const today = columns.lastDay.reduce((last, day) => (day > last ? day : last), -Infinity);
  const { horizonDays } = lifetime.statistics;
  const sets: ItemSets = { offsets: groups.offsets, item: groups.name, items: groups.names.length };
  const { buyers, having } = countItems(sets);
  const kept = [...having.keys()].sort((a, b) => having[b]! - having[a]! || a - b).slice(0, MOST_GROUPS);
  const placeOf = new Map(kept.map((name, place) => [name, place]));
  const perAntecedent = new Map<number, number>();
  const rules = associationRules(sets).filter(({ antecedent, consequent }) => {
    if (!placeOf.has(antecedent) || !placeOf.has(consequent)) return false;
    const before = perAntecedent.get(antecedent) ?? 0;
    perAntecedent.set(antecedent, before + 1);
    return before < RULES_EACH;
  });
  const adoptions = adoptionsOf(rules, sets, groups.firstDay, today - horizonDays);
  const revenueMinor = exactSum(columns.revenueMinor);
  let returning = 0;
  for (let i = 0; i < columns.orderCount.length; i++)
    if (columns.orderCount[i]! > 0) returning += lifetime.profiles.at(i).returnProbability;
  return {
    groups: peersOf(snapshot, kept, today),
    rules: rules.map(({ antecedent, consequent, ...rule }, k) => {
      const { share } = adoptions[k]!;
      return {
        ...rule,
        antecedent: placeOf.get(antecedent)!,
        consequent: placeOf.get(consequent)!,
        adoption: share === null ? null : threeDecimals(share),
      };
    }),
    buyers,
    marginShare: revenueMinor > 0 ? threeDecimals(Math.max(0, exactSum(directMinor) / revenueMinor)) : 0,
    // Two decimals: time moves it, and a block is not written for that every night.
    meanReturnProbability: buyers === 0 ? 0 : Math.round((100 * returning) / buyers) / 100,
    horizonDays,
    day: today,
  };
}

function peersOf({ groups }: Snapshot, kept: readonly number[], today: number): GroupPeers[] {
  const entries = Map.groupBy(groups.name.keys(), (k) => groups.name[k]!);
  return kept.map((name) => {
    const own = entries.get(name) ?? [];
    const sum = (of: (k: number) => number): number => own.reduce((total, k) => total + of(k), 0);
    const days = sum((k) => groups.days[k]!);
    const pieces = sum((k) => Math.max(0, groups.quantity[k]!));
    const revenue = sum((k) => groups.revenueMinor[k]!);
    const years = sum((k) => Math.max(1, today - groups.firstDay[k]!) / DAYS_A_YEAR);
    return {
      group: groups.names[name]!,
      buyers: own.length,
      service: own.every((k) => groups.service[k] === 1),
      revenuePerDay: days === 0 ? 0 : Math.round(revenue / days),
      revenuePerPiece: pieces === 0 ? 0 : Math.round(revenue / pieces),
      daysPerYear: threeDecimals((days - own.length) / years),
      repeatShare: threeDecimals(own.filter((k) => groups.days[k]! > 1).length / own.length),
      medianPieces: threeDecimals(
        medianOf(
          own.map((k) =>
            piecesPerYear(
              {
                quantity: groups.quantity[k]!,
                firstDay: groups.firstDay[k]!,
                days: groups.days[k]!,
                revenueMinor: groups.revenueMinor[k]!,
                service: false,
              },
              today,
            ),
          ),
        )!,
      ),
    };
  });
}

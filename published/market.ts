import type { GroupPeers, KnownRule, Market } from '../domain/opportunities/opportunities.ts';

const LAYOUT = 1;

type GroupRow = readonly [string, number, 0 | 1, number, number, number, number, number];
type RuleRow = readonly [number, number, number, number | null];
interface Encoded extends Omit<Market, 'groups' | 'rules'> {
  readonly layout: number;
  readonly groups: readonly GroupRow[];
  readonly rules: readonly RuleRow[];
}

/** Support, confidence and lift follow from the counts, so those alone are kept. */
export function encodeMarket({ groups, rules, ...rest }: Market): string {
  const encoded: Encoded = {
    layout: LAYOUT,
    ...rest,
    groups: groups.map((one): GroupRow => [
      one.group,
      one.buyers,
      one.service ? 1 : 0,
      one.revenuePerDay,
      one.revenuePerPiece,
      one.daysPerYear,
      one.repeatShare,
      one.medianPieces,
    ]),
    rules: rules.map(({ antecedent, consequent, customers, adoption }): RuleRow => [
      antecedent,
      consequent,
      customers,
      adoption,
    ]),
  };
  return JSON.stringify(encoded);
}

/** The reverse of {@link encodeMarket}; null for another layout. */
export function decodeMarket(text: string): Market | null {
  const { layout, groups, rules, ...rest } = JSON.parse(text) as Encoded;
  if (layout !== LAYOUT) return null;
  const peers = groups.map(
    ([group, buyers, service, revenuePerDay, revenuePerPiece, daysPerYear, repeatShare, medianPieces]): GroupPeers => ({
      group,
      buyers,
      service: service === 1,
      revenuePerDay,
      revenuePerPiece,
      daysPerYear,
      repeatShare,
      medianPieces,
    }),
  );
  return {
    ...rest,
    groups: peers,
    rules: rules.map(([antecedent, consequent, customers, adoption]): KnownRule => {
      const [na, nb] = [peers[antecedent]!.buyers, peers[consequent]!.buyers];
      return {
        antecedent,
        consequent,
        customers,
        support: customers / rest.buyers,
        confidence: customers / na,
        lift: (customers * rest.buyers) / (na * nb),
        adoption,
      };
    }),
  };
}

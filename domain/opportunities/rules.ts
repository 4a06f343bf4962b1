/**
 * Association rules over the groups customers bought from (Agrawal, Imieliński & Swami 1993): of N buyers, `support` = n(a∧b)/N, `confidence` = n(a∧b)/n(a),
 * `lift` = n(a∧b)·N/(n(a)·n(b)). A rule needs a floor of customers, or two who share a whim would make one, and a lift above 1.
 */

/** Groups per customer, ragged: customer i has items `item[offsets[i]] … item[offsets[i + 1] − 1]`, each once. */
export interface ItemSets {
  readonly offsets: Int32Array;
  readonly item: ArrayLike<number>;
  readonly items: number;
}

export interface AssociationRule {
  readonly antecedent: number;
  readonly consequent: number;
  /** Buyers of both. */
  readonly customers: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
}

/** Fewer buyers of both say nothing … */
export const LEAST_BOTH = 5;
/** … nor does a smaller share of all buyers. */
export const LEAST_SUPPORT = 0.01;
/** Pairs are counted among so many groups, those bought by most. */
const MOST_ITEMS = 1000;

export const supportFloor = (buyers: number): number => Math.max(LEAST_BOTH, Math.ceil(LEAST_SUPPORT * buyers));

/** Buyers: customers with an item; and how many have each. */
export function countItems({ offsets, item, items }: ItemSets): {
  readonly buyers: number;
  readonly having: Int32Array;
} {
  const having = new Int32Array(items);
  for (let k = 0; k < offsets[offsets.length - 1]!; k++) having[item[k]!]!++;
  let buyers = 0;
  for (let i = 0; i + 1 < offsets.length; i++) if (offsets[i + 1]! > offsets[i]!) buyers++;
  return { buyers, having };
}

/** Every rule from one group to another that meets the floor, the highest lift first; equals by confidence, then in the order of the groups. */
export function associationRules(sets: ItemSets): AssociationRule[] {
  const { offsets, item } = sets;
  const { buyers, having } = countItems(sets);
  const floor = supportFloor(buyers);
  const frequent = [...having.keys()]
    .filter((one) => having[one]! >= floor)
    .sort((a, b) => having[b]! - having[a]! || a - b)
    .slice(0, MOST_ITEMS);
  const placeOf = new Int32Array(sets.items).fill(-1);
  for (const [place, one] of frequent.entries()) placeOf[one] = place;
  const size = frequent.length;
  const both = new Int32Array(size * size);
  for (let i = 0; i + 1 < offsets.length; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const a = placeOf[item[k]!]!;
      if (a === -1) continue;
      for (let l = k + 1; l < offsets[i + 1]!; l++) {
        const b = placeOf[item[l]!]!;
        if (b !== -1) both[a < b ? a * size + b : b * size + a]!++;
      }
    }
  const rules: AssociationRule[] = [];
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      const customers = both[a * size + b]!;
      const [na, nb] = [having[frequent[a]!]!, having[frequent[b]!]!];
      // In whole numbers: two groups that have nothing to do with each other are no rule for a rounding.
      if (customers < floor || customers * buyers <= na * nb) continue;
      const lift = (customers * buyers) / (na * nb);
      const support = customers / buyers;
      rules.push(
        { antecedent: frequent[a]!, consequent: frequent[b]!, customers, support, confidence: customers / na, lift },
        { antecedent: frequent[b]!, consequent: frequent[a]!, customers, support, confidence: customers / nb, lift },
      );
    }
  return rules.sort(
    (x, y) =>
      y.lift - x.lift || y.confidence - x.confidence || x.antecedent - y.antecedent || x.consequent - y.consequent,
  );
}

import type { AssociationRule, ItemSets } from './rules.ts';

/** What happened within a window to those who had one group and not the other. */
export interface Adoption {
  /** Had the antecedent and not the consequent when it began. */
  readonly exposed: number;
  /** Of those, bought from the consequent within it. */
  readonly adopted: number;
  /** Share to expect: of the exposed, drawn to that of everybody without the consequent by the weight of {@link PRIOR}; null where nobody was. */
  readonly share: number | null;
}

const PRIOR = 10;

/**
 * How often a rule came true in the days since `splitDay`: an observed rate, leaving included, that no rule's confidence (ever bought both) says.
 *
 * @param firstDay of each entry of the sets: when the customer first bought from that group
 */
export function adoptionsOf(
  rules: readonly AssociationRule[],
  { offsets, item, items }: ItemSets,
  firstDay: ArrayLike<number>,
  splitDay: number,
): Adoption[] {
  const byAntecedent = Map.groupBy(rules.keys(), (index) => rules[index]!.antecedent);
  const exposed = new Int32Array(rules.length);
  const adopted = new Int32Array(rules.length);
  const hadBefore = new Int32Array(items);
  const adoptedIn = new Int32Array(items);
  const since = new Map<number, number>();
  let buyersBefore = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    since.clear();
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) if (firstDay[k]! >= 0) since.set(item[k]!, firstDay[k]!);
    if (![...since.values()].some((day) => day <= splitDay)) continue;
    buyersBefore++;
    for (const [one, day] of since) {
      if (day > splitDay) {
        adoptedIn[one]!++;
        continue;
      }
      hadBefore[one]!++;
      for (const index of byAntecedent.get(one) ?? []) {
        const then = since.get(rules[index]!.consequent);
        if (then !== undefined && then <= splitDay) continue;
        exposed[index]!++;
        if (then !== undefined) adopted[index]!++;
      }
    }
  }
  return rules.map(({ consequent }, index) => {
    const without = buyersBefore - hadBefore[consequent]!;
    const base = without === 0 ? null : adoptedIn[consequent]! / without;
    return {
      exposed: exposed[index]!,
      adopted: adopted[index]!,
      share: base === null ? null : (adopted[index]! + PRIOR * base) / (exposed[index]! + PRIOR),
    };
  });
}

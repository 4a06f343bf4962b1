import { isReturn, type CustomerEvent, type OrderLine } from '../events.ts';
import { isAmount } from '../money/bounds.ts';

/** Whose cost the product's may stand in for: what was bought, with pieces, and no cost of its own. What is given back takes its part of the purchase's. */
const isOpen = (line: OrderLine): boolean => line.costMinor === undefined && !isReturn(line);

/** The products whose cost could stand in for one that orders do not state, each once. */
export function uncostedProducts(
  events: readonly CustomerEvent[],
): readonly { readonly source: string; readonly sku: string }[] {
  const found = new Map<string, { readonly source: string; readonly sku: string }>();
  for (const event of events)
    if (event.kind === 'ORDER')
      for (const line of event.lines)
        if (isOpen(line)) found.set(`${event.source}\n${line.sku}`, { source: event.source, sku: line.sku });
  return [...found.values()];
}

/**
 * Orders with the cost of their products where they state none: pieces × the cost of one, rounded to whole minor units. What the order states stands.
 *
 * @param costOf the cost of one piece, minor units; undefined where it is unknown
 * @example withProductCosts([order], () => 250)[0].lines[0].costMinor // 500 for two pieces
 */
export const withProductCosts = <E extends CustomerEvent>(
  events: readonly E[],
  costOf: (source: string, sku: string) => number | undefined,
): E[] =>
  events.map((event) => {
    if (event.kind !== 'ORDER' || !event.lines.some(isOpen)) return event;
    const lines = event.lines.map((line): OrderLine => {
      const piece = isOpen(line) ? costOf(event.source, line.sku) : undefined;
      const costMinor = piece === undefined ? undefined : Math.round(piece * line.quantity);
      return costMinor === undefined || !isAmount(costMinor) ? line : { ...line, costMinor };
    });
    return { ...event, lines };
  });

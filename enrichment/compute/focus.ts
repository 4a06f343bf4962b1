import { focusCollector, focusPlaces, type FocusMeasure } from '../../domain/portfolio/focus.ts';
import type { ValueFlow } from './flow.ts';

interface Moved {
  readonly flow: ValueFlow;
  readonly potential: Pick<ValueFlow, 'totalMinor'> | null;
}

/** What customers are ranked by for focus, whole minor units of each. */
export function focusValues({
  flow,
  potential,
}: Moved): Readonly<Record<Exclude<FocusMeasure, 'potential'>, Float64Array> & { potential: Float64Array | null }> {
  const current = flow.totalMinor;
  return {
    current,
    potential: potential?.totalMinor ?? null,
    network: flow.cents.receivedMinor,
    total: potential === null ? current : current.map((minor, i) => minor + potential.totalMinor[i]!),
  };
}

/** What takes everybody's opportunities as they are worked out, by where each customer stands. */
export function focusOf(result: Moved): ReturnType<typeof focusCollector> {
  const { current, potential, network, total } = focusValues(result);
  return focusCollector({
    current: focusPlaces(current),
    potential: potential === null ? null : focusPlaces(potential),
    network: focusPlaces(network),
    total: focusPlaces(total),
  });
}

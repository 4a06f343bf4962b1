import { INTERACTION_TYPES } from '../../domain/events.ts';
import type { BehaviourTally } from '../../domain/summary/traces.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Tallies of one customer before a period. */
export function talliesBefore({ behaviour }: Snapshot, i: number, period: number): BehaviourTally[] {
  const tallies: BehaviourTally[] = [];
  for (let k = behaviour.offsets[i]!; k < behaviour.offsets[i + 1]! && behaviour.period[k]! < period; k++)
    tallies.push({
      period: behaviour.period[k]!,
      type: INTERACTION_TYPES[behaviour.type[k]!]!,
      count: behaviour.count[k]!,
      rated: behaviour.rated[k]!,
      valenceSum: behaviour.valenceSum[k]!,
    });
  return tallies;
}

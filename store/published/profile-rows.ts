import type { CustomerId } from '../../domain/events.ts';
import { overdueDays } from '../../domain/lifecycle/rhythm.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { withRfm } from '../../domain/segments/builtin.ts';
import type { OpenPart } from './profile-codec.ts';
import { restOf, tailOf } from './profile-members.ts';
import { MOVED, REST, SECTION_COLUMNS, SEGMENTS, TAIL, type Kept, type Part } from './profile-columns.ts';

/** The tails of a block's members in their order, the run's own way to find them again. */
export function tailsIn(observed: OpenPart): Float64Array {
  let tail = 0;
  return Float64Array.from({ length: observed.count }, (_, row) => (tail += observed.at(TAIL, row) as number));
}

/** Where a customer lies in a block, −1 where they do not. @param bits that the ids of the block have in common */
export function rowIn(observed: OpenPart, id: CustomerId, bits: number): number {
  const wanted = tailOf(id, bits);
  let tail = 0;
  for (let row = 0; row < observed.count && tail <= wanted; row++) {
    tail += observed.at(TAIL, row) as number;
    if (tail !== wanted) continue;
    const rest = observed.at(REST, row);
    if (rest === null || rest === restOf(id, bits)) return row;
  }
  return -1;
}

/** The profile in a row of both parts as it stands on `today`, the day of the generation it is read in. */
export function profileIn(parts: Readonly<Record<Part, OpenPart>>, row: number, today: number): CustomerProfile {
  const sections: { -readonly [S in keyof Kept]?: object } = {};
  for (const { name, part, stored, section, field } of SECTION_COLUMNS) {
    const value = parts[MOVED.has(name) && parts.modelled.has(name) ? 'modelled' : part].at(name, row);
    const fields = (sections[section] ??= {}) as Record<string, unknown>;
    fields[field] = stored === 'flag' ? value === 1 : value;
  }
  const { value, engagement, lifecycle } = sections as Pick<Kept, 'value' | 'engagement' | 'lifecycle'>;
  const orNull = (section: 'clv' | 'rfm' | 'influence', mark: string): unknown =>
    (sections[section] as Record<string, unknown>)[mark] === null ? null : sections[section];
  const rfm = orNull('rfm', 'group') as CustomerProfile['rfm'];
  const keys = parts.modelled.wordsAt(SEGMENTS, row);
  return {
    value,
    engagement,
    clv: orNull('clv', 'method') as CustomerProfile['clv'],
    rfm,
    lifecycle: { ...lifecycle, overdueDays: overdueDays(lifecycle.dueDay, today) },
    influence: orNull('influence', 'calibration') as CustomerProfile['influence'],
    // The segment of an RFM group is not kept beside the group.
    segments: rfm === null ? keys : withRfm(keys, rfm.group),
    community: parts.observed.at('community', row) as string | null,
  };
}

/** The influence score a row's history was told last. */
export const toldInfluenceIn = (observed: OpenPart, row: number): number | null =>
  observed.at('toldInfluence', row) as number | null;

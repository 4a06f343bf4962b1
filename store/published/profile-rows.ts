import type { CustomerId } from '../../domain/events.ts';
import { overdueDays } from '../../domain/lifecycle/rhythm.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { withRfm } from '../../domain/segments/builtin.ts';
import { once } from '../client/once.ts';
import type { OpenPart } from './profile-codec.ts';
import { restOf, tailOf } from './profile-members.ts';
import { MOVED, REST, SECTION_COLUMNS, SEGMENTS, TAIL, type Kept, type Part } from './profile-columns.ts';

/** The tails of a block's members in their order, the run's own way to find them again. */
export function tailsIn(observed: OpenPart): Float64Array {
  let tail = 0;
  return Float64Array.from({ length: observed.count }, (_, row) => (tail += observed.at(TAIL, row) as number));
}

/** Where a customer lies in a block, −1 where they do not. @param bits that the ids of the block have in common @param tails from {@link tailsIn} */
export function rowIn(observed: OpenPart, id: CustomerId, bits: number, tails = tailsIn(observed)): number {
  const wanted = tailOf(id, bits);
  let [from, to] = [0, tails.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (tails[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  for (let row = from; row < tails.length && tails[row] === wanted; row++) {
    const rest = observed.at(REST, row);
    if (rest === null || rest === restOf(id, bits)) return row;
  }
  return -1;
}

const COLUMNS_OF = Map.groupBy(SECTION_COLUMNS, ({ section }) => section);

function sectionIn(parts: Readonly<Record<Part, OpenPart>>, row: number, section: keyof Kept): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { name, part, stored, field } of COLUMNS_OF.get(section)!) {
    const value = parts[MOVED.has(name) && parts.modelled.has(name) ? 'modelled' : part].at(name, row);
    fields[field] = stored === 'flag' ? value === 1 : value;
  }
  return fields;
}

/**
 * The profile in a row of both parts as it stands on `today`, the day of the generation it is read in. Each section is read when it is first asked for: an
 * answer seldom has them all.
 */
export function profileIn(parts: Readonly<Record<Part, OpenPart>>, row: number, today: number): CustomerProfile {
  const section = (name: keyof Kept) => once(() => sectionIn(parts, row, name) as unknown);
  const orNull = (name: 'clv' | 'rfm' | 'influence', mark: string) =>
    once(() => {
      const found = sectionIn(parts, row, name);
      return (found[mark] === null ? null : found) as unknown;
    });
  const value = section('value') as () => CustomerProfile['value'];
  const engagement = section('engagement') as () => CustomerProfile['engagement'];
  const clv = orNull('clv', 'method') as () => CustomerProfile['clv'];
  const rfm = orNull('rfm', 'group') as () => CustomerProfile['rfm'];
  const influence = orNull('influence', 'calibration') as () => CustomerProfile['influence'];
  const lifecycle = once(() => {
    const kept = sectionIn(parts, row, 'lifecycle') as unknown as Kept['lifecycle'];
    return { ...kept, overdueDays: overdueDays(kept.dueDay, today) };
  });
  const segments = once(() => {
    const keys = parts.modelled.wordsAt(SEGMENTS, row);
    const group = rfm();
    // The segment of an RFM group is not kept beside the group.
    return group === null ? keys : withRfm(keys, group.group);
  });
  return {
    get value() {
      return value();
    },
    get engagement() {
      return engagement();
    },
    get clv() {
      return clv();
    },
    get rfm() {
      return rfm();
    },
    get lifecycle() {
      return lifecycle();
    },
    get influence() {
      return influence();
    },
    get segments() {
      return segments();
    },
    get community() {
      return parts.observed.at('community', row) as string | null;
    },
  };
}

/** The influence score a row's history was told last. */
export const toldInfluenceIn = (observed: OpenPart, row: number): number | null =>
  observed.at('toldInfluence', row) as number | null;

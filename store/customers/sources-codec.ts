import type { Department } from '../../domain/engagement/rules.ts';
import { KringError } from '../../domain/errors.ts';
import type { SourceTally } from '../../domain/sources/tallies.ts';
import { decodeIntegers, encodeIntegers } from '../client/varint.ts';

const LAYOUT = 1;

/** Positions are what lies in tables: add at the end, never change. */
const DEPARTMENTS: readonly Department[] = ['MARKETING', 'SALES', 'SERVICE'];
/** Stands between names; no name holds a control character. */
const BETWEEN_NAMES = '\n';
const SECOND_MS = 1000;

/**
 * What sources told of a customer: layout, length of the names (two bytes, little-endian), names of the sources, and varints: number of events, then for
 * each tally which source and department, records, and when the last was, in seconds where it is whole ones. As with traces, the number of events
 * says whether it is of the summary beside it.
 */
export function encodeSources(tallies: readonly SourceTally[], eventCount: number): Uint8Array {
  const names = [...new Set(tallies.map(({ source }) => source))];
  const text = Buffer.from(names.join(BETWEEN_NAMES));
  const numbers = tallies.flatMap(({ source, department, records, lastAt }) => [
    DEPARTMENTS.length * names.indexOf(source) + DEPARTMENTS.indexOf(department),
    records,
    ...(lastAt % SECOND_MS === 0 ? [lastAt / SECOND_MS] : [-lastAt]),
  ]);
  return Buffer.concat([
    Uint8Array.of(LAYOUT, text.length & 0xff, text.length >> 8),
    text,
    encodeIntegers([eventCount, ...numbers]),
  ]);
}

/** The reverse of {@link encodeSources}; null where there is none of as many events. @throws KringError UNKNOWN_LAYOUT for what newer code wrote */
export function decodeSources(bytes: Uint8Array | undefined, eventCount: number): SourceTally[] | null {
  if (bytes === undefined) return null;
  const [layout, low, high] = bytes;
  if (layout !== LAYOUT)
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `what sources told of a customer has layout ${layout}, this code knows ${LAYOUT}`,
    );
  const end = 3 + low! + 256 * high!;
  const names = Buffer.from(bytes.subarray(3, end)).toString().split(BETWEEN_NAMES);
  const [events, ...flat] = decodeIntegers(bytes.subarray(end));
  if (events !== eventCount) return null;
  return Array.from({ length: flat.length / 3 }, (_, k): SourceTally => {
    const [which, records, at] = flat.slice(3 * k, 3 * k + 3) as [number, number, number];
    return {
      source: names[Math.floor(which / DEPARTMENTS.length)]!,
      department: DEPARTMENTS[which % DEPARTMENTS.length]!,
      records,
      lastAt: at > 0 ? SECOND_MS * at : -at,
    };
  });
}

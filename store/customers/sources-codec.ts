import type { Department } from '../../domain/engagement/rules.ts';
import { KringError } from '../../domain/errors.ts';
import type { SourceTally } from '../../domain/sources/tallies.ts';
import { toMs, toSeconds } from '../client/tuple.ts';

const LAYOUT = 1;

/** Positions are what lies in tables: add at the end, never change. */
const DEPARTMENTS: readonly Department[] = ['MARKETING', 'SALES', 'SERVICE'];

type Row = [source: string, department: number, records: number, lastAt: number];

/** What sources told of a customer as a JSON array. As with traces, the number of events says whether it is of the summary beside it. */
export const encodeSources = (sources: readonly SourceTally[], eventCount: number): string =>
  JSON.stringify([
    LAYOUT,
    eventCount,
    ...sources.flatMap(({ source, department, records, lastAt }): Row => [
      source,
      DEPARTMENTS.indexOf(department),
      records,
      toSeconds(lastAt)!,
    ]),
  ]);

/** The reverse of {@link encodeSources}; null where there is none of as many events. @throws KringError UNKNOWN_LAYOUT for what newer code wrote */
export function decodeSources(text: string | undefined, eventCount: number): SourceTally[] | null {
  if (text === undefined) return null;
  const [layout, events, ...flat] = JSON.parse(text) as [number, number, ...(string | number)[]];
  if (layout !== LAYOUT)
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `what sources told of a customer has layout ${layout}, this code knows ${LAYOUT}`,
    );
  if (events !== eventCount) return null;
  return Array.from({ length: flat.length / 4 }, (_, k): SourceTally => {
    const [source, department, records, lastAt] = flat.slice(4 * k, 4 * k + 4) as Row;
    return { source, department: DEPARTMENTS[department]!, records, lastAt: toMs(lastAt)! };
  });
}

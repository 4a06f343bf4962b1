import { keptAs, type FilterColumn, type Ordering } from '../../domain/profile/orderings.ts';
import { ACCOUNT_MEMBERS, COMMUNITY_MEMBERS, segmentList } from '../../published/blocks.ts';
import { pickIds } from '../../store/customers/packed-ids.ts';
import type { PublishedList } from '../../store/published/generations.ts';
import {
  contentOf,
  encodeListPage,
  LIST_PAGE,
  modelledOf,
  pagesOf,
  putListPage,
  type EncodedListPage,
} from '../../store/published/lists.ts';
import type { At } from '../../store/published/slots.ts';
import type { Pieces } from './pieces.ts';
import type { PublishInput } from './input.ts';
import type { PageLog } from './slots.ts';

const PAGES_AT_ONCE = 16;

export interface WrittenLists {
  readonly orderings: Partial<Record<Ordering, PublishedList>>;
  readonly segments: Record<string, PublishedList>;
}

/** Rankings with their filter columns, and segments: pages that did not change stay where they are. */
export async function writeLists(input: PublishInput, log: PageLog, pieces: Pieces): Promise<WrittenLists> {
  const { result } = input;
  const columns = Object.entries(result.columns) as [FilterColumn, Float64Array][];
  const observed = columns.filter(([field]) => keptAs(field) === 'observed');
  const modelled = columns.filter(([field]) => keptAs(field) === 'modelled');
  const write = async (name: string, order: Int32Array, withColumns: boolean): Promise<PublishedList> => {
    await writePages(input, log, pieces, { name, order, part: 'observed', columns: withColumns ? observed : [] });
    if (withColumns)
      await writePages(input, log, pieces, { name: modelledOf(name), order, part: 'modelled', columns: modelled });
    return { count: order.length };
  };
  const orderings: WrittenLists['orderings'] = {};
  for (const [ordering, { order }] of Object.entries(result.orderings))
    orderings[ordering as Ordering] = await write(ordering, order, true);
  const segments: WrittenLists['segments'] = {};
  for (const [key, { order }] of result.segments) segments[key] = await write(segmentList(key), order, false);
  segments[COMMUNITY_MEMBERS] = await write(segmentList(COMMUNITY_MEMBERS), result.communities.members, false);
  const { members } = result.accounts;
  if (members.length > 0) segments[ACCOUNT_MEMBERS] = await write(segmentList(ACCOUNT_MEMBERS), members, false);
  return { orderings, segments };
}

/** `Float64Array.from` with a function takes ten times as long, and this is done of everybody nine times. */
function picked(column: Float64Array, positions: Int32Array): Float64Array {
  const values = new Float64Array(positions.length);
  for (let k = 0; k < positions.length; k++) values[k] = column[positions[k]!]!;
  return values;
}

interface ListPart {
  readonly name: string;
  readonly order: Int32Array;
  readonly part: 'observed' | 'modelled';
  readonly columns: readonly (readonly [name: string, column: Float64Array])[];
}

async function writePages(
  { db, snapshot, expiresAtMs }: PublishInput,
  log: PageLog,
  pieces: Pieces,
  { name, order, part, columns }: ListPart,
): Promise<void> {
  let waiting: { readonly page: number; readonly at: At; readonly encoded: EncodedListPage }[] = [];
  const write = async (): Promise<void> => {
    const some = waiting;
    waiting = [];
    if (some.length > 0)
      await pieces.write(() =>
        Promise.all(some.map(({ page, at, encoded }) => putListPage(db, encoded, { at, name, page, expiresAtMs }))),
      );
  };
  for (let page = 0; page < pagesOf(order.length); page++) {
    const shown = order.subarray(page * LIST_PAGE, (page + 1) * LIST_PAGE);
    const encoded = encodeListPage(
      {
        ids: pickIds(snapshot.ids, shown),
        columns: Object.fromEntries(columns.map(([column, of]) => [column, picked(of, shown)])),
      },
      part,
    );
    const at = log.note(name, contentOf(encoded));
    if (at !== null) waiting.push({ page, at, encoded });
    if (waiting.length >= PAGES_AT_ONCE) await write();
  }
  await write();
}

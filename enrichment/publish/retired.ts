import { ID_LETTERS } from '../../domain/events.ts';
import { CLAIMS, COMMUNITIES, FLOWS, REPORTS, WHOLE_BLOCKS } from '../../published/blocks.ts';
import { chunksOf, mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import type { Place } from '../../store/client/keys.ts';
import { blockName, deleteBlock } from '../../store/published/blocks.ts';
import type { RetiredPages, VisibleGeneration } from '../../store/published/generations.ts';
import { deleteLegacyList, deleteLegacyProfiles } from '../../store/published/legacy.ts';
import { deletePagesOf } from '../../store/published/slots.ts';
import { idCount, idAt } from '../../store/customers/packed-ids.ts';
import type { Pieces } from './pieces.ts';
import type { PublishInput } from './input.ts';

const AT_ONCE = 16;
const PROFILES_AT_ONCE = 1000;

/** Names whose pages are blocks of any size; those of all others are one item each. */
const isBlock = (name: string): boolean => WHOLE_BLOCKS.has(name) || /^(?:flows|claims|accounts)-\d+\+?$/u.test(name);

/** Deletes pages of a name, unless a generation after `upTo` wrote them. Repeating is harmless. */
export async function deletePages(
  db: Db,
  places: readonly Place[],
  { name, from, to }: RetiredPages,
  upTo: number,
): Promise<void> {
  if (!isBlock(name)) return deletePagesOf(db, places, { name, from, to }, upTo);
  const blocks = Array.from({ length: to - from }, (_, k) => from + k).flatMap((block) =>
    places.map((place) => ({ place, block })),
  );
  await mapLimit(blocks, AT_ONCE, ({ place, block }) => deleteBlock(db, place, blockName(name, block), upTo));
}

/**
 * Deletes what the generation before the previous one used last: a reader may still page through the previous one. Before the next one is visible, which
 * does not say any more where it lies: nobody's data stay behind because of a crash.
 */
export async function deleteRetired(db: Db, previous: VisibleGeneration | null): Promise<void> {
  if (previous?.slots === undefined) return;
  for (const pages of previous.retired) await deletePages(db, ['a', 'b'], pages, previous.generation);
}

/** Deletes what a table of version 3 and before showed, when it does not any more. */
export async function deleteLegacy(db: Db, previous: VisibleGeneration | null): Promise<void> {
  if (previous !== null && previous.slots === undefined) await deleteLegacyBlocks(db, previous);
}

/** What a generation of a table of version 3 and before says about its lists and blocks, as `generation/name`. */
interface LegacyGeneration {
  readonly blocks?: readonly string[];
  readonly retired?: readonly string[];
}

/**
 * Deletes the profiles a table of version 3 and before kept, one a customer, in pieces before anything else is written: this code reads none of
 * them, and older code does not open the table any more.
 */
export async function deleteOlderProfiles(
  { db, previous, isView, snapshot }: PublishInput,
  pieces: Pieces,
): Promise<void> {
  if (isView || previous === null || previous.slots !== undefined) return;
  const { ids } = snapshot;
  for (let start = 0; start < idCount(ids); start += PROFILES_AT_ONCE) {
    const length = Math.min(PROFILES_AT_ONCE, idCount(ids) - start);
    await pieces.write(() =>
      deleteLegacyProfiles(
        db,
        Array.from({ length }, (_, k) => idAt(ids, start + k)),
      ),
    );
  }
}

/** Deletes lists and blocks of a table of version 3 and before; what a crash in between leaves, nobody reads. */
async function deleteLegacyBlocks(db: Db, previous: VisibleGeneration): Promise<void> {
  const { blocks = [], retired = [] } = previous as unknown as LegacyGeneration;
  for (const block of [...blocks, ...retired]) {
    const generation = Number.parseInt(block, 10);
    const name = block.slice(block.indexOf('/') + 1);
    const kind = [FLOWS, CLAIMS].find((one) => name.startsWith(`${one}-`));
    if (kind !== undefined)
      for (const some of chunksOf(prefixes(Number(name.slice(kind.length + 1))), AT_ONCE))
        await Promise.all(some.map((prefix) => deleteBlock(db, generation, `${kind}-${prefix}`, generation)));
    else if (name === COMMUNITIES || name === REPORTS) await deleteBlock(db, generation, name, generation);
    else await deleteLegacyList(db, generation, name);
  }
}

/** The first letters that named a block. */
const prefixes = (letters: number): string[] =>
  Array.from({ length: letters }).reduce<string[]>(
    (all) => all.flatMap((prefix) => Array.from(ID_LETTERS, (letter) => prefix + letter)),
    [''],
  );

/**
 * What of a generation was read and opened, kept by the process for the requests that follow. It never changes: slots that readers use are not written
 * (slots.ts), so what a run shows is named by the run and can be kept without asking again. What lies on customers' own items is not of a run, and never kept.
 */
import type { Db } from '../client/db.ts';
import type { VisibleGeneration } from './generations.ts';

/** Bytes kept at most for one table, by estimate; what was asked for least recently goes first. */
export const KEPT_BYTES = 48 * 2 ** 20;

/** What names a generation wherever it lies. */
export type OfRun = Pick<VisibleGeneration, 'generation' | 'runId'>;

interface Entry {
  readonly value: unknown;
  bytes: number;
}

interface Shelf {
  readonly entries: Map<string, Entry>;
  bytes: number;
}

const shelves = new WeakMap<Db['client'], Shelf>();

function shelfOf({ client }: Db): Shelf {
  let shelf = shelves.get(client);
  if (shelf === undefined) shelves.set(client, (shelf = { entries: new Map(), bytes: 0 }));
  return shelf;
}

function makeRoom(shelf: Shelf): void {
  for (const [name, { bytes }] of shelf.entries) {
    if (shelf.bytes <= KEPT_BYTES) return;
    shelf.entries.delete(name);
    shelf.bytes -= bytes;
  }
}

/** Bytes kept for a table now. */
export const keptBytes = (db: Db): number => shelfOf(db).bytes;

export interface Keeper<Value> {
  /** Undefined where it is not kept. */
  find(db: Db, shown: OfRun, name: string): Value | undefined;
  /** @param bytes by estimate */
  keep(db: Db, shown: OfRun, name: string, value: Value, bytes: number): Value;
  /** Counts bytes by which a kept value has grown since. */
  grow(db: Db, shown: OfRun, name: string, bytes: number): void;
}

/** Values of one kind. @param kind tells them from those of other keepers */
export function keeper<Value>(kind: string): Keeper<Value> {
  const nameOf = (db: Db, { runId, generation }: OfRun, name: string): string =>
    `${db.table}/${runId}/${generation}/${kind}/${name}`;
  return {
    find: (db, shown, name) => {
      const { entries } = shelfOf(db);
      const at = nameOf(db, shown, name);
      const entry = entries.get(at);
      if (entry === undefined) return undefined;
      entries.delete(at);
      entries.set(at, entry);
      return entry.value as Value;
    },
    keep: (db, shown, name, value, bytes) => {
      const shelf = shelfOf(db);
      const at = nameOf(db, shown, name);
      shelf.bytes += bytes - (shelf.entries.get(at)?.bytes ?? 0);
      shelf.entries.delete(at);
      shelf.entries.set(at, { value, bytes });
      makeRoom(shelf);
      return value;
    },
    grow: (db, shown, name, bytes) => {
      const shelf = shelfOf(db);
      const entry = shelf.entries.get(nameOf(db, shown, name));
      if (entry === undefined) return;
      entry.bytes += bytes;
      shelf.bytes += bytes;
      makeRoom(shelf);
    },
  };
}

const latest = new WeakMap<Db['client'], Map<string, OfRun>>();

/** The generation that was visible when a request last looked; what is visible now may be another one. Null before the first look. */
export const lastSeen = (db: Db): OfRun | null => latest.get(db.client)?.get(db.table) ?? null;

/** Notes what a request found to be visible. */
export function noteSeen(db: Db, shown: OfRun | null): void {
  let tables = latest.get(db.client);
  if (tables === undefined) latest.set(db.client, (tables = new Map()));
  if (shown !== null) tables.set(db.table, shown);
}

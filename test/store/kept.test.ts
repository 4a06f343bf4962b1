import { describe, expect, it } from 'vitest';
import { B, S, type Item } from '../../store/client/attributes.ts';
import type { Db } from '../../store/client/db.ts';
import { deflateKnown } from '../../store/client/known-text.ts';
import { BETWEEN, decodeGeneration } from '../../store/published/generations.ts';
import { KEPT_BYTES, keeper, keptBytes, lastSeen, noteSeen } from '../../store/published/kept.ts';

const table = (name: string, client: object = {}): Db => ({ client, table: name }) as unknown as Db;
const run = (generation: number, runId = `run-${generation}`) => ({ generation, runId });

describe('what the process keeps of a generation', () => {
  it('is of that generation, that run, that table and that kind alone', () => {
    const words = keeper<string>('words');
    const db = table('a');
    words.keep(db, run(1), 'x', 'first', 10);
    expect(words.find(db, run(1), 'x')).toBe('first');
    for (const [other, shown, name] of [
      [db, run(2), 'x'],
      [db, run(1, 'another-run'), 'x'],
      [db, run(1), 'y'],
      [table('b', db.client), run(1), 'x'],
      [table('a'), run(1), 'x'],
    ] as const)
      expect(words.find(other, shown, name)).toBeUndefined();
    expect(keeper<string>('others').find(db, run(1), 'x')).toBeUndefined();
  });

  it('is bounded by bytes, and what was asked for least recently goes first', () => {
    const parts = keeper<number>('parts');
    const db = table('a');
    const third = Math.floor(KEPT_BYTES / 3);
    for (const n of [1, 2, 3]) parts.keep(db, run(1), String(n), n, third);
    parts.find(db, run(1), '1');
    parts.keep(db, run(1), '4', 4, third);
    expect([1, 2, 3, 4].map((n) => parts.find(db, run(1), String(n)))).toEqual([1, undefined, 3, 4]);
    // What grows counts as well, and what is replaced only once.
    parts.keep(db, run(1), '1', 5, third);
    expect(keptBytes(db)).toBe(3 * third);
    parts.grow(db, run(1), '1', third);
    expect(parts.find(db, run(1), '3')).toBeUndefined();
    expect(keptBytes(db)).toBeLessThanOrEqual(KEPT_BYTES);
    for (let n = 0; n < 1000; n++) parts.keep(db, run(n), 'x', n, third / 7);
    expect(keptBytes(db)).toBeLessThanOrEqual(KEPT_BYTES);
  });

  it('knows which generation was seen last, table by table', () => {
    const db = table('a');
    expect(lastSeen(db)).toBeNull();
    noteSeen(db, run(3));
    noteSeen(table('b', db.client), run(9));
    noteSeen(db, null);
    expect(lastSeen(db)).toEqual(run(3));
  });
});

describe("a generation's item", () => {
  const item = (generation: number, between?: object): Item => ({
    z: B(deflateKnown(JSON.stringify({ generation, runId: `run-${generation}`, slots: {} }))),
    ...(between === undefined ? {} : { [BETWEEN]: S(JSON.stringify(between)) }),
  });

  it('is decoded once as long as no byte of it differs, and anew as soon as one does', () => {
    const first = decodeGeneration(item(1))!;
    expect(decodeGeneration(item(1))).toBe(first);
    expect(decodeGeneration(item(2))).toMatchObject({ generation: 2 });
    expect(decodeGeneration(item(1))).toBe(first);
    for (let n = 3; n < 20; n++) expect(decodeGeneration(item(n))).toMatchObject({ generation: n });
    expect(decodeGeneration(item(1))).toEqual(first);
  });

  it('is shown with what was pushed since, never with what was pushed before', () => {
    expect(decodeGeneration(item(1, { push: 1 }))).toMatchObject({ generation: 1, between: { push: 1 } });
    expect(decodeGeneration(item(1, { push: 2 }))).toMatchObject({ between: { push: 2 } });
    expect(decodeGeneration(item(1))!.between).toBeUndefined();
    // Of the next run nothing has been pushed yet.
    expect(decodeGeneration(item(2))!.between).toBeUndefined();
  });
});

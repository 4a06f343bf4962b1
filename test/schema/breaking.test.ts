import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deprecationsOf, RELEASED, removalDay, unannounced } from '../../scripts/breaking-changes.ts';
import { typeDefs } from '../../schema/generated.ts';

const TODAY = new Date().toISOString().slice(0, 10);

describe('the schema', () => {
  it('breaks no client of the last release', () => {
    expect(unannounced(buildSchema(readFileSync(RELEASED, 'utf8')), buildSchema(typeDefs), TODAY)).toEqual([]);
  });

  it('names the day of everything that is to go', () => {
    const without = [...deprecationsOf(buildSchema(typeDefs))].filter(([, reason]) => removalDay(reason) === null);
    expect(without).toEqual([]);
  });
});

describe('the gate', () => {
  const released = buildSchema(
    'type Query { a(x: Int): Int b: Int @deprecated(reason: "It is a. It goes on 2026-02-01.") ab: Int e: E } enum E { ONE TWO }',
  );
  it.each([
    ['type Query { a(x: Int): Int b: Int ab: Int e: E c: Int } enum E { ONE TWO THREE }', []],
    ['type Query { a(x: Int): Int ab: Int e: E } enum E { ONE TWO }', []],
    ['type Query { a(x: Int): Int b: Int e: E } enum E { ONE TWO }', ['FIELD_REMOVED: Query.ab was removed.']],
    [
      'type Query { a(x: Int!): String b: Int ab: Int e: E } enum E { ONE }',
      [
        'VALUE_REMOVED_FROM_ENUM: TWO was removed from enum type E.',
        'FIELD_CHANGED_KIND: Query.a changed type from Int to String.',
        'ARG_CHANGED_KIND: Query.a arg x has changed type from Int to Int!.',
      ],
    ],
  ] as const)('lets %s pass but for %j', (sdl, expected) => {
    expect(unannounced(released, buildSchema(sdl), '2026-03-01').toSorted()).toEqual(expected.toSorted());
  });

  it('lets nothing go before its day', () => {
    const sdl = 'type Query { a(x: Int): Int ab: Int e: E } enum E { ONE TWO }';
    expect(unannounced(released, buildSchema(sdl), '2026-01-31')).toEqual(['FIELD_REMOVED: Query.b was removed.']);
  });
});

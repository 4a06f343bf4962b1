import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { typeDefs } from '../../schema/generated.ts';

const root = join(import.meta.dirname, '../..');
const sources = [
  'domain',
  'published',
  'store',
  'enrichment',
  'intake',
  'social',
  'resolvers',
  'functions',
  'local',
  'cli',
]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('generated.ts') && !path.includes('node_modules'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

/** Codes in the first column of the tables of docs/errors.md. */
const documented = new Set(
  readFileSync(join(root, 'docs/errors.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([A-Z][A-Z0-9_]+)`/gu)].map(([, code]) => code!)),
);

/** Codes that somebody outside may see: of errors that are shown, and of errors as data. */
const raised = new Set(
  [
    /new VisibleError\(\s*'([A-Z][A-Z0-9_]+)'/gu,
    /\buserError\('([A-Z][A-Z0-9_]+)'/gu,
    /\bcode: '([A-Z][A-Z0-9_]+)'/gu,
  ].flatMap((pattern) => [...sources.matchAll(pattern)].map(([, code]) => code!)),
);
// An error of Node, made where the file system would have made it too late.
raised.delete('EISDIR');

describe('docs/errors.md', () => {
  it('has every code that is raised', () => {
    expect(raised.size).toBeGreaterThan(40);
    expect([...raised].filter((code) => !documented.has(code))).toEqual([]);
  });

  it('has every code of a user error', () => {
    const type = buildSchema(typeDefs).getType('UserErrorCode');
    const codes = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !documented.has(code))).toEqual([]);
  });

  it('has no code that nothing raises', () => {
    expect([...documented].filter((code) => !sources.includes(`'${code}'`) && !sources.includes(`[${code}]`))).toEqual(
      [],
    );
  });
});

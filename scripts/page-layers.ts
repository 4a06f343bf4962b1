/**
 * node scripts/page-layers.ts: the explorer knows the API through client/ and nothing of the server: what its sources import, types too, is theirs, of client/, or Preact's.
 * dependency-cruiser cannot read TSX with swc, and TypeScript 7 has no parser for it; so the imports are read here.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from '@swc/core';

const ROOT = join(import.meta.dirname, '..');
/** How the page is built is no part of it. */
const BUILD = 'explorer/build.ts';
const MAY = /^(explorer|client)\/|^@?preact(\/|$)/u;

interface Node {
  readonly type?: string;
  readonly source?: { readonly value?: string } | null;
  readonly callee?: { readonly type?: string };
  readonly arguments?: readonly { readonly expression?: { readonly value?: unknown } }[];
}

/** What a tree of swc imports, statically or when it runs. */
function importsOf(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const { source, callee, arguments: given } = tree as Node;
  const loaded = callee?.type === 'Import' ? given?.[0]?.expression?.value : source?.value;
  return [...(typeof loaded === 'string' ? [loaded] : []), ...Object.values(tree).flatMap(importsOf)];
}

/** Imports of the page's sources that the rule forbids, as `file → what`. */
export function forbiddenImports(root = ROOT): { readonly read: number; readonly forbidden: readonly string[] } {
  const imports = globSync('explorer/**/*.{ts,tsx}', { cwd: root, exclude: [BUILD] }).flatMap((file) =>
    importsOf(parseSync(readFileSync(join(root, file), 'utf8'), { syntax: 'typescript', tsx: file.endsWith('x') })).map(
      (name) => ({ file, to: name.startsWith('.') ? relative(root, join(root, file, '..', name)) : name }),
    ),
  );
  return {
    read: imports.length,
    forbidden: imports.filter(({ to }) => !MAY.test(to) || to === BUILD).map(({ file, to }) => `${file} → ${to}`),
  };
}

if (import.meta.main) {
  const { read, forbidden } = forbiddenImports();
  if (read === 0) throw new Error('No imports were read: the explorer is elsewhere.');
  for (const one of forbidden) console.error(`error the-page-knows-the-api-alone: ${one}`);
  if (forbidden.length > 0) process.exit(1);
}

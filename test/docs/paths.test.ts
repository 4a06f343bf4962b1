import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = globSync('{*.md,{docs,test,bench,integration}/**/*.md}', {
  cwd: ROOT,
  exclude: ['**/node_modules/**', '**/.work/**'],
});
const FOLDERS: ReadonlySet<string> = new Set(
  readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' ? [entry.name] : [],
  ),
);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: object };

/** A heading as a link names it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  Array.from(readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gmu), ([, heading]) => anchorOf(heading!));
const isThere = (path: string): boolean => [path, `${path}.ts`].some((one) => globSync(one, { cwd: ROOT }).length > 0);

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it('links to what is there', () => {
    const links = Array.from(text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/gu));
    const broken = links.flatMap(([link, path, anchor]) => {
      const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path!);
      const found = existsSync(target) && (anchor === undefined || anchorsOf(target).includes(anchor));
      return found ? [] : [link];
    });
    expect(broken).toEqual([]);
  });

  it('names files, folders and scripts that are there', () => {
    const paths = Array.from(text.matchAll(/(?<![\w./-])((\w+)\/[\w./*-]*\w)/gu))
      .filter(([, , top]) => FOLDERS.has(top!))
      .map(([path]) => path);
    const run = Array.from(text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/gu), ([, name]) => name!);
    const gone = [...paths.filter((path) => !isThere(path)), ...run.filter((name) => !(name in scripts))];
    expect(gone).toEqual([]);
  });
});

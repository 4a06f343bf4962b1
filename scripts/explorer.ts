/**
 * node scripts/explorer.ts [directory] [--api URL]: the explorer as static files, to be served from anywhere. With --api they ask that endpoint and no other;
 * without, `?api=` of their address names one.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExplorer } from '../explorer/build.ts';

/** Writes the page into an emptied directory. @returns how many files */
export async function writeExplorer(directory: string, api: string | null = null): Promise<number> {
  const page = await buildExplorer(api);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, { content }] of page) writeFileSync(join(directory, name), content);
  return page.size;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { api: { type: 'string' } }, allowPositionals: true });
  const directory = positionals[0] ?? join(import.meta.dirname, '../dist/explorer');
  process.stderr.write(
    `${await writeExplorer(directory, values.api ?? null)} files in ${relative(process.cwd(), directory)}\n`,
  );
}

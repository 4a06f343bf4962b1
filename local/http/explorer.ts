import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExplorer, explorerPolicy, MANIFEST, typeOf, type Page } from '../../explorer/build.ts';

/** In the npm package the page lies there built; in a source tree its sources do, and it is built when it is asked for first. */
const BUILT = join(import.meta.dirname, '../../explorer');

/** Served from here the page asks this server only; what the file says of other endpoints holds where it lies elsewhere. */
export const EXPLORER_POLICY = `${explorerPolicy()}; frame-ancestors 'none'`;

let page: Promise<Page> | null = null;

/** The explorer: its files by name. */
export function explorerPage(): Promise<Page> {
  page ??= existsSync(join(BUILT, 'index.html')) ? readBuilt() : buildExplorer();
  // What failed may be mended while the server runs.
  page.catch(() => {
    page = null;
  });
  return page;
}

let documents: Promise<ReadonlyMap<string, string>> | null = null;

/** The text of a question of the page by its hash (64 hexadecimal digits); null where it asks nothing of that hash. It is this server's own page, so nobody need add them. */
export async function explorerDocument(hash: string): Promise<string | null> {
  documents ??= explorerPage().then((files) => {
    const text = files.get(MANIFEST)?.content.toString() ?? '{"documents":{}}';
    return new Map(Object.entries((JSON.parse(text) as { documents: Record<string, string> }).documents));
  });
  try {
    return (await documents).get(`sha256:${hash}`) ?? null;
  } catch {
    documents = null;
    return null;
  }
}

async function readBuilt(): Promise<Page> {
  const names = (await readdir(BUILT)).filter((name) =>
    /^(index\.html|icon\.svg|documents\.json|[\w-]+-[A-Z0-9]{8}\.(js|css))$/.test(name),
  );
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, { type: typeOf(name), content: await readFile(join(BUILT, name)) }] as const),
    ),
  );
}

/**
 * node scripts/build.ts [directory]: the command line as plain JavaScript, for the package. Node runs TypeScript directly but not under node_modules, so types are
 * taken out, by Node itself: files keep their places and lines, and only the ends of their names change. No bundle: what a user installs is what
 * stands here, and its dependencies stay dependencies.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { writeArtefacts } from './client-artefacts.ts';
import { writeExplorer } from './explorer.ts';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = [
  'cli',
  'client',
  'domain',
  'enrichment',
  'intake',
  'local',
  'published',
  'resolvers',
  'schema',
  'social',
  'store',
];
/** Read while running, beside the code: data of the demo. The schema is in the code. */
const ASSETS = /\.(csv|json)$/;
const RELATIVE = /((?:\bfrom|\bimport|\bimport\()\s*['"]\.{1,2}\/[^'"\n]*)\.ts(['"])/g;

/** How messages say to run a command: from the sources, and where the package is installed. */
const [FROM_SOURCES, INSTALLED] = ['npm run -s kring -- ', 'npx kring '];

/** A source file as JavaScript of the package. */
export const plain = (source: string): string =>
  source.replaceAll(RELATIVE, '$1.js$2').replaceAll(FROM_SOURCES, INSTALLED);

/** The types of the client, which others compile against: it stands by itself, so nothing else of Kring comes along. */
function writeTypes(out: string): void {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options =
    '--declaration --emitDeclarationOnly --rewriteRelativeImportExtensions --target es2024 --module nodenext --types node --strict --exactOptionalPropertyTypes --ignoreConfig';
  execFileSync(process.execPath, [
    compiler,
    ...options.split(' '),
    '--outDir',
    join(out, 'client'),
    join(ROOT, 'client/index.ts'),
  ]);
}

async function build(out: string): Promise<number> {
  rmSync(out, { recursive: true, force: true });
  let count = 0;
  const files = ROOMS.flatMap((room) => readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    // An adapter's packages lie beside it where they are installed.
    .filter((file) => !file.split(sep).includes('node_modules'));
  for (const file of files) {
    const [from, to] = [join(ROOT, file), join(out, file)];
    if (!/\.(ts|js)$/.test(file) && !ASSETS.test(file)) continue;
    mkdirSync(dirname(to), { recursive: true });
    count += 1;
    if (file.endsWith('.ts'))
      writeFileSync(to.replace(/\.ts$/, '.js'), plain(stripTypeScriptTypes(readFileSync(from, 'utf8'))));
    else if (file.endsWith('.js')) writeFileSync(to, plain(readFileSync(from, 'utf8')), { mode: 0o755 });
    else cpSync(from, to);
  }
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, string>;
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name, version, private: true, type: 'module' })}\n`);
  writeTypes(out);
  writeArtefacts(join(out, 'client'));
  // The page is there built; how it is built stays, because the server asks it for the types of files.
  count += await writeExplorer(join(out, 'explorer'));
  writeFileSync(
    join(out, 'explorer/build.js'),
    plain(stripTypeScriptTypes(readFileSync(join(ROOT, 'explorer/build.ts'), 'utf8'))),
  );
  return count;
}

if (import.meta.main) {
  const out = process.argv[2] ?? join(ROOT, 'dist');
  process.stderr.write(`${await build(out)} files in ${relative(process.cwd(), out)}\n`);
}

/**
 * Bundles a function as it is deployed: a deployment calls this (infra/bundle.ts), and tests run what it makes. SST's own builder hands neither `alias` nor plugins on to
 * esbuild, and so would ship, and parse at every cold start, what this server has switched off.
 *
 *   node scripts/bundle.ts functions/graphql.handler INTO
 */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const LEFT_OUT = join(ROOT, 'infra/bundle/left-out.mjs');

export interface Bundle {
  readonly directory: string;
  /** The file that holds the handler, at the same place below the directory as its source is below the project's. */
  readonly entry: string;
  /** What is loaded before the first request: the entry and what it imports, but not what is imported when it is needed. */
  readonly bytesAtStart: number;
  /** The sources of it. */
  readonly inputsAtStart: readonly string[];
}

/** Packages that others import and that this server has no use for. */
const ALIAS: Readonly<Record<string, string>> = {
  // Apollo's: the schema is built in resolvers/schema.ts.
  '@graphql-tools/schema': LEFT_OUT,
  // Apollo's reports of usage, which are switched off: they ask for graphql as one object, so that all of it would be taken along.
  '@apollo/utils.usagereporting': LEFT_OUT,
  // Hashes in JavaScript, which Apollo takes in a bundle.
  'sha.js': join(ROOT, 'infra/bundle/node-hash.cjs'),
};

/** Apollo looks whether graphql is a version 17 by importing all of it once more: told that it is not, the bundle has only what is used. */
const oneGraphql: Plugin = {
  name: 'one-graphql',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^graphql$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: LEFT_OUT } : undefined));
  },
};

/**
 * Bundles one function. Adapters, SDKs and what else is imported when it is needed lie in files of their own.
 *
 * @param handler `functions/graphql.handler`
 * @param directory what is in it of an earlier bundle stays: name a new one
 * @throws what esbuild says where a file is missing or cannot be bundled
 */
export async function bundleFunction(handler: string, directory: string): Promise<Bundle> {
  const file = handler.slice(0, handler.lastIndexOf('.'));
  mkdirSync(directory, { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(ROOT, `${file}.ts`)],
    absWorkingDir: ROOT,
    outdir: directory,
    outbase: ROOT,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { ...ALIAS },
    plugins: [oneGraphql],
    metafile: true,
    logLevel: 'silent',
    // Packages in the older format ask for Node's modules, and where they lie.
    banner: {
      js: [
        "import { createRequire as createRequireAtTop } from 'node:module';",
        "import { dirname as dirnameAtTop } from 'node:path';",
        'const require = createRequireAtTop(import.meta.url);',
        'const __filename = import.meta.filename; const __dirname = dirnameAtTop(__filename);',
      ].join('\n'),
    },
  });
  const entry = join(directory, `${file}.mjs`);
  return { directory, entry, ...atStart(metafile.outputs, relative(ROOT, entry)) };
}

function atStart(outputs: Metafile['outputs'], entry: string): Pick<Bundle, 'bytesAtStart' | 'inputsAtStart'> {
  const [seen, left] = [new Set<string>(), [entry]];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const output = outputs[name];
    if (seen.has(name) || output === undefined) continue;
    seen.add(name);
    for (const { kind, path } of output.imports) if (kind === 'import-statement') left.push(path);
  }
  const loaded = [...seen].map((name) => outputs[name]!);
  return {
    bytesAtStart: loaded.reduce((sum, { bytes }) => sum + bytes, 0),
    inputsAtStart: loaded.flatMap(({ inputs }) => Object.keys(inputs)),
  };
}

if (import.meta.main) {
  const [handler, into] = process.argv.slice(2);
  if (handler === undefined || into === undefined) throw new Error('usage: node scripts/bundle.ts HANDLER INTO');
  const { bytesAtStart } = await bundleFunction(handler, into);
  console.log(`${handler}: ${Math.round(bytesAtStart / 1000)} KB at start`);
}

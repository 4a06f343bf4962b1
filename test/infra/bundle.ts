import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** What SST's builder needs to know of a function; `handler` is `functions/graphql.handler`. */
export interface BundleRequest {
  readonly handler: string;
  readonly minify: boolean;
  readonly sourcemap: boolean;
  /** Modules that are imported when needed lie in files of their own. */
  readonly splitting?: boolean;
}

/**
 * Bundles a function as SST 4.17 does (its Go builder runs esbuild with these options; the AWS SDK is bundled too), and
 * returns the directory of the bundle. Fails when the handler's file is missing or does not bundle.
 */
export async function bundleFunction(
  { handler, minify, sourcemap, splitting = false }: BundleRequest,
  into: string,
): Promise<{ directory: string; entry: string; bytes: number; bytesAtStart: number }> {
  const file = handler.slice(0, handler.lastIndexOf('.'));
  const directory = join(into, file.replaceAll('/', '-'));
  mkdirSync(directory, { recursive: true });
  const entry = join(directory, `${file}.mjs`);
  const result = await build({
    entryPoints: [join(root, `${file}.ts`)],
    ...(splitting
      ? { outdir: directory, outbase: root, outExtension: { '.js': '.mjs' }, splitting: true }
      : { outfile: entry }),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    keepNames: true,
    mainFields: ['module', 'main'],
    minify,
    sourcemap,
    metafile: true,
    logLevel: 'silent',
    external: ['sharp', 'pg-native'],
    banner: {
      js: [
        "import { createRequire as topLevelCreateRequire } from 'module';",
        'const require = topLevelCreateRequire(import.meta.url);',
        "import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from 'url';",
        "const __filename = topLevelFileUrlToPath(import.meta.url); const __dirname = topLevelFileUrlToPath(new topLevelURL('.', import.meta.url));",
      ].join('\n'),
    },
  });
  const { outputs } = result.metafile;
  const atStart = new Set<string>();
  const load = (path: string): void => {
    if (atStart.has(path) || outputs[path] === undefined) return;
    atStart.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') load(next);
  };
  load(Object.keys(outputs).find((path) => resolve(path) === resolve(entry))!);
  return {
    directory,
    entry,
    bytes: Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0),
    bytesAtStart: [...atStart].reduce((sum, path) => sum + outputs[path]!.bytes, 0),
  };
}

import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { lean } from '../../infra/lean.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What SST 4.17.1's builder makes of infra/: it hands on `keepNames` (on, unless told otherwise), and knows no `alias`. */
const AS_SHIPPED = { keepNames: true, external: ['sharp', 'pg-native'] };

async function bundled(entry: string, options: object): Promise<Metafile['outputs']> {
  const { metafile } = await build({
    entryPoints: [join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    outdir: join(ROOT, 'out'),
    logLevel: 'error',
    ...options,
  });
  return metafile.outputs;
}

/** Everything that is loaded before the first request: the entry and what it imports, but not what is imported when it is needed. */
function loadedAtStart(
  outputs: Metafile['outputs'],
  entry: string,
): { readonly bytes: number; readonly inputs: Set<string> } {
  const first = Object.keys(outputs).find((name) => outputs[name]!.entryPoint === entry)!;
  const [seen, left, inputs] = [new Set<string>(), [first], new Set<string>()];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const input of Object.keys(outputs[name]!.inputs)) inputs.add(input);
    for (const { kind, path } of outputs[name]!.imports)
      if (kind === 'import-statement' && outputs[path] !== undefined) left.push(path);
  }
  return { bytes: [...seen].reduce((sum, name) => sum + outputs[name]!.bytes, 0), inputs };
}

/** A cold start parses all of it. Lower it when something was taken out; who raises it says what for. */
const GRAPHQL_BYTES = 990_000;
/** The same with what infra/lean.ts leaves out, and with names kept: what is deployed for as long as SST hands on neither. */
const SHIPPED_BYTES = 1_170_000;

describe('the bundle of the GraphQL function', () => {
  it(
    `loads at most ${GRAPHQL_BYTES} bytes at a start, and nothing that is switched off`,
    { timeout: 60_000 },
    async () => {
      const { bytes, inputs } = loadedAtStart(
        await bundled('functions/graphql.ts', lean(ROOT)),
        'functions/graphql.ts',
      );
      expect(bytes).toBeLessThanOrEqual(GRAPHQL_BYTES);
      // What it takes today: a budget far above it would hold nothing.
      expect(bytes).toBeGreaterThan(0.9 * GRAPHQL_BYTES);
      const unwanted = [
        /schema\/generated\.ts/u,
        /@graphql-tools/u,
        /usage-reporting-protobuf/u,
        /zod\/.*\/locales\/(?!en\.)/u,
        /@modelcontextprotocol/u,
        /credential-provider-(ini|sso|process|web-identity|login)/u,
        /sha\.js/u,
        // Loaded with the first call that needs it.
        /@aws-sdk/u,
        /@smithy/u,
      ];
      expect([...inputs].filter((input) => unwanted.some((pattern) => pattern.test(input)))).toEqual([]);
      // One copy of graphql, or no schema of it is known to the other.
      expect([...inputs].filter((input) => /node_modules\/graphql\/graphql\.(m?js)$/u.test(input))).toHaveLength(1);
    },
  );

  it(`is at most ${SHIPPED_BYTES} bytes as SST's builder makes it, without the SDK`, { timeout: 60_000 }, async () => {
    const { bytes, inputs } = loadedAtStart(await bundled('functions/graphql.ts', AS_SHIPPED), 'functions/graphql.ts');
    expect(bytes).toBeLessThanOrEqual(SHIPPED_BYTES);
    expect(bytes).toBeGreaterThan(0.9 * SHIPPED_BYTES);
    expect([...inputs].filter((input) => /@aws-sdk|@smithy/u.test(input))).toEqual([]);
  });
});

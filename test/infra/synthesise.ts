/**
 * Runs sst.config.ts with the real SST components under Pulumi mocks and prints, as one line of JSON, every resource that a
 * deployment would ask AWS for. A process of its own per stage: SST keeps global state.
 *
 *     node test/infra/synthesise.ts STAGE WORK_DIRECTORY
 *
 * Nothing is deployed, no AWS account or Pulumi engine is involved; function code is really bundled.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const platform = join(root, '.sst', 'platform');

export interface SynthesisedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, any>;
}

export interface Synthesis {
  readonly app: { readonly stage: string; readonly removal?: string; readonly protect?: boolean };
  readonly resources: SynthesisedResource[];
  readonly outputs: Record<string, unknown>;
  /** Of each handler the file it was bundled into. */
  readonly bundles: Record<string, string>;
}

/** The parts of the CLI that components call back for: building a function, and the bootstrap bucket of a region. */
function startRpc(bundles: Record<string, string>): Promise<{ url: string; stop(): void }> {
  const methods: Record<string, (args: any) => unknown> = {
    'Provider.Aws.Bootstrap': () => ({
      asset: 'asset-bucket',
      state: 'state-bucket',
      assetEcrRegistryId: '',
      assetEcrUrl: '',
      appsyncHttp: '',
      appsyncRealtime: '',
    }),
    // Given a bundle, the CLI takes it as it is.
    'Runtime.Build': ({ handler, bundle }) => {
      bundles[handler] = join(bundle, `${handler.slice(0, handler.lastIndexOf('.'))}.mjs`);
      return { handler, out: bundle, errors: [], sourcemaps: [] };
    },
  };
  const server = createServer((request, response) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (chunk) => {
        body += chunk;
      })
      .on('end', async () => {
        const { method, params } = JSON.parse(body);
        const call = methods[method];
        let answer: object;
        try {
          answer =
            call === undefined ? { error: `rpc: can't find method ${method}` } : { result: await call(params[0]) };
        } catch (error) {
          answer = { error: error instanceof Error ? error.message : String(error) };
        }
        response.end(JSON.stringify(answer));
      });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() });
    });
  });
}

/** As the CLI does: the config and the platform in one bundle, with SST's globals injected and packages left to the platform's own. */
async function bundleConfig(
  stage: string,
  app: { name: string; removal?: string; protect?: boolean },
  work: string,
  suffix: string,
): Promise<string> {
  const outfile = join(platform, `kring-test-${process.pid}-${suffix}.mjs`);
  await build({
    stdin: {
      contents: `
        import * as aws from '@pulumi/aws';
        import * as pulumi from '@pulumi/pulumi';
        import * as sst from './src/components/index.ts';
        import { run } from './src/auto/run.ts';
        import config from '${join(root, 'sst.config.ts')}';
        globalThis.aws = aws;
        globalThis.sst = sst;
        export { config, pulumi, run };`,
      resolveDir: platform,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'silent',
    keepNames: true,
    inject: [join(platform, 'src', 'shim', 'run.js')],
    mainFields: ['module', 'main'],
    plugins: [
      {
        name: 'packages-of-the-platform',
        setup: (api) => {
          api.onResolve({ filter: /^[@a-z]/ }, ({ path }) => ({ path, external: true }));
          // Stages of its own: those of stages.ts are whoever deploys'.
          api.onResolve({ filter: /\/stages\.ts$/ }, () => ({ path: join(import.meta.dirname, 'stages.ts') }));
        },
      },
    ],
    define: {
      $app: JSON.stringify({ ...app, stage, providers: {} }),
      $dev: 'false',
      $cli: JSON.stringify({
        command: 'deploy',
        rpc: '',
        paths: { home: work, root, work, platform },
        state: { version: {} },
      }),
    },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

/** Answers of AWS to what a program asks while it is being synthesised. */
function answer(token: string, inputs: any): object {
  switch (token) {
    case 'aws:iam/getPolicyDocument:getPolicyDocument':
      return { ...inputs, json: JSON.stringify({ Version: '2012-10-17', Statement: inputs.statements }) };
    case 'aws:index/getRegion:getRegion':
      return { region: 'eu-west-1', name: 'eu-west-1', id: 'eu-west-1' };
    case 'aws:index/getPartition:getPartition':
      return { partition: 'aws', dnsSuffix: 'amazonaws.com' };
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: '123456789012' };
    default:
      throw new Error(`The program asks AWS for ${token}, which the mocks do not answer.`);
  }
}

/** Pulumi wraps a secret value in an object with this key; a secret arrives in a test as `{ secret: value }`. */
const SECRET = '4dabf18193072939515e22adb298388d';
const unwrap = (value: any): any => {
  if (Array.isArray(value)) return value.map(unwrap);
  if (value === null || typeof value !== 'object') return value;
  if (SECRET in value) return { secret: unwrap(value.value) };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('__'))
      .map(([key, inner]) => [key, unwrap(inner)]),
  );
};

export async function synthesise(stage: string, work: string): Promise<Synthesis> {
  mkdirSync(work, { recursive: true });
  const bundles: Record<string, string> = {};
  const rpc = await startRpc(bundles);
  process.env['SST_SERVER'] = rpc.url;
  const written: string[] = [];
  try {
    // Two passes, as in the CLI: the app's settings (name, removal) have to be known before its components are made.
    written.push(await bundleConfig(stage, { name: '' }, work, 'app'));
    const { config } = await import(pathToFileURL(written[0]!).href);
    const app = await config.app({ stage });
    written.push(await bundleConfig(stage, app, work, 'run'));
    const program = await import(pathToFileURL(written[1]!).href);

    const resources: SynthesisedResource[] = [];
    await program.pulumi.runtime.setMocks(
      {
        call: (args: any) => answer(args.token, args.inputs),
        newResource: (args: any) => {
          resources.push({ type: args.type, name: args.name, inputs: unwrap(args.inputs) });
          const isFunction = args.type === 'aws:lambda/function:Function';
          // SST takes the ARN of a function apart.
          const arn = isFunction
            ? `arn:aws:lambda:eu-west-1:123456789012:function:${args.name}`
            : `arn:aws:mock:eu-west-1:123456789012:${args.type}/${args.name}`;
          const made = {
            arn,
            // Of a table alone, as the provider gives it.
            ...(args.type === 'aws:dynamodb/table:Table' ? { streamArn: `${arn}/stream/1` } : {}),
            ...(isFunction
              ? {
                  version: '7',
                  qualifiedArn: `${arn}:7`,
                  invokeArn: `${arn}/invocations`,
                  qualifiedInvokeArn: `${arn}:7/invocations`,
                  responseStreamingInvokeArn: `${arn}/response-streaming-invocations`,
                }
              : {}),
            name: args.inputs.name ?? args.name,
            functionUrl: `https://${args.name.toLowerCase()}.lambda-url.example/`,
            base64: 'a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U=',
          };
          return { id: `${args.name}-id`, state: { ...made, ...args.inputs } };
        },
      },
      app.name,
      stage,
      false,
    );
    const outputs = await program.pulumi.runtime.runInPulumiStack(() => program.run(() => program.config.run()));
    await program.pulumi.runtime.disconnect();
    return {
      app: { ...app, stage },
      resources,
      outputs: unwrap((await program.pulumi.output(outputs ?? {}).promise?.()) ?? {}),
      bundles,
    };
  } finally {
    rpc.stop();
    for (const file of written) rmSync(file, { force: true });
  }
}

if (import.meta.main) {
  const [stage, work] = process.argv.slice(2);
  if (stage === undefined || work === undefined) throw new Error('usage: synthesise.ts STAGE WORK_DIRECTORY');
  const synthesis = await synthesise(stage, work);
  process.stdout.write(`\n${JSON.stringify(synthesis)}\n`, () => process.exit(0));
}

/**
 * What a cold start costs: CPU milliseconds of a process that imports a bundled handler and gives its first answer, above one that does nothing.
 *
 *   node bench/graphql/cold.ts [--data DIR] [--before CHECKOUT] [--rounds N]
 *
 * Kring answers from the embedded engine (another process), Apollo's README a constant.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundleFunction } from '../../scripts/bundle.ts';
import { demo, peersPath } from './data.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(tmpdir(), 'kring-bench-graphql') },
    before: { type: 'string' },
    rounds: { type: 'string', default: '15' },
  },
});
const ROOT = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'kring-cold-'));
if (peersPath() === null) throw new Error('Install the other servers first: npm --prefix bench/graphql/peers ci');

async function bundle(name: string, entry: string, root: string): Promise<string> {
  const outdir = join(work, name);
  await build({
    entryPoints: { handler: entry },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    outdir,
    banner: { js: "import { createRequire as made } from 'node:module'; const require = made(import.meta.url);" },
    logLevel: 'error',
  });
  return join(outdir, 'handler.mjs');
}

const connection = await demo(values.data);
const environment = {
  PATH: process.env['PATH'],
  SST_RESOURCE_App: '{"name":"kring","stage":"bench"}',
  SST_RESOURCE_Access: JSON.stringify({ table: connection.db.table, currency: 'USD', blobs: 'none' }),
  SST_RESOURCE_IdentityKey: JSON.stringify({ value: Buffer.from(connection.db.identityKey).toString('utf8') }),
  KRING_DYNAMODB_URL: connection.endpoint,
  NODE_ENV: 'production',
};
const main = join(work, 'main.mjs');
writeFileSync(
  main,
  `const [path, query] = process.argv.slice(2);
if (path) {
  const { handler } = await import(path);
  const http = { method: 'POST', path: '/graphql', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' };
  const event = { version: '2.0', routeKey: '$default', rawPath: '/graphql', rawQueryString: '', isBase64Encoded: false,
    headers: { 'content-type': 'application/json', accept: '*/*' }, body: JSON.stringify({ query }),
    requestContext: { http, accountId: '1', apiId: 'a', domainName: 'a', domainPrefix: 'a', requestId: 'r', routeKey: '$default', stage: '$default',
      time: '', timeEpoch: 0, authorizer: { iam: { userArn: 'arn:aws:iam::1:role/bench' } } } };
  const { body } = await handler(event, { awsRequestId: 'r', functionName: 'bench' }, () => {});
  if (!body.includes('"data"')) throw new Error(body);
}
const { user, system } = process.cpuUsage();
process.stdout.write('CPU ' + (user + system));
process.exit(0);
`,
);

const cpuOf = (...args: string[]): number =>
  Number(
    /CPU (\d+)$/u.exec(execFileSync(process.execPath, [main, ...args], { env: environment, encoding: 'utf8' }))![1],
  ) / 1000;

try {
  const lanes = [
    {
      name: 'Kring',
      args: [(await bundleFunction('functions/graphql.handler', join(work, 'kring'))).entry, '{ viewer { kind } }'],
    },
    ...(values.before === undefined
      ? []
      : [
          {
            name: 'Kring, before',
            args: [await bundle('before', 'functions/graphql.ts', values.before), '{ viewer { kind } }'],
          },
        ]),
    {
      name: 'Apollo as its README has it',
      args: [await bundle('readme', 'bench/graphql/peers/readme-lambda.mjs', ROOT), '{ hello }'],
    },
    { name: 'nothing', args: [] },
  ].map((lane) => ({ ...lane, samples: [] as number[] }));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const { args, samples } of lanes) samples.push(cpuOf(...args));
  const sorted = (samples: readonly number[]): number[] => samples.toSorted((a, b) => a - b);
  const least = (samples: readonly number[]): number => sorted(samples)[0]!;
  const middle = (samples: readonly number[]): number => sorted(samples)[samples.length >> 1]!;
  const nothing = lanes.at(-1)!.samples;
  const readme = lanes.at(-2)!.samples;
  console.log('| start and first answer | CPU ms above nothing, least | median | × Apollo |\n|---|--:|--:|--:|');
  for (const { name, samples } of lanes.slice(0, -1))
    console.log(
      `| ${name} | ${(least(samples) - least(nothing)).toFixed(0)} | ${(middle(samples) - middle(nothing)).toFixed(0)} | ${((least(samples) - least(nothing)) / (least(readme) - least(nothing))).toFixed(2)} |`,
    );
  console.log(`nothing itself: ${least(nothing).toFixed(0)}`);
} finally {
  await connection.close();
  rmSync(work, { recursive: true, force: true });
}

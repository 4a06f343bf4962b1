// npm run test:frontends: the clients frontend teams use, on the schema of Kring. relay-compiler compiles a page that scrolls, graphql-codegen types
// operations, and two components that ask for different parts of one customer live in one cache of Apollo Client, on real answers of the demo's server.
// Where the clients cannot be installed it says so and is no failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const work = join(here, '.work');

const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, encoding: 'utf8' });
if (installed.status !== 0) {
  console.log(`Skipped: the clients could not be installed (${installed.stderr.trim().split('\n')[0]}).`);
  process.exit(0);
}

function must(what, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: existsSync(work) ? work : here,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${what} ended with ${status}:\n${stdout}${stderr}`);
  console.log(`${what}: ${stdout.trim().split('\n').at(-1) || 'done'}`);
}

try {
  mkdirSync(work, { recursive: true });
  must('artefacts', process.execPath, [join(root, 'scripts/client-artefacts.ts'), work]);

  writeFileSync(
    join(work, 'relay.json'),
    JSON.stringify({
      src: '../relay',
      schema: './schema.graphql',
      language: 'javascript',
      artifactDirectory: './relay-artefacts',
      eagerEsModules: true,
      customScalarTypes: {
        DateTime: 'string',
        Date: 'string',
        Decimal: 'string',
        CurrencyCode: 'string',
        SafeInt: 'number',
      },
    }),
  );
  mkdirSync(join(work, 'relay-artefacts'), { recursive: true });
  must('relay-compiler', process.execPath, [
    join(here, 'node_modules/relay-compiler/cli.js'),
    join(work, 'relay.json'),
  ]);
  const compiled = readdirSync(join(work, 'relay-artefacts'));
  for (const name of ['customerPageQuery', 'customerListPaginationQuery', 'customer_list', 'customerUpsertMutation'])
    if (!compiled.includes(`${name}.graphql.js`)) throw new Error(`relay-compiler made no ${name}: ${compiled}`);

  writeFileSync(
    join(work, 'codegen.json'),
    JSON.stringify({
      schema: join(work, 'schema.graphql'),
      documents: [join(here, 'codegen/*.ts')],
      generates: { [`${join(work, 'generated')}/`]: { preset: 'client' } },
    }),
  );
  must('graphql-codegen', process.execPath, [
    join(here, 'node_modules/@graphql-codegen/cli/cjs/bin.js'),
    '--config',
    join(work, 'codegen.json'),
  ]);
  if (!/type TopQuery = /u.test(readFileSync(join(work, 'generated/graphql.ts'), 'utf8')))
    throw new Error('graphql-codegen made no type of the query Top.');

  const cache = spawnSync(process.execPath, [join(here, 'cache.mjs'), work], { cwd: here, encoding: 'utf8' });
  if (cache.status !== 0) throw new Error(`The cache of Apollo Client:\n${cache.stdout}${cache.stderr}`);
  console.log(cache.stdout.trim());
} finally {
  if (existsSync(work)) rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}

// npm run test:workflow: the run as a durable function (functions/enrich-workflow.ts), driven by AWS's own local runner over an embedded DynamoDB that
// throttles, hangs up and whose clients are killed. Where the runner cannot be installed it says so and is no failure.
//   npm run test:workflow -- --customers 200000     another size than CI's
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, encoding: 'utf8' });
if (installed.status !== 0) {
  console.log(`Skipped: the local runner could not be installed (${installed.stderr.trim().split('\n')[0]}).`);
  process.exit(0);
}
const { status } = spawnSync(process.execPath, [join(here, 'scenarios.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);

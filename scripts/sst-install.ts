/**
 * Puts SST's platform (its components and the Pulumi SDK, about 300 MB) into .sst/platform, which the cloud tests and
 * `npm run types:infra` read. Uses npm alone: no Pulumi, no Bun, no AWS account. Does nothing when it is there already.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const platform = join(root, '.sst', 'platform');
/** Written last by `sst install`, so its presence means a finished installation. */
const lock = join(root, '.sst', 'provider-lock.json');

const installed = (): boolean =>
  existsSync(lock) && existsSync(join(platform, 'node_modules', '@pulumi', 'aws', 'package.json'));

const versionOf = (file: string): string => (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;

/** The platform directory, installed if need be. Throws when it cannot be installed (no network, say). */
export async function ensureSstPlatform(): Promise<string> {
  const wanted = versionOf(join(root, 'node_modules', 'sst', 'package.json'));
  const current = installed() && readFileSync(join(platform, 'version'), 'utf8').trim().replace(/^v/, '') === wanted;
  if (current) return platform;
  await promisify(execFile)(join(root, 'node_modules', '.bin', 'sst'), ['install', '--stage', 'personal-test'], {
    cwd: root,
    timeout: 600_000,
    env: { ...process.env, SST_SKIP_DEPENDENCY_CHECK: '1', SST_NO_BUN: '1', SST_TELEMETRY_DISABLED: '1', CI: '1' },
  });
  if (!installed()) throw new Error(`sst install left no platform in ${platform}`);
  return platform;
}

if (import.meta.main) console.log(await ensureSstPlatform());

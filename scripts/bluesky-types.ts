/**
 * Checks the adapter of Bluesky against its packages themselves, which are not part of the installation; elsewhere
 * social/bluesky/sdk/packages.d.ts stands for them. Says so and passes where they are not there.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { INSTALL, isInstalled } from '../social/bluesky/sdk/installed.ts';

const root = join(import.meta.dirname, '..');
if (isInstalled()) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'social/bluesky/sdk'], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else console.log(`What only Bluesky needs is not installed, so its types are not checked: ${INSTALL}`);

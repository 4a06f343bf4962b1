import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the bundle of a function (scripts/bundle.ts, which says why SST's own is not taken) and says where it lies. In a process of its own: the config is itself bundled, and a bundler cannot
 * be. Nothing under `sst dev`, which runs functions from their sources.
 *
 * @param name of the function; each has a directory of its own, for SST puts what the function is linked to beside its code
 */
export function bundleOf(name: string, handler: string): string | undefined {
  if ($dev) return undefined;
  const directory = join($cli.paths.work, 'bundles', name);
  rmSync(directory, { recursive: true, force: true });
  // By the Node of this project, whatever runs SST.
  execFileSync(join($cli.paths.root, 'node_modules/.bin/node'), ['scripts/bundle.ts', handler, directory], {
    cwd: $cli.paths.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return directory;
}

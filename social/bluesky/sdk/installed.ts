import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The command that installs what only Bluesky needs, in the folder of Kring. */
export const INSTALL = 'npm --prefix social/bluesky/sdk ci';

/** Whether that was done; npm writes this file last. */
export const isInstalled = (): boolean => existsSync(join(import.meta.dirname, 'node_modules', '.package-lock.json'));

import { describe } from 'vitest';
import { INSTALL, isInstalled } from '../../../social/bluesky/sdk/installed.ts';

/** Tests that call Bluesky's packages; skipped by name where those are not installed. */
export function withPackages(title: string, tests: () => void): void {
  const missing = isInstalled() ? '' : ` (skipped: ${INSTALL} installs what it needs)`;
  describe.skipIf(missing !== '')(`${title}${missing}`, () => {
    tests();
  });
}

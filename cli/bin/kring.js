#!/usr/bin/env node
/**
 * Starts the command line. Plain JavaScript that any Node of the last years can read: TypeScript runs directly from
 * Node 24 on, so an older one hands over to the Node that npm installed with the project.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  const { main } = await import('../program.ts');
  await main(process.argv.slice(2));
} else {
  const newer = bundledNode();
  if (newer === null) {
    process.stderr.write(
      `Kring needs Node ${OLDEST_NODE}, and this is ${process.version}. Run "npm ci" in the project: it brings the right one.\n`,
    );
    process.exit(1);
  }
  // The channel tells the command line when this process goes away without a word (kill -9).
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C in a terminal reaches the child by itself; a signal sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function bundledNode() {
  try {
    const path = join(
      dirname(createRequire(import.meta.url).resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { KRING } from './command.ts';

const PAGE = join(import.meta.dirname, '../../docs/experiments.md');
const BLOCK = /```console\n([\s\S]*?)```/gu;
const END = '--- end of a command ---';

const directory = mkdtempSync(join(tmpdir(), 'kring-action-'));
afterAll(async () => {
  // The engine notices that its last user is gone, and ends.
  for (let tries = 0; existsSync(join(directory, 'winter/data/engine.json')) && tries < 100; tries += 1)
    await sleep(50);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

interface Step {
  readonly command: string;
  readonly printed: string;
}

/** A block's commands, each from `$ ` on with the lines that are set in, and what stands below it. */
const stepsOf = (block: string): Step[] =>
  block
    .split(/^\$ /mu)
    .slice(1)
    .map((text) => {
      const lines = text.split('\n').slice(0, -1);
      const below = lines.findIndex((line, at) => at > 0 && !line.startsWith('    '));
      const cut = below < 0 ? lines.length : below;
      return { command: lines.slice(0, cut).join('\n'), printed: lines.slice(cut).join('\n') };
    });

/** What is of the hour. */
const timeless = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'NOW');

describe('a day in the life of an action, as docs/experiments.md tells it', () => {
  it('is what the commands print; GOLDEN=write writes it there', async () => {
    const page = readFileSync(PAGE, 'utf8');
    const steps = Array.from(page.matchAll(BLOCK), ([, block]) => stepsOf(block!));
    const script = steps
      .flat()
      .map(({ command }) => `${command}\necho '${END}'`)
      .join('\n')
      .replaceAll('npm run -s kring --', `'${process.execPath}' '${KRING}'`)
      .replaceAll('/tmp/winter', join(directory, 'winter'));
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: directory });
    const printed = stdout.split(`${END}\n`);
    let at = 0;
    const told = steps.map((block) =>
      block.map(({ command }): Step => ({ command, printed: printed[at++]!.trimEnd() })),
    );
    if (process.env['GOLDEN'] === 'write') {
      let block = 0;
      const text = (step: Step): string => `$ ${step.command}\n${step.printed === '' ? '' : `${step.printed}\n`}`;
      writeFileSync(
        PAGE,
        page.replace(BLOCK, () => `\`\`\`console\n${told[block++]!.map(text).join('')}\`\`\``),
      );
      return;
    }
    expect(told.flat().map((step) => timeless(step.printed))).toEqual(
      steps.flat().map((step) => timeless(step.printed)),
    );
  }, 600_000);
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['domain', 'published', 'store', 'intake', 'social', 'enrichment', 'resolvers', 'local', 'cli'];

interface Example {
  readonly file: string;
  readonly code: string;
  /** What it gives, as it stands behind `//`; null where that is not said, or not in full. */
  readonly gives: string | null;
}

/** One-line examples: `code // what it gives`. */
const EXAMPLES = FOLDERS.flatMap((folder) =>
  globSync(`${folder}/**/*.ts`, { cwd: ROOT, exclude: ['**/node_modules/**'] }),
).flatMap((file): Example[] =>
  Array.from(readFileSync(join(ROOT, file), 'utf8').matchAll(/@example (.+)$/gmu), ([, line]) => {
    const [code, gives] = line!.replace(/ \*\/$/u, '').split(' // ');
    return { file, code: code!, gives: gives === undefined || gives.includes('…') ? null : gives };
  }),
);
const isValue = (gives: string | null): boolean =>
  gives !== null && /^[-\d'"[{ntf]/u.test(gives) && !/^\d+:? \w/u.test(gives);
const AsyncFunction = (async () => {}).constructor as new (...source: string[]) => (...names: unknown[]) => unknown;

describe('the examples in the code', () => {
  it.each(EXAMPLES.filter(({ gives }) => isValue(gives)))(
    '$file: $code gives $gives',
    async ({ file, code, gives }) => {
      const exported = { defaultRuleSet, ...((await import(join(ROOT, file))) as Record<string, unknown>) };
      const run = new AsyncFunction(...Object.keys(exported), `return { is: ${code}, gives: ${gives} }`);
      const answer = (await run(...Object.values(exported))) as { is: unknown; gives: unknown };
      expect(answer.is).toEqual(answer.gives);
    },
  );

  it.each(EXAMPLES.filter(({ gives }) => !isValue(gives)))(
    '$file: $code is code, and calls what the file exports',
    ({ file, code }) => {
      const whole = code.replace(/ …$/u, ' {}');
      expect(() => new AsyncFunction(whole)).not.toThrow();
      const source = readFileSync(join(ROOT, file), 'utf8');
      const called = Array.from(whole.matchAll(/(\w+)\(/gu), ([, name]) => name);
      expect(called.some((name) => new RegExp(`export [^\\n]*\\b${name}\\b`, 'u').test(source))).toBe(true);
    },
  );
});

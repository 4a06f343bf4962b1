/**
 * Assembles domain/graph/kernel/sweep.wat into sweep.wasm.ts.
 *
 * node scripts/kernel.ts           writes the file
 * node scripts/kernel.ts --check   fails when the committed file is not what the source assembles to
 */
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const kernel = new URL('../domain/graph/kernel/', import.meta.url);
const assembler = await wabt();
const module = assembler.parseWat('sweep.wat', readFileSync(new URL('sweep.wat', kernel), 'utf8'));
const bytes = module.toBinary({}).buffer;
module.destroy();

const base64 = Buffer.from(bytes)
  .toString('base64')
  .replace(/.{1,110}/g, "  '$&' +\n")
  .replace(/ \+\n$/, ';\n');
const text = `/** sweep.wat, assembled by scripts/kernel.ts; ${bytes.length} bytes. Do not edit. */\nexport const SWEEP_WASM =\n${base64}`;
const target = new URL('sweep.wasm.ts', kernel);

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('domain/graph/kernel/sweep.wasm.ts is not what sweep.wat assembles to: run node scripts/kernel.ts');
  process.exitCode = 1;
}

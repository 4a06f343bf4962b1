import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { keyOf, mutantName } from './report.mjs';

const here = import.meta.dirname;

/**
 * Lets some of the mutants through; the others are left out as if they did not compile, which no score counts.
 *
 * MUTANTS_SHARE: a fixed share, chosen by a hash of what the mutants are: the same ones on every machine and day, whatever else is in
 * the code; MUTANTS_SEED chooses others, for a share measured again after tests were written for what survived of the first.
 * MUTANTS_AGAIN: those that survived the last measurement.
 */
function choice() {
  const share = Number(process.env.MUTANTS_SHARE ?? 1);
  const seed = process.env.MUTANTS_SEED ?? 'kring';
  const isShared = ({ fileName, location: { start }, replacement }) => {
    const name = [basename(fileName), start.line, start.column, replacement].join('|');
    return createHash('sha256').update(`${seed}|${name}`).digest().readUInt32BE() / 2 ** 32 < share;
  };
  const folders = JSON.parse(readFileSync(join(here, 'measured.json'), 'utf8'));
  const survivors = Object.values(folders).flatMap(({ survivors }) => survivors);
  const known = new Set(survivors.map(keyOf));
  const files = new Set(survivors.map(({ file }) => file));
  const sources = new Map();
  const sourceOf = (file) => {
    if (!sources.has(file)) sources.set(file, readFileSync(join(here, '../..', file), 'utf8'));
    return sources.get(file);
  };
  // A report counts lines and columns from 1, a mutant here from 0.
  const fromOne = ({ line, column }) => ({ line: line + 1, column: column + 1 });
  const hasSurvived = ({ fileName, location, replacement }) => {
    const file = [...files].find((each) => fileName.endsWith(`/${each}`));
    if (file === undefined) return false;
    const at = { start: fromOne(location.start), end: fromOne(location.end) };
    return known.has(keyOf({ file, ...mutantName(sourceOf(file), at, replacement) }));
  };
  const isChosen = process.env.MUTANTS_AGAIN ? hasSurvived : isShared;
  return {
    init: async () => {},
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map((mutant) => [
          mutant.id,
          isChosen(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not among those chosen' },
        ]),
      ),
  };
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'choice', choice)];

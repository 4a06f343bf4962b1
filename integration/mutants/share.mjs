import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Lets a fixed share of the mutants through (MUTANTS_SHARE), chosen by a hash of what they are: the same ones on every machine and day,
 * whatever else is in the code. The others are left out as if they did not compile, which no score counts.
 */
function shareChecker() {
  const share = Number(process.env.MUTANTS_SHARE ?? 1);
  const chosen = ({ fileName, location: { start }, replacement }) => {
    const name = [basename(fileName), start.line, start.column, replacement].join('|');
    return createHash('sha256').update(`kring|${name}`).digest().readUInt32BE() / 2 ** 32 < share;
  };
  return {
    init: async () => {},
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map((mutant) => [
          mutant.id,
          chosen(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the share measured' },
        ]),
      ),
  };
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'share', shareChecker)];

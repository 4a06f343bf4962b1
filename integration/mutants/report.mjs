import { dirname } from 'node:path';

const CAUGHT = new Set(['Killed', 'Timeout']);
const NOT_CAUGHT = new Set(['Survived', 'NoCoverage']);

/** The text a mutant replaces, on one line. */
function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return oneLine(lines.join('\n'));
}

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/**
 * What a report of Stryker says, per folder: how many mutants met tests, how many were caught (a test failed, or never ended), and
 * those that were not. A mutant is named by the line of code it changes, which outlives line numbers.
 */
export function byFolder(report, how) {
  const folders = {};
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split('\n');
    const folder = (folders[dirname(file)] ??= {
      ...how,
      mutants: 0,
      caught: 0,
      timedOut: 0,
      ignored: 0,
      survivors: [],
    });
    for (const { status, location, mutatorName, replacement } of mutants) {
      if (status === 'Ignored') folder.ignored++;
      if (!CAUGHT.has(status) && !NOT_CAUGHT.has(status)) continue;
      folder.mutants++;
      if (CAUGHT.has(status)) folder.caught++;
      if (status === 'Timeout') folder.timedOut++;
      if (!NOT_CAUGHT.has(status)) continue;
      folder.survivors.push({
        file,
        line: oneLine(lines[location.start.line - 1]),
        from: textAt(source, location).slice(0, 100),
        to: oneLine(replacement).slice(0, 100),
        mutator: mutatorName,
        ...(status === 'NoCoverage' && { unreached: true }),
      });
    }
  }
  return folders;
}

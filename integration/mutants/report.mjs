import { dirname } from 'node:path';

const CAUGHT = new Set(['Killed', 'Timeout']);
const NOT_CAUGHT = new Set(['Survived', 'NoCoverage']);

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** What a mutant is, whatever the line numbers: the line of code it changes, the text it replaces, and by what. */
export function mutantName(source, { start, end }, replacement) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const line = oneLine(lines[0]);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return { line, from: oneLine(lines.join('\n')).slice(0, 100), to: oneLine(replacement).slice(0, 100) };
}

export const keyOf = ({ file, line, from, to }) => JSON.stringify([file, line, from, to]);

/**
 * What a report of Stryker says, per folder: how many mutants met tests, how many were caught (a test failed, or never ended), and
 * those that were not.
 */
export function byFolder(report, how) {
  const folders = {};
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
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
        ...mutantName(source, location, replacement),
        mutator: mutatorName,
        ...(status === 'NoCoverage' && { unreached: true }),
      });
    }
  }
  return folders;
}

/**
 * An earlier measurement of a folder after its survivors alone were tried again, because tests were added: what was caught stays caught.
 * Survivors that are no longer in the code are no mutants any more.
 */
export function survivorsAgain(before, again, report) {
  const present = new Set(
    Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
      mutants.map(({ location, replacement }) => keyOf({ file, ...mutantName(source, location, replacement) })),
    ),
  );
  const gone = before.survivors.filter((survivor) => !present.has(keyOf(survivor))).length;
  if (again.mutants < before.survivors.length - gone)
    throw new Error(`Only ${again.mutants} of ${before.survivors.length - gone} survivors were tried again.`);
  const mutants = before.mutants - gone;
  return {
    ...before,
    on: again.on,
    mutants,
    caught: mutants - again.survivors.length,
    timedOut: before.timedOut + again.timedOut,
    survivors: again.survivors,
  };
}

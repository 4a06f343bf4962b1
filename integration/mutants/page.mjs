// node integration/mutants/page.mjs [--check]: docs/mutants.md from what run.mjs measured (measured.json) and why survivors may stay
// (reasons.json). A survivor without a reason is listed first; with --check it fails.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => JSON.parse(readFileSync(join(here, name), 'utf8'));
const measured = read('measured.json');
const reasons = read('reasons.json');

const KINDS = {
  none: 'Without a reason so far',
  test: 'Worth a test that is not written',
  since: 'With a test by now, and not tried again since',
  equivalent: 'Equivalent: no input tells it apart',
  performance: 'Costs time only',
  message: 'Words of a message, details of an internal error',
  tolerance: 'Within the tolerance of a search or a bound chosen freely',
  elsewhere: 'Caught by tests of another folder',
  trivial: 'Not worth a test',
};

/** What is said in many places for one reason. */
const isMessage = ({ line, from, mutator }) =>
  (mutator === 'StringLiteral' && /^['"`].*\s.*\s/.test(from)) ||
  (mutator === 'ObjectLiteral' && /DomainError\(|KringError\(|^throw |^return fail/.test(line));

const reasonFor = (survivor) => {
  const found = reasons.find(
    ({ file, line, from, to }) =>
      file === survivor.file &&
      (line === undefined || survivor.line.startsWith(line)) &&
      (from === undefined || from === survivor.from) &&
      (to === undefined || to === survivor.to),
  );
  if (found !== undefined) return found;
  return isMessage(survivor)
    ? { kind: 'message', reason: 'words for people; tests hold codes and fields' }
    : { kind: 'none', reason: '' };
};

/** 95 % interval of a share of which a part was measured (Wilson 1927). */
function interval(caught, mutants) {
  const z = 1.96;
  const p = caught / mutants;
  const middle = (p + z ** 2 / (2 * mutants)) / (1 + z ** 2 / mutants);
  const half = (z * Math.sqrt((p * (1 - p)) / mutants + z ** 2 / (4 * mutants ** 2))) / (1 + z ** 2 / mutants);
  return [middle - half, middle + half];
}

const percent = (share) => (100 * share).toFixed(1);
const code = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const groupBy = (entries, keyOf) => {
  const groups = new Map();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
};

const rows = Object.entries(measured).map(([folder, { mutants, caught, timedOut, ignored, on, share, seed }]) => {
  const range = share < 1 ? ` (${interval(caught, mutants).map(percent).join('–')})` : '';
  const of = share < 1 ? `, a share of ${share}` : '';
  const run = `${share < 1 ? `MUTANTS_SHARE=${share} ` : ''}${seed ? `MUTANTS_SEED=${seed} ` : ''}npm run mutants -- ${folder}`;
  return `| ${folder} | ${mutants}${of} | ${percent(caught / Math.max(1, mutants))}${range} | ${timedOut} | ${ignored} | ${on} | \`${run}\` |`;
});

const survivors = Object.entries(measured).map(([folder, { survivors }]) => {
  const withReason = survivors.map((survivor) => {
    const { kind, reason } = reasonFor(survivor);
    return { ...survivor, kind, reason };
  });
  const byKind = groupBy(withReason, ({ kind }) => kind);
  const parts = Object.keys(KINDS)
    .filter((kind) => byKind.has(kind))
    .map((kind) => {
      const lines = groupBy(byKind.get(kind), ({ file, line, reason }) => `${file}|${line}|${reason}`);
      const items = [...lines.values()].map((same) => {
        const [{ file, line, reason }] = same;
        const changes = same.map(({ from, to }) => `${code(from)} → ${to === '' ? 'nothing' : code(to)}`).join(', ');
        return `- ${file.slice(folder.length + 1)}: ${code(line)}: ${changes}${reason === '' ? '' : `. *${reason}*`}`;
      });
      return `${KINDS[kind]} (${byKind.get(kind).length}):\n\n${items.join('\n')}\n`;
    });
  return `### ${folder}\n\n${parts.length === 0 ? 'None.\n' : parts.join('\n')}`;
});

const root = join(here, '../..');
const unmeasured = ['domain', 'store', 'resolvers']
  .flatMap((top) => readdirSync(join(root, top), { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, entry.parentPath))
  .filter((folder, index, all) => all.indexOf(folder) === index && measured[folder] === undefined)
  .sort();

const count = (of) => Object.values(measured).reduce((sum, entry) => sum + of(entry), 0);
const page = `# Mutants

Which bugs would the tests not notice? \`npm run mutants -- domain/rfm\` changes the code of a folder in small ways, one at a time (\`<\` to
\`<=\`, \`+\` to \`-\`, a condition to true, a block to nothing), with [StrykerJS](https://stryker-mutator.io), and runs the tests that mirror
the folder. A change is caught when a test fails, or never ends. Each folder of \`domain/\` must catch 80 %; without a folder named, all of
\`domain/\` is measured, which takes about two hours. Where a share is named, that share of the changes was measured, chosen by a hash, with the
95 % interval of the whole. Where tests were written for what survived, whole folders had their survivors tried again, and shares were measured
on other changes (another seed), so that the figure is not that of the changes the tests were written for.

Not counted: changes of what is worked out once when a module is loaded (tables, regular expressions: "static"), because they would need a
process each. Tests that need data sets beside the repository do not run here. A change that only a
test met while its file was being read, outside any test, counts as static.

This page is made by \`node integration/mutants/page.mjs\` from \`measured.json\`, which a run writes, and \`reasons.json\`, where the reasons are
kept.

| folder | changes | caught % | of which endless | static, not counted | measured | command |
|---|--:|--:|--:|--:|---|---|
${rows.join('\n')}

Altogether ${count(({ mutants }) => mutants)} changes, of which ${count(({ caught }) => caught)} were caught.
${unmeasured.length === 0 ? '' : `\n**Not measured yet:** ${unmeasured.join(', ')}.\n`}
## Survivors

${survivors.join('\n')}`;
writeFileSync(join(here, '../../docs/mutants.md'), page);

const without = Object.values(measured).flatMap((entry) =>
  entry.survivors.filter((survivor) => reasonFor(survivor).kind === 'none'),
);
if (without.length > 0) console.error(`${without.length} survivors have no reason in reasons.json.`);
process.exit(process.argv.includes('--check') && without.length > 0 ? 1 : 0);

/**
 * Writes docs/features.md from scripts/features/features.json; with --check it only says what is wrong. A feature has a query that the schema allows and a test that is there, or it is
 * named among those that are owed, with the reason. Whether the queries answer on the demo, test/docs/features.test.ts tries.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { typeDefs } from '../schema/generated.ts';

interface Feature {
  readonly key: string;
  readonly what: string;
  readonly query?: string;
  readonly gives?: string;
  readonly test?: string;
  readonly title?: string;
}
interface Owed {
  readonly key: string;
  readonly what: string;
  readonly reason: string;
}

const ROOT = new URL('../', import.meta.url);
const PAGE = new URL('docs/features.md', ROOT);
const { features, owed } = JSON.parse(readFileSync(new URL('scripts/features/features.json', ROOT), 'utf8')) as {
  readonly features: readonly Feature[];
  readonly owed: readonly Owed[];
};
/** Every row there must be: built, or owed. */
const MUST_BE: readonly string[] = [
  ...numbered('V', 16),
  ...numbered('E', 5),
  ...numbered('B', 7),
  ...numbered('X', 9),
  ...numbered('L', 12),
  ...numbered('S', 13),
  'P1',
];

function numbered(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, k) => `${letter}${k + 1}`);
}

const schema = buildSchema(typeDefs);
const faults: string[] = [];
for (const { key, query, gives, test, title } of features) {
  if (query === undefined || gives === undefined) faults.push(`${key} has no query with what it gives`);
  else for (const { message } of validate(schema, parse(query))) faults.push(`${key}: ${message}`);
  if (test === undefined || title === undefined) faults.push(`${key} has no test`);
  else if (!existsSync(new URL(test, ROOT))) faults.push(`${key}: ${test} is not there`);
  else if (!readFileSync(new URL(test, ROOT), 'utf8').includes(title))
    faults.push(`${key}: ${test} has no test "${title}"`);
}
for (const { key, reason } of owed) if (reason.trim() === '') faults.push(`${key} is owed without a reason`);
const named = [...features, ...owed].map(({ key }) => key);
for (const key of MUST_BE) if (!named.some((one) => one === key)) faults.push(`${key} is neither built nor owed`);
for (const key of named) if (named.filter((one) => one === key).length > 1) faults.push(`${key} is there twice`);

const page = `# Features

Written by \`scripts/features.ts\` from \`scripts/features/features.json\`; a row without a query or a test fails \`npm test\`. Each query is asked of the demo there, and what it gives
must not be null. V is value, E engagement points, B behaviour, X experience, L lifecycle, health and extension, S segments and focus, P people together.

| | what | query | gives on the demo | held by |
|---|---|---|---|---|
${features.map(({ key, what, query, gives, test, title }) => `| ${key} | ${what} | \`${query}\` | \`${gives}\` | [${title}](../${test}) |`).join('\n')}

## Owed

${
  owed.length === 0
    ? 'Nothing: every row is there.'
    : `| | what | why it is not there |
|---|---|---|
${owed.map(({ key, what, reason }) => `| ${key} | ${what} | ${reason} |`).join('\n')}`
}
`;
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page)
  faults.push('docs/features.md is not what scripts/features.ts writes: run node scripts/features.ts');
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}

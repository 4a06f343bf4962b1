/** Writes the table of known exports into docs/importing.md, from what the presets say of themselves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { PRESETS } from '../intake/presets.ts';

const FILE = new URL('../docs/importing.md', import.meta.url);
const [BEGIN, END] = ['<!-- presets -->', '<!-- /presets -->'];

const table = [
  '| preset | file | recognised by | what becomes what | what is refused or left out |',
  '|---|---|---|---|---|',
  ...PRESETS.map(
    ({ name, header, describes: { file, becomes, refused } }) =>
      `| \`${name}\` | ${file} | ${header.map((column) => [column].flat().join(' or ')).join(', ')} | ${becomes} | ${refused} |`,
  ),
].join('\n');
const text = readFileSync(FILE, 'utf8');
writeFileSync(FILE, `${text.slice(0, text.indexOf(BEGIN))}${BEGIN}\n\n${table}\n\n${text.slice(text.indexOf(END))}`);

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { VisibleError } from '../../domain/errors.ts';
import { IMPORT_KINDS } from '../../intake/presets.ts';
import { companyNoteOf, inDataDirectory } from '../../local/dynamodb/data-directory.ts';

const OPENED = z.object({
  name: z.string(),
  /** Where it lay. */
  folder: z.string(),
  /** SHA-256 of its bytes. */
  content: z.string(),
  kind: z.enum(IMPORT_KINDS),
  preset: z.string().nullable(),
  source: z.string(),
  /** When the last thing happened that it tells of, epoch milliseconds; null where it tells of none. */
  lastEventAt: z.number().nullable(),
});
const COMPANY = z.object({
  name: z.string(),
  files: z.array(OPENED),
  /** The instant its runs are pinned to, epoch milliseconds; null or absent: now. */
  asOf: z.number().nullish(),
});

/** A file that was opened for a company. */
export type OpenedFile = z.infer<typeof OPENED>;

/** A company has a data directory of its own, and a note there of what was opened for it. */
export interface Company {
  readonly name: string;
  /** Whether somebody named it, or its first file did. */
  readonly named: boolean;
  readonly data: string;
  readonly files: readonly OpenedFile[];
  /** The instant its runs are pinned to; null: now. */
  readonly asOf: number | null;
}

const MAX_NAME = 60;

/** A name as that of a directory: `Orders export (1).csv.gz` is `orders-export`. */
export function companyNameOf(path: string): string {
  const name = basename(path)
    .replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|gz|zst|xlsx|parquet))+$/i, '')
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .toLowerCase()
    // A browser numbers downloads, and exports are dated: the next one is of the same company.
    .replace(/(-\d{1,2})?-$/, '')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_NAME);
  return name === '' ? 'company' : name;
}

/**
 * The company of some files: the one named, or the one the first file is named after.
 *
 * @throws VisibleError USAGE for a name that is none of a directory, DATA_DIRECTORY for a note that cannot be read
 */
export function companyOf(root: string, paths: readonly string[], name?: string): Company {
  if (name !== undefined && (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name) || name.length > MAX_NAME))
    throw new VisibleError(
      'USAGE',
      `--company takes a name of letters, digits, blanks, dots and dashes, at most ${MAX_NAME}; got "${name}".`,
    );
  const key = name ?? companyNameOf(paths[0]!);
  const data = join(root, 'companies', key);
  const note = companyNoteOf(data);
  let files: readonly OpenedFile[] = [];
  let asOf: number | null = null;
  if (existsSync(note)) {
    const read = COMPANY.safeParse(jsonOf(readFileSync(note, 'utf8')));
    if (!read.success)
      throw new VisibleError(
        'DATA_DIRECTORY',
        `${note} does not say which files are this company's: delete the directory, or choose another with --company NAME.`,
      );
    ({ files } = read.data);
    asOf = read.data.asOf ?? null;
  }
  return { name: key, named: name !== undefined, data, files, asOf };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Refuses a file that is another company's than what the directory holds: orders of another system, or a file of the same name from
 * another folder. The same content again is always welcome.
 *
 * @throws VisibleError OTHER_COMPANY
 */
export function refuseIfOther(
  { name, named, files }: Pick<Company, 'name' | 'named' | 'files'>,
  path: string,
  file: Pick<OpenedFile, 'content' | 'kind' | 'source'>,
): void {
  if (files.some(({ content }) => content === file.content)) return;
  const orders = files.find(({ kind }) => kind === 'orders');
  if (file.kind === 'orders' && orders !== undefined && orders.source !== file.source)
    throw new VisibleError(
      'OTHER_COMPANY',
      `Company "${name}" holds the orders of ${orders.source} (${orders.name}), and ${path} holds orders of ${file.source}. ` +
        'If it is another company, open it with --company NAME. If both are of one company, they may tell of the same purchases twice: keep the fuller one.',
      { details: { company: name, holds: orders.source, found: file.source } },
    );
  const folder = dirname(resolve(path));
  const other = files.some((known) => known.folder === folder) ? undefined : files[0];
  if (!named && other !== undefined)
    throw new VisibleError(
      'OTHER_COMPANY',
      `Company "${name}" was opened from ${join(other.folder, other.name)}; ${path} lies elsewhere. ` +
        `If it is another company, open it with --company NAME; if it is the same one, with --company "${name}".`,
      { details: { company: name } },
    );
}

/** Notes that a file was opened. */
export const noteFile = (company: Company, file: OpenedFile): Company =>
  noted({ ...company, files: [...company.files.filter(({ content }) => content !== file.content), file] });

/** Notes the instant its runs are pinned to, so that whoever computes later computes as of the same day. */
export const noteAsOf = (company: Company, asOf: number | null): Company =>
  asOf === company.asOf ? company : noted({ ...company, asOf });

/** The instant the runs of a company that `kring open` keeps in this directory are pinned to; null: now, or no such company. */
export function keptAsOf(data: string): number | null {
  const note = companyNoteOf(data);
  const read = existsSync(note) ? COMPANY.safeParse(jsonOf(readFileSync(note, 'utf8'))) : null;
  return read?.success === true ? (read.data.asOf ?? null) : null;
}

function noted(company: Company): Company {
  inDataDirectory(company.data, () => {
    const note = companyNoteOf(company.data);
    // Whole or not at all: a process may be killed while it writes.
    writeFileSync(
      `${note}.new`,
      JSON.stringify({ name: company.name, files: company.files, asOf: company.asOf }, null, 2),
      { mode: 0o600 },
    );
    renameSync(`${note}.new`, note);
  });
  return company;
}

/** What is told of runs that are as of another day than today. */
export const pinnedNote = (asOf: number): string =>
  `As of ${new Date(asOf).toISOString().slice(0, 10)}, as when this company was opened: npm run -s kring -- enrich --as-of, or opening a newer file, says otherwise.`;

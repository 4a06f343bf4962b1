import { VisibleError } from '../../domain/errors.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { namesOf, presentFields } from '../../intake/csv/columns.ts';
import { readHeader } from '../../intake/csv/read.ts';
import { dateFormatsOf } from '../../intake/date-formats.ts';
import { FIELDS, inspectFile } from '../../intake/inspect.ts';
import type { ImportRequest, Inspection } from '../../intake/inspect.ts';
import { exampleOf } from '../../intake/instants.ts';
import type { DateFormat } from '../../intake/instants.ts';
import { orderColumns } from '../../intake/order-file.ts';
import { presetsOf } from '../../intake/presets.ts';
import type { ImportKind } from '../../intake/presets.ts';
import type { Ask } from './ask.ts';

/** Kinds a header tells apart; of the others nearly every file has the few columns they need. */
const FITTED = ['orders', 'interactions', 'ties', 'referrals', 'customers'] as const;
/** Messages are known by what they are only: a column called so may hold anything. */
const OPENED = [...FITTED, 'messages'] as const;

/** A file that is understood, and the request it is imported by. */
export interface Recognised {
  readonly request: ImportRequest;
  readonly found: Inspection;
}

type Said = Omit<ImportRequest, 'kind' | 'path'>;

/** The field that dates a record of each kind. */
const DATED: Readonly<Partial<Record<ImportKind, string>>> = {
  orders: 'placedAt',
  interactions: 'occurredAt',
  ties: 'at',
  referrals: 'at',
};

/**
 * Finds out what a file holds: by the export it is known to be, else by the names of its columns, asking where they do not say.
 *
 * @throws VisibleError EMPTY_FILE, NOT_RECOGNISED where neither says and nobody can be asked, DATES_UNDECIDED, DOUBTFUL_FILE, and what
 * `inspectFile` throws
 */
export async function recognise(path: string, said: Said, ask: Ask): Promise<Recognised> {
  const header = await readHeader(path, said.delimiter === undefined ? {} : { delimiter: said.delimiter });
  const kind = kindOf(header, said.map);
  let request: ImportRequest = { ...said, kind: kind ?? 'orders', path };
  if (kind === null) request = { ...request, map: await askForColumns(path, header, said.map ?? {}, ask) };
  const found = await inspectFile(request);
  if (found.rows === 0)
    throw new VisibleError(
      'EMPTY_FILE',
      `${path} has a header line and no rows under it: was the export of an empty period?`,
    );
  if (!found.translation && request.dateFormat === undefined) {
    const dateFormat = await dateFormatOf(request, found, ask);
    if (dateFormat !== 'iso') request = { ...request, dateFormat };
  }
  if (found.doubts.length > 0 && request.acceptIds !== true && ask !== null) {
    const answer = await ask(`${path} needs a look:\n${found.doubts.map((doubt) => `  - ${doubt}.`).join('\n')}`, [
      'stop, I correct the file',
      'import it as it stands',
    ]);
    if (answer.startsWith('import')) request = { ...request, acceptIds: true };
  }
  return { request, found };
}

/** What a file holds by its columns alone; null where they do not say. */
export function kindOf(header: readonly string[], map: ImportRequest['map'] = {}): ImportKind | null {
  const [preset] = Object.keys(map).length === 0 ? presetsOf(header) : [];
  if (preset !== undefined) return OPENED.find((kind) => preset.kinds[kind] !== undefined) ?? null;
  return FITTED.find((kind) => fits(kind, header, map)) ?? (fitsProducts(header, map) ? 'products' : null);
}

function fits(kind: ImportKind, header: readonly string[], map: Readonly<Record<string, string>>): boolean {
  try {
    if (kind === 'orders') orderColumns(header, map, {}, 'ACCOUNTS');
    else presentFields(header, FIELDS[kind], map);
    return true;
  } catch (error) {
    if (error instanceof VisibleError) return false;
    throw error;
  }
}

/** A list of what is sold: without the cost it would say nothing that an answer needs, and many files have a column of products. */
const fitsProducts = (header: readonly string[], map: Readonly<Record<string, string>>): boolean =>
  fits('products', header, map) && presentFields(header, FIELDS.products, map)['cost'] !== undefined;

const NONE = '(no such column)';
/** What an order needs, as one would ask for it. */
const QUESTIONS: Readonly<Record<string, string>> = {
  orderId: 'the number of the order',
  customer: 'the customer',
  placedAt: 'the date of the order',
  sku: 'the product',
  amount: 'the amount of the line',
};

async function askForColumns(
  path: string,
  header: readonly string[],
  said: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Record<string, string>> {
  const missing = missingOf(header, said);
  if (ask === null)
    throw new VisibleError(
      'NOT_RECOGNISED',
      `${path} is no export that is known, and its columns do not say what they are: as orders it lacks ${missing.join(', ')}. ` +
        `The columns found are: ${namesOf(header)}. Say which is which, for example --map "${header[0]?.slice(0, 60) ?? 'column'}=${missing[0] ?? 'orderId'}", ` +
        'or import it as what it is with: npm run -s kring -- import KIND FILE',
      { details: { missing, header } },
    );
  const map: Record<string, string> = { ...said };
  for (const field of missing) {
    const column = await ask(`Which column of ${path} is ${QUESTIONS[field] ?? field}?`, [...header, NONE]);
    if (column !== NONE) map[field] = column;
  }
  return map;
}

function missingOf(header: readonly string[], map: Readonly<Record<string, string>>): readonly string[] {
  try {
    orderColumns(header, map, {}, 'ACCOUNTS');
    return [];
  } catch (error) {
    const missing = error instanceof VisibleError ? error.details['missing'] : undefined;
    if (!Array.isArray(missing)) throw error;
    return missing.map((field: string) => (field === 'amount or price' ? 'amount' : field));
  }
}

async function dateFormatOf(
  { kind, path }: ImportRequest,
  { file, fields, map }: Inspection,
  ask: Ask,
): Promise<DateFormat> {
  const field = DATED[kind];
  if (field === undefined || fields[field] === undefined) return 'iso';
  const { formats, example } = await dateFormatsOf(path, file, field, { fields, map }, Date.now() + DAY_MS);
  const [only, ...others] = formats;
  if (only === undefined) return 'iso';
  if (others.length === 0) return only;
  if (ask !== null) {
    const shown = formats.map((format) => `${format}, as ${exampleOf(format)}`);
    const answer = await ask(`How are the dates of ${path} written, such as ${example}?`, shown);
    return formats[shown.indexOf(answer)] ?? only;
  }
  throw new VisibleError(
    'DATES_UNDECIDED',
    `The dates of ${path}, such as ${example}, may be written ${formats.join(' or ')}, and no cell says which: add --date-format ${only}.`,
    { details: { formats } },
  );
}

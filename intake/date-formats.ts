import type { FieldColumns } from './csv/columns.ts';
import { readCsv } from './csv/read.ts';
import type { FileShape } from './inspect.ts';
import { DATE_FORMATS, parseInstant } from './instants.ts';
import type { DateFormat } from './instants.ts';

/** No shop's export is older; what a format makes of a cell must lie after this. */
const PLAUSIBLE_FROM = Date.UTC(1995, 0, 1);

/**
 * The formats in which every date of a column is one, with an example of a cell; ISO alone where it is one of them. Several: the column
 * does not say, as where no day is above the twelfth. None: the cells are of no format, or of several.
 *
 * @param latest nothing can have happened after this instant
 */
export async function dateFormatsOf(
  path: string,
  file: FileShape,
  field: string,
  { fields, map }: { readonly fields: FieldColumns<string>; readonly map: Readonly<Record<string, string>> },
  latest: number,
): Promise<{ readonly formats: readonly DateFormat[]; readonly example: string }> {
  let formats: readonly DateFormat[] = DATE_FORMATS;
  let example = '';
  for await (const { rows } of readCsv(path, {
    ...file,
    fields: { [field]: fields[field]! },
    map: chosen(map, field),
  })) {
    for (const { values } of rows) {
      const text = values[field]!;
      if (text === '' || text === example) continue;
      example = text;
      formats = formats.filter((format) => {
        const at = parseInstant(text, format);
        return at !== null && at >= PLAUSIBLE_FROM && at <= latest;
      });
    }
    if (formats.length === 0) break;
  }
  return { formats: formats.includes('iso') ? ['iso'] : formats, example };
}

const chosen = (map: Readonly<Record<string, string>>, field: string): Record<string, string> =>
  map[field] === undefined ? {} : { [field]: map[field] };

import {
  CUSTOMER_FIELDS,
  fieldEntries,
  type ColumnKept,
  type CustomerField,
  type FieldSource,
  type FieldSpec,
  type FieldsWith,
} from './fields.ts';

type OrderedField = FieldsWith<{ readonly ordering: string }>;
/** What a filter can test without reading customers: published beside every list. */
export type FilterColumn = FieldsWith<{ readonly column: ColumnKept }>;

/** The orderings a run publishes, most first. A reader can only order by one of these. */
export type Ordering = (typeof CUSTOMER_FIELDS)[OrderedField]['ordering'];

/** The column an ordering sorts by, largest first. */
export const ORDERING_COLUMN = Object.fromEntries(
  fieldEntries.flatMap(([field, spec]) => (spec.ordering === undefined ? [] : [[spec.ordering, field]])),
) as Readonly<Record<Ordering, OrderedField>>;

export const ORDERINGS = Object.keys(ORDERING_COLUMN) as readonly Ordering[];

type TopField = FieldsWith<{ readonly top: object }>;
/** Orderings of which a run publishes the ends alone. */
export type TopOrdering = (typeof CUSTOMER_FIELDS)[TopField]['top']['name'];

/** The fields a run publishes the ends of, with the name of the ordering. */
export const TOPS = fieldEntries.flatMap(([field, { top }]) =>
  top === undefined ? [] : [{ field: field as TopField, ordering: top.name as TopOrdering, ends: top.ends }],
);

export const TOP_ORDERINGS: readonly TopOrdering[] = TOPS.map(({ ordering }) => ordering);

export const isTopOrdering = (name: string): name is TopOrdering => TOP_ORDERINGS.some((one) => one === name);

export const FILTER_COLUMNS = fieldEntries.flatMap(([field, { column }]) =>
  column === undefined ? [] : [field as FilterColumn],
);

/** How a filter column is kept. */
export const keptAs = (field: FilterColumn): ColumnKept => (CUSTOMER_FIELDS[field] as FieldSpec).column!;

/** Columns that were kept, and those that are sums of them. */
export function withSums(kept: Readonly<Record<string, Float64Array>>): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = { ...kept };
  for (const field of FILTER_COLUMNS) {
    const how = keptAs(field);
    if (typeof how !== 'object') continue;
    const terms = how.sumOf.flatMap((name) => kept[name] ?? []);
    if (terms.length < how.sumOf.length) continue;
    columns[field] = terms[0]!.map((_, i) =>
      terms.reduce((sum, term) => sum + (Number.isNaN(term[i]!) ? 0 : term[i]!), 0),
    );
  }
  return columns;
}

/**
 * A field as a number of a column: a word as its position among its values, yes as 1, and NaN for what is not known. A customer for
 * whom an ordering's value is NaN comes last.
 */
export function columnValue(field: CustomerField, customer: FieldSource): number {
  const spec = CUSTOMER_FIELDS[field];
  const value = spec.of(customer);
  if (value === null) return Number.NaN;
  if (spec.type === 'enum') return (spec.values as readonly string[]).indexOf(value as string);
  return Number(value);
}

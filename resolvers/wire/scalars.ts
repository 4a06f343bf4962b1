import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { DAY_MS, parseIsoInstant } from '../../domain/time/time.ts';

const bad = (message: string, nodes?: ValueNode): GraphQLError =>
  new GraphQLError(message, nodes === undefined ? {} : { nodes });

/** Builds a scalar that reads text, whether it comes as a literal or as a variable. */
const textScalar = <Internal, External>(
  name: string,
  parse: (text: string) => Internal,
  serialize: (value: unknown) => External,
  acceptsIntegers = false,
): GraphQLScalarType<Internal, External> =>
  new GraphQLScalarType<Internal, External>({
    name,
    serialize,
    parseValue: (value) => {
      if (typeof value === 'string') return parse(value);
      if (acceptsIntegers && Number.isSafeInteger(value)) return parse(String(value));
      throw bad(`${name} must be a string.`);
    },
    parseLiteral: (node) => {
      // A number written in the document keeps its digits; one in JSON variables is already a binary float.
      if (node.kind === Kind.STRING || (acceptsIntegers && (node.kind === Kind.INT || node.kind === Kind.FLOAT)))
        return parse(node.value);
      throw bad(`${name} must be a string.`, node);
    },
  });

/** What of ISO 8601 an API takes: a whole instant with its offset. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an RFC 3339 instant; null when it is not one. */
export const parseDateTime = (text: string): number | null =>
  RFC_3339.test(text) ? parseIsoInstant(text.toUpperCase()) : null;

const requireInstant = (text: string): number => {
  const instant = parseDateTime(text);
  if (instant === null)
    throw bad(
      `DateTime must be an RFC 3339 instant with an offset, e.g. "2025-03-01T09:30:00Z"; got "${text.slice(0, 40)}".`,
    );
  return instant;
};

const requireDay = (text: string): number => {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseIsoInstant(text) : null;
  if (instant === null) throw bad(`Date must be an ISO 8601 date, e.g. "2025-03-01"; got "${text.slice(0, 40)}".`);
  return instant / DAY_MS;
};

const requireMatch =
  (pattern: RegExp, message: string) =>
  (text: string): string => {
    if (!pattern.test(text)) throw bad(`${message}; got "${text.slice(0, 40)}".`);
    return text;
  };

const safeInteger = (value: unknown): number => {
  if (!Number.isSafeInteger(value)) throw bad('SafeInt must be a whole number within ±2^53.');
  return value as number;
};

/** Inside, a DateTime is epoch milliseconds and a Date is a UTC day number. */
export const scalars = {
  DateTime: textScalar('DateTime', requireInstant, (value) => new Date(value as number).toISOString()),
  Date: textScalar('Date', requireDay, (value) => new Date((value as number) * DAY_MS).toISOString().slice(0, 10)),
  Decimal: textScalar(
    'Decimal',
    requireMatch(/^-?\d{1,16}(\.\d{1,12})?$/, 'Decimal must be an exact decimal in a string, e.g. "1299.95"'),
    String,
    true,
  ),
  CurrencyCode: textScalar(
    'CurrencyCode',
    requireMatch(/^[A-Z]{3}$/, 'CurrencyCode must be three capitals (ISO 4217), e.g. "EUR"'),
    String,
  ),
  SafeInt: new GraphQLScalarType<number, number>({ name: 'SafeInt', serialize: safeInteger, parseValue: safeInteger }),
};

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { KringError } from '../../domain/errors.ts';

export type Item = Record<string, AttributeValue>;

/**
 * A text as an attribute.
 *
 * @example S('a') // { S: 'a' }
 */
export const S = (value: string): AttributeValue => ({ S: value });
/**
 * A number as an attribute.
 *
 * @example N(1.5) // { N: '1.5' }
 */
export const N = (value: number): AttributeValue => ({ N: String(value) });
/** Bytes as an attribute. */
export const B = (value: Uint8Array): AttributeValue => ({ B: value });

const corrupt = (item: Item, name: string): KringError =>
  new KringError(
    'CORRUPT_ITEM',
    `item ${item['pk']?.S ?? '?'} / ${item['sk']?.S ?? '?'} has no usable attribute "${name}"`,
  );

/**
 * A string attribute that must be there.
 * @example str({ name: S('Ada') }, 'name') // 'Ada'
 */
export function str(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw corrupt(item, name);
  return value;
}

/** A number attribute that must be there. */
export function num(item: Item, name: string): number {
  const value = item[name]?.N;
  if (value === undefined) throw corrupt(item, name);
  return Number(value);
}

/** A binary attribute that must be there. */
export function bytes(item: Item, name: string): Uint8Array {
  const value = item[name]?.B;
  if (value === undefined) throw corrupt(item, name);
  return value;
}

/** Text of an item; undefined where it has none. */
export const optionalStr = (item: Item, name: string): string | undefined => item[name]?.S;
/** A number of an item; undefined where it has none. */
export const optionalNum = (item: Item, name: string): number | undefined =>
  item[name]?.N === undefined ? undefined : Number(item[name].N);

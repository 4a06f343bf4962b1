import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Text of any length as an attribute: as it is when short (readable in the console), deflated when long (capacity is by size). */
export const packText = (text: string): AttributeValue =>
  text.length <= 1000 ? { S: text } : { B: deflateRawSync(text) };

/** The text of {@link packText}; undefined where the attribute is absent. */
export function unpackText(value: AttributeValue | undefined): string | undefined {
  if (value?.B !== undefined) return inflateRawSync(value.B).toString('utf8');
  return value?.S;
}

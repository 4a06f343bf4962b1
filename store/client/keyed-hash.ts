import { createHmac } from 'node:crypto';
import { ID_LETTERS } from '../../domain/events.ts';
import type { Db } from './db.ts';

/** The first 5 · `characters` bits as lower-case Crockford base32. */
function base32(bytes: Uint8Array, characters: number): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let at = 0; text.length < characters; at += 1) {
    buffer = ((buffer << 8) | bytes[at]!) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < characters) {
      bits -= 5;
      text += ID_LETTERS[(buffer >> bits) & 31]!;
    }
  }
  return text;
}

/** HMAC-SHA256 of the parts under the table's identity key; parts are length-prefixed so that no two lists read alike. */
export function keyedHash(db: Pick<Db, 'identityKey'>, parts: readonly string[], characters: number): string {
  const mac = createHmac('sha256', db.identityKey);
  for (const part of parts) mac.update(`${part.length}:${part}`);
  return base32(mac.digest(), characters);
}

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { KringError } from '../../domain/errors.ts';
import type { Db } from './db.ts';

/**
 * Sealing of secrets that have to lie in the table for a while (a login at a source, a sign-in under way): AES-256-GCM under
 * a key derived from the identity key, so that whoever reads the table alone reads nothing. `purpose` binds a text to its place.
 */
const keyFor = ({ identityKey }: Pick<Db, 'identityKey'>, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', identityKey, 'kring sealed', purpose, 32));

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Text as bytes that only this table can open, and for the same purpose only (AES-256-GCM). */
export function seal(db: Pick<Db, 'identityKey' | 'random'>, purpose: string, text: string): Uint8Array {
  const iv = db.random(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(db, purpose), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws KringError SEALED_UNREADABLE when it was sealed under another key or purpose, or changed since */
export function unseal(db: Pick<Db, 'identityKey'>, purpose: string, sealed: Uint8Array): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(db, purpose), sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new KringError('SEALED_UNREADABLE', `a sealed ${purpose} cannot be read with this identity key`, { cause });
  }
}

import { createHash } from 'node:crypto';
import { DAY_MS } from '../../domain/time/time.ts';
import { N, num, S, str } from '../client/attributes.ts';
import { deleteItem, getItem, putItem, queryAll } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { documentKey, DOCUMENTS_PK } from '../client/keys.ts';

/** A GraphQL document that may be asked for by its hash. */
export interface TrustedDocument {
  /** SHA-256 of the text as it is, 64 hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
  /** Epoch milliseconds, of the last time it was added. */
  readonly addedAt: number;
}

/** The hash a document goes by. */
export const documentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keeps documents; one that is there already is noted as added anew: two write units for a page or so of text. */
export async function addDocuments(db: Db, texts: readonly string[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const text of texts) {
    const hash = documentHash(text);
    const { pk, sk } = documentKey(hash);
    await putItem(db, { pk: S(pk), sk: S(sk), json: packText(text), at: N(db.clock()) });
    hashes.push(hash);
  }
  return hashes;
}

/** The text of a hash; null where nobody added it. */
export async function findDocument(db: Db, hash: string): Promise<string | null> {
  return unpackText((await getItem(db, documentKey(hash)))?.['json']) ?? null;
}

/** Every document there is, by hash. */
export async function listDocuments(db: Db): Promise<TrustedDocument[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(DOCUMENTS_PK) },
  });
  return items.map((item) => ({
    hash: str(item, 'sk'),
    text: unpackText(item['json'])!,
    addedAt: num(item, 'at'),
  }));
}

/** Takes documents away that were not added for so many days: old versions of pages that nobody has open any more. @returns their hashes */
export async function removeOldDocuments(db: Db, days: number): Promise<string[]> {
  const old = (await listDocuments(db)).filter(({ addedAt }) => addedAt < db.clock() - days * DAY_MS);
  for (const { hash } of old) await deleteItem(db, documentKey(hash));
  return old.map(({ hash }) => hash);
}

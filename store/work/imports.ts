import { S } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { getItem, putItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { importKey } from '../client/keys.ts';

/** How far the import of one file (with one mapping) has come: what a killed import goes on from. */
export interface ImportState {
  /** Of the file's content and the mapping. */
  readonly fingerprint: string;
  readonly kind: string;
  readonly file: string;
  readonly startedAt: number;
  /** Records done. */
  readonly done: number;
  readonly finishedAt: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly rejected: readonly {
    readonly row: number;
    readonly field: string;
    readonly reason: string;
    readonly value: string;
  }[];
}

/** The state of an import, or null when there was none. */
export async function loadImport(db: Db, fingerprint: string): Promise<ImportState | null> {
  const text = unpackText((await getItem(db, importKey(fingerprint), { ConsistentRead: true }))?.['json']);
  return text === undefined ? null : (JSON.parse(text) as ImportState);
}

export async function saveImport(db: Db, state: ImportState): Promise<void> {
  const key = importKey(state.fingerprint);
  await putItem(db, { pk: S(key.pk), sk: S(key.sk), json: packText(JSON.stringify(state)) });
}

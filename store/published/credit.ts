import type { CustomerId } from '../../domain/events.ts';
import type { CreditNode } from '../../domain/network/local-push.ts';
import { decodeCredit, encodeCredit } from './credit-codec.ts';
import { deleteBlobs, getPacked, putPacked } from '../blobs/blobs.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { PublishedCredit } from './generations.ts';
import { bucketOf } from './slots.ts';

/**
 * The credit of a generation lies in the blob store: whoever pushes an order reads a few parts of it, and no reader ever does. In the table a
 * customer's ties and shares would cost .1 write units a night.
 */
const allFolders = (db: Db): string => `${db.table}.credit/`;

/** Customers a part should hold at most on average. */
export const CREDIT_PER_PART = 512;

export const creditFolder = (db: Db, generation: number, runId: string): string =>
  `${allFolders(db)}${generation}-${runId}/`;

const partOf = ({ folder }: Pick<PublishedCredit, 'folder'>, part: number): string =>
  `${folder}${String(part).padStart(6, '0')}`;

export const putCreditPart = (
  db: Db,
  credit: Pick<PublishedCredit, 'folder'>,
  part: number,
  nodes: Iterable<readonly [CustomerId, CreditNode]>,
): Promise<void> => putPacked(db.blobs, partOf(credit, part), new TextEncoder().encode(encodeCredit(nodes)));

const PARTS_AT_ONCE = 16;

/** Reads nodes of a generation's credit, each part once. `read` returns false where a part is gone: another generation is visible by now. */
export function creditReader(
  db: Db,
  credit: PublishedCredit,
): { readonly nodes: Map<CustomerId, CreditNode | null>; read(ids: readonly CustomerId[]): Promise<boolean> } {
  const parts = new Map<number, Map<CustomerId, CreditNode> | null>();
  const nodes = new Map<CustomerId, CreditNode | null>();
  return {
    nodes,
    read: async (ids) => {
      const missing = new Set(ids.map((id) => bucketOf(id, credit.bits)).filter((part) => !parts.has(part)));
      await mapLimit([...missing], PARTS_AT_ONCE, async (part) => {
        const bytes = await getPacked(db.blobs, partOf(credit, part));
        parts.set(part, bytes && decodeCredit(new TextDecoder().decode(bytes)));
      });
      for (const id of ids) {
        const part = parts.get(bucketOf(id, credit.bits));
        if (!part) return false;
        nodes.set(id, part.get(id) ?? null);
      }
      return true;
    },
  };
}

/** Deletes the credit of generations that nobody pushes along any more. */
export async function deleteOtherCredit(db: Db, kept: readonly (PublishedCredit | undefined)[]): Promise<void> {
  const folders = kept.flatMap((credit) => credit?.folder ?? []);
  const names = await db.blobs.list(allFolders(db));
  await deleteBlobs(
    db.blobs,
    names.filter((name) => !folders.some((folder) => name.startsWith(folder))),
  );
}

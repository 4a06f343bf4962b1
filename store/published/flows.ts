import type { CustomerId } from '../../domain/events.ts';
import { VisibleError } from '../../domain/errors.ts';
import type { Db } from '../client/db.ts';
import { keptShownBlocks } from './blocks.ts';
import { decodeFlows } from './flow-codec.ts';
import type { CustomerFlows } from './flow-list.ts';
import type { VisibleGeneration } from './generations.ts';
import { bucketOf } from './slots.ts';

/** The blocks that hold the amounts of blocks of flows, block for block. */
export const amountsOf = (flows: string): string => `${flows}+`;

/**
 * The explanations of some customers, in that order, null for who takes part in none; blocks that several share are read once, all in one request.
 *
 * @param kind what the blocks of flows are named by, where `bits` of an id name one
 * @throws VisibleError OTHER_RELEASE where they were published by one that kept them otherwise
 */
export async function readFlows(
  db: Db,
  shown: VisibleGeneration,
  { kind, bits }: { readonly kind: string; readonly bits: number },
  ids: readonly CustomerId[],
): Promise<(CustomerFlows | null)[]> {
  const numbers = [...new Set(ids.map((id) => bucketOf(id, bits)))];
  const blocks = await keptShownBlocks(
    db,
    shown,
    numbers.flatMap((number) => [
      { kind, number },
      { kind: amountsOf(kind), number },
    ]),
  );
  return ids.map((id) => {
    const at = 2 * numbers.indexOf(bucketOf(id, bits));
    const [between, amounts] = [blocks[at]!, blocks[at + 1]!];
    if (between === null) return null;
    if (amounts === null)
      throw new VisibleError(
        'OTHER_RELEASE',
        'What is visible was published by an earlier release of Kring, which kept explanations otherwise. Start a run: npm run -s kring -- enrich',
      );
    return decodeFlows({ between, amounts }, id);
  });
}

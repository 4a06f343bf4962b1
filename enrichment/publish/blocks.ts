import { encodeAggregates } from '../../published/aggregates.ts';
import { AGGREGATES, bucketsOf, CLAIMS, COMMUNITIES, FLOWS, REPORTS } from '../../published/blocks.ts';
import { encodeCommunities, type PublishedCommunity } from '../../published/communities.ts';
import { encodeReports } from '../../published/reports.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { blockName, deflateBlock, writeDeflated } from '../../store/published/blocks.ts';
import type { At } from '../../store/published/slots.ts';
import { aggregatesOf } from '../compute/aggregates.ts';
import { communityKey } from '../compute/communities.ts';
import { claimBlocks } from './claims.ts';
import { flowBlocks, type Buckets } from './flows.ts';
import type { Pieces } from './pieces.ts';
import type { PublishInput } from './input.ts';
import type { PageLog } from './slots.ts';
import { reportsOf } from './statistics.ts';

const BLOCKS_AT_ONCE = 16;

export interface WrittenBlocks {
  readonly flows: { readonly bits: number };
  readonly claims: { readonly bits: number };
}

/** Explanations, outcomes of claims, communities, reports and aggregates: blocks that did not change stay where they are. */
export async function writeBlocks(input: PublishInput, log: PageLog, pieces: Pieces): Promise<WrittenBlocks> {
  const { snapshot, result, statistics } = input;
  const buckets = async (kind: typeof FLOWS | typeof CLAIMS, { bits, blocks }: Buckets) => {
    await writeTexts(input, log, pieces, bucketsOf(kind, bits), blocks);
    return { bits };
  };
  const flows = await buckets(FLOWS, flowBlocks(snapshot, result));
  const claims = await buckets(CLAIMS, claimBlocks(snapshot, result));
  await writeTexts(input, log, pieces, COMMUNITIES, [encodeCommunities(communitiesOf(input))]);
  await writeTexts(input, log, pieces, REPORTS, [encodeReports(reportsOf(snapshot, result))]);
  const { marginRate } = statistics.settings;
  await writeTexts(input, log, pieces, AGGREGATES, encodeAggregates(aggregatesOf(snapshot, result, marginRate)));
  return { flows, claims };
}

async function writeTexts(
  { db, expiresAtMs }: PublishInput,
  log: PageLog,
  pieces: Pieces,
  name: string,
  texts: Iterable<string>,
): Promise<void> {
  let waiting: { readonly block: number; readonly at: At; readonly deflated: Uint8Array }[] = [];
  const write = async (): Promise<void> => {
    const some = waiting;
    waiting = [];
    if (some.length > 0)
      await pieces.write(() =>
        Promise.all(
          some.map(({ block, at, deflated }) =>
            writeDeflated(db, at, blockName(name, block), deflated, { expiresAtMs }),
          ),
        ),
      );
  };
  let block = 0;
  for (const text of texts) {
    const content = new TextEncoder().encode(text);
    const at = log.note(name, content);
    if (at !== null) waiting.push({ block, at, deflated: deflateBlock(content) });
    block++;
    if (waiting.length >= BLOCKS_AT_ONCE) await write();
  }
  await write();
}

/** The description of every community, the most valuable first. */
function communitiesOf({ snapshot, result }: PublishInput): PublishedCommunity[] {
  let offset = 0;
  return result.communities.communities.map(({ id, size, value, innerShare, leaders }): PublishedCommunity => {
    offset += size;
    return {
      id: communityKey(id),
      size,
      valueMinor: value,
      innerShare,
      leaders: idsAt(snapshot.ids, leaders),
      offset: offset - size,
    };
  });
}

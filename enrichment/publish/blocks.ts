import { encodeAggregates } from '../../published/aggregates.ts';
import {
  ACCOUNTS,
  AGGREGATES,
  bucketsOf,
  CLAIMS,
  COMMUNITIES,
  FLOWS,
  HEALTH,
  MARKET,
  REPORTS,
} from '../../published/blocks.ts';
import { encodeCommunities, type PublishedCommunity } from '../../published/communities.ts';
import { encodeHealth } from '../../published/health.ts';
import { encodeMarket } from '../../published/market.ts';
import { encodeReports } from '../../published/reports.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { amountsOf } from '../../store/published/flows.ts';
import type { FlowBlock } from '../../store/published/flow-codec.ts';
import { blockName, deflateBlock, writeDeflated } from '../../store/published/blocks.ts';
import type { At } from '../../store/published/slots.ts';
import { aggregatesOf } from '../compute/aggregates.ts';
import { communityKey } from '../compute/communities.ts';
import { accountBlocks } from './accounts.ts';
import { claimBlocks } from './claims.ts';
import { flowBlocks } from './flows.ts';
import type { Pieces } from './pieces.ts';
import type { PublishInput } from './input.ts';
import type { PageLog } from './slots.ts';
import { reportsOf } from './statistics.ts';

const BLOCKS_AT_ONCE = 16;

export interface WrittenBlocks {
  readonly flows: { readonly bits: number };
  readonly claims: { readonly bits: number };
  /** Absent where nobody belongs to an account. */
  readonly accounts?: { readonly bits: number };
}

/** Explanations, outcomes of claims, accounts, communities, reports and aggregates: blocks that did not change stay where they are. */
export async function writeBlocks(input: PublishInput, log: PageLog, pieces: Pieces): Promise<WrittenBlocks> {
  const { snapshot, result, statistics } = input;
  const flows = flowBlocks(snapshot, result);
  const flowsName = bucketsOf(FLOWS, flows.bits);
  await writeParted(input, log, pieces, [flowsName, amountsOf(flowsName)], pairsOf(flows.blocks));
  const claims = claimBlocks(snapshot, result);
  await writeTexts(input, log, pieces, bucketsOf(CLAIMS, claims.bits), claims.blocks);
  const accounts = accountBlocks(input.db, result.accounts);
  if (accounts !== null) await writeTexts(input, log, pieces, bucketsOf(ACCOUNTS, accounts.bits), accounts.blocks);
  await writeTexts(input, log, pieces, COMMUNITIES, [encodeCommunities(communitiesOf(input))]);
  await writeTexts(input, log, pieces, REPORTS, [encodeReports(reportsOf(snapshot, result))]);
  const { health, market } = result;
  await writeTexts(input, log, pieces, HEALTH, health === null ? [] : [encodeHealth(health)]);
  await writeTexts(input, log, pieces, MARKET, market === null ? [] : [encodeMarket(market)]);
  const { marginRate } = statistics.settings;
  await writeTexts(input, log, pieces, AGGREGATES, encodeAggregates(aggregatesOf(snapshot, result, marginRate)));
  return {
    flows: { bits: flows.bits },
    claims: { bits: claims.bits },
    ...(accounts === null ? {} : { accounts: { bits: accounts.bits } }),
  };
}

function* pairsOf(blocks: Iterable<FlowBlock>): Iterable<readonly Uint8Array[]> {
  for (const { between, amounts } of blocks) yield [between, amounts];
}

function* encoded(texts: Iterable<string>): Iterable<readonly Uint8Array[]> {
  for (const text of texts) yield [new TextEncoder().encode(text)];
}

const writeTexts = (
  input: PublishInput,
  log: PageLog,
  pieces: Pieces,
  name: string,
  texts: Iterable<string>,
): Promise<void> => writeParted(input, log, pieces, [name], encoded(texts));

/** Writes blocks of as many parts as there are names, each part where it changed. */
async function writeParted(
  { db, expiresAtMs }: PublishInput,
  log: PageLog,
  pieces: Pieces,
  names: readonly string[],
  blocks: Iterable<readonly Uint8Array[]>,
): Promise<void> {
  let waiting: { readonly name: string; readonly block: number; readonly at: At; readonly deflated: Uint8Array }[] = [];
  const write = async (): Promise<void> => {
    const some = waiting;
    waiting = [];
    if (some.length > 0)
      await pieces.write(() =>
        Promise.all(
          some.map(({ name, block, at, deflated }) =>
            writeDeflated(db, at, blockName(name, block), deflated, { expiresAtMs }),
          ),
        ),
      );
  };
  let block = 0;
  for (const parts of blocks) {
    for (const [k, name] of names.entries()) {
      const at = log.note(name, parts[k]!);
      if (at !== null) waiting.push({ name, block, at, deflated: deflateBlock(parts[k]!) });
    }
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

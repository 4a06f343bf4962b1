import type { CustomerId } from '../../domain/events.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { toGrid } from '../../domain/network/cents.ts';
import type { CreditNode } from '../../domain/network/local-push.ts';
import { idAt, idCount, idsAt } from '../../store/customers/packed-ids.ts';
import { CREDIT_PER_PART, creditFolder, putCreditPart } from '../../store/published/credit.ts';
import type { PublishedCredit } from '../../store/published/generations.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { PublishInput } from './input.ts';
import { fingerprintParts } from './slots.ts';

/**
 * Keeps the credit of a run where orders find it until the next one: who follows whom by which shares, who brought whom, f and own value. A run that froze
 * what is kept already writes nothing.
 */
export async function writeCredit({
  db,
  previous,
  generation,
  runId,
  snapshot,
  result,
}: PublishInput): Promise<PublishedCredit> {
  const { flow, relations } = result;
  const { arcs, offsets } = relations.attention;
  const count = idCount(snapshot.ids);
  const fingerprint = fingerprintParts(
    [
      flow.directMinor,
      flow.network.f,
      flow.shares.given,
      offsets,
      arcs.to,
      arcs.weight,
      relations.forest.referrer,
      relations.forest.typeTwo,
      relations.forest.savedAcquisitionCostMinor,
    ]
      .map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))
      .concat(snapshot.ids.bytes),
  );
  if (previous?.credit?.fingerprint === fingerprint) return previous.credit;
  const bits = bitsFor(count, CREDIT_PER_PART);
  const credit: PublishedCredit = {
    folder: creditFolder(db, generation, runId),
    bits,
    fingerprint,
    mostGiven: flow.shares.given.reduce((most, given) => Math.max(most, given), 0),
  };
  const part = Int32Array.from({ length: count }, (_, i) => bucketOf(idAt(snapshot.ids, i), bits));
  const sorted = countingSort(part, 2 ** bits);
  for (let at = 0, number = 0; number < 2 ** bits; number++) {
    const nodes: [CustomerId, CreditNode][] = [];
    for (; at < count && part[sorted[at]!] === number; at++)
      nodes.push([idAt(snapshot.ids, sorted[at]!), nodeOf(snapshot, result, sorted[at]!)]);
    await putCreditPart(db, credit, number, nodes);
  }
  return credit;
}

function nodeOf({ ids }: Snapshot, { flow, relations }: RunResult, i: number): CreditNode {
  const { attention, forest } = relations;
  const [from, to] = [attention.offsets[i]!, attention.offsets[i + 1]!];
  const friends = forest.children.subarray(forest.childOffsets[i]!, forest.childOffsets[i + 1]!);
  const referrer = forest.referrer[i]!;
  return {
    at: i,
    directMinor: flow.directMinor[i]!,
    fGrid: toGrid(flow.network.f[i]!),
    given: flow.shares.given[i]!,
    follows: idsAt(ids, attention.arcs.to.subarray(from, to)),
    weight: attention.arcs.weight.subarray(from, to),
    referral:
      referrer < 0
        ? null
        : {
            referrer: idAt(ids, referrer),
            typeTwo: forest.typeTwo[i] === 1,
            savedMinor: forest.savedAcquisitionCostMinor[i]!,
          },
    friends: idsAt(
      ids,
      friends.filter((friend) => forest.typeTwo[friend] !== 1),
    ),
  };
}

import type { CustomerEvent, CustomerId } from '../../domain/events.ts';
import type { Fact } from '../../domain/facts/facts.ts';
import { num, S, N, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, keyName, putRequest, type Found } from '../client/batch.ts';
import { getItem, isConditionFailed, mayHaveSucceeded, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { aboutPk, eventSk, receiptKey } from '../client/keys.ts';
import type { Identity } from '../customers/identity.ts';
import type { Resolved } from '../customers/resolve.ts';
import { checkedContent, contentHash, contentOf } from './content-codec.ts';
import { earlierHashes } from './corrections.ts';
import type { EventRow, IngestOptions, IngestOutcome, IngestStatus } from './event-rows.ts';
import { encodeEvent, versionOf } from './history.ts';

const CONCURRENT_WRITES = 32;
const CONCURRENT_BATCHES = 8;

/** One distinct (kind, source, id) of a call: its first row. */
export interface Candidate {
  readonly rowIndex: number;
  readonly hash: string;
  readonly customerId: CustomerId;
  readonly identity: Identity | null;
  readonly event: CustomerEvent | Fact;
  readonly content: string;
  readonly contentHash: string;
  sk: string;
  /** The version the receipt stands for. */
  version: number;
  outcome: IngestStatus;
  /** Content hash that (kind, source, id) stands for after this call, to judge further rows by. */
  standing: string | null;
  /** When the receipt was written; a rewritten event carries it too, so that it comes out as it would have. */
  receivedAt: number;
}

/** Whether a row's customer is there, or may be made. */
export const isKnown = ({ item, identity }: Resolved, create: boolean): boolean =>
  item !== undefined || (create && identity !== null);

/** The first row of every (kind, source, id); rows that repeat it are judged by what became of it. */
export function firstOfEach(
  rows: readonly EventRow[],
  hashes: readonly string[],
  resolved: readonly Resolved[],
  create: boolean,
  receivedAt: number,
): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const [rowIndex, { event }] of rows.entries()) {
    const hash = hashes[rowIndex]!;
    const { id, identity } = resolved[rowIndex]!;
    const known = isKnown(resolved[rowIndex]!, create);
    const before = candidates.get(hash);
    if (before !== undefined && (before.outcome !== 'UNKNOWN_CUSTOMER' || !known)) continue;
    const content = checkedContent(event);
    candidates.set(hash, {
      rowIndex,
      hash,
      customerId: id,
      identity,
      event,
      content,
      contentHash: contentHash(id, event.occurredAt, content),
      sk: eventSk(event.occurredAt, hash),
      version: 1,
      outcome: known ? 'ACCEPTED' : 'UNKNOWN_CUSTOMER',
      standing: null,
      receivedAt,
    });
  }
  return candidates;
}

/** Judges each candidate by its receipt, if there is one. Returns those whose event has to be written. */
export async function compareWithReceipts(
  db: Db,
  candidates: readonly Candidate[],
  { synced = false }: Pick<IngestOptions, 'synced'> = {},
): Promise<Set<Candidate>> {
  const receipts = await batchGet(
    db,
    candidates.map(({ hash }) => receiptKey(hash)),
    { consistent: true },
  );
  const toWrite = new Set<Candidate>();
  for (const candidate of candidates) {
    const receipt = receipts.get(keyName(receiptKey(candidate.hash)));
    if (receipt === undefined) toWrite.add(candidate);
    else judge(candidate, receipt);
  }
  // A receipt without its event: its writer died in between. The event is written after all.
  const duplicates = candidates.filter((one) => one.outcome === 'DUPLICATE' && one.standing === one.contentHash);
  const events: Found = await batchGet(db, duplicates.map(eventKey), { consistent: true, attributes: ['v', 'y'] });
  for (const duplicate of duplicates) {
    const event = events.get(keyName(eventKey(duplicate)));
    // What a sync has read, told by the company as well: from now on it is theirs.
    const isToldNow = event?.['y'] !== undefined && !synced;
    if (event === undefined || versionOf(event) < duplicate.version || isToldNow) toWrite.add(duplicate);
  }
  return toWrite;
}

const eventKey = ({ customerId, sk }: Candidate) => ({ pk: aboutPk(customerId), sk });

function judge(candidate: Candidate, receipt: Item): void {
  candidate.standing = str(receipt, 'h');
  candidate.outcome =
    candidate.standing === candidate.contentHash || earlierHashes(receipt).includes(candidate.contentHash)
      ? 'DUPLICATE'
      : 'CONFLICT';
  candidate.receivedAt = num(receipt, 't');
  candidate.version = versionOf(receipt);
  candidate.sk = str(receipt, 'e');
}

/** Writes receipts, then the events of those that stand. */
export async function writeGroup(
  db: Db,
  candidates: readonly Candidate[],
  { soleWriter = false, synced = false }: Pick<IngestOptions, 'soleWriter' | 'synced'>,
): Promise<void> {
  const fresh = candidates.filter(({ outcome }) => outcome === 'ACCEPTED');
  if (soleWriter)
    await batchWrite(
      db,
      fresh.map((one) => putRequest(receiptItem(one))),
      CONCURRENT_BATCHES,
    );
  else await mapLimit(fresh, CONCURRENT_WRITES, (one) => putReceipt(db, one));
  const accepted = candidates.filter(({ outcome }) => outcome !== 'CONFLICT');
  const items = accepted.map((one) =>
    encodeEvent(one.customerId, one.event, one.hash, one.content, one.receivedAt, { version: one.version, synced }),
  );
  if (items.length === 1) await putItem(db, items[0]!);
  else await batchWrite(db, items.map(putRequest), CONCURRENT_BATCHES);
}

/** Attributes of a receipt: `c` customer, `e` event, `h` content hash, `t` received at; after a correction `v` version, `x` earlier content hashes. */
function receiptItem(candidate: Candidate): Item {
  candidate.standing = candidate.contentHash;
  const key = receiptKey(candidate.hash);
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    c: S(candidate.customerId),
    e: S(candidate.sk),
    h: S(candidate.contentHash),
    t: N(candidate.receivedAt),
  };
}

async function putReceipt(db: Db, candidate: Candidate): Promise<void> {
  try {
    await putItem(db, receiptItem(candidate), { ConditionExpression: 'attribute_not_exists(pk)' });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const standing = (await getItem(db, receiptKey(candidate.hash), { ConsistentRead: true }))!;
    // This very call's, whose answer was lost, or else somebody's who was faster; writing the same event twice is harmless.
    const isMine =
      mayHaveSucceeded(error) &&
      str(standing, 'h') === candidate.contentHash &&
      num(standing, 't') === candidate.receivedAt;
    if (!isMine) judge(candidate, standing);
  }
}

/** What is told of a row: its candidate's outcome, or for another row of the same name, how its content compares with what stands. */
export function outcomeOf(row: EventRow, index: number, candidate: Candidate, resolved: Resolved): IngestOutcome {
  let status = candidate.outcome;
  if (index !== candidate.rowIndex) {
    const hash = contentHash(resolved.id, row.event.occurredAt, contentOf(row.event));
    status = hash === candidate.standing ? 'DUPLICATE' : 'CONFLICT';
  }
  const stored = status === 'ACCEPTED' || status === 'DUPLICATE';
  return {
    status,
    customerId: resolved.survivorId,
    ...(stored ? { event: { customerId: candidate.customerId, sk: candidate.sk } } : {}),
  };
}

/** What the table says of customers to who follows their scores, and may not see everybody. */
import type { CustomerId } from '../../domain/events.ts';
import type { ScoreRow } from '../../domain/profile/score-row.ts';
import { batchGet, keyName } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { customerKey } from '../client/keys.ts';
import { decodeRecord, type CustomerRecord } from '../customers/records.ts';
import { recordsById, survivorsOf } from '../customers/survivors.ts';
import type { PublishedScores } from '../published/generations.ts';
import { readScores } from '../published/score-files.ts';

/** Which customers a follower sees; null: all. */
export type SeenSources = ReadonlySet<string> | null;

export type Scored = {
  readonly kind: 'SCORED';
  readonly row: ScoreRow;
  /** The customer, and everybody merged into them. */
  readonly records: readonly CustomerRecord[];
};
/** What the table says of a customer by now, to somebody who may not see everybody. */
export type State =
  | Scored
  | { readonly kind: 'UNSCORED' | 'UNSEEN' | 'GONE' }
  | { readonly kind: 'MERGED'; readonly into: CustomerId };

const isNamedBy = ({ identities }: CustomerRecord, sources: ReadonlySet<string>): boolean =>
  identities.some(({ type, source }) => type === 'EXTERNAL_ID' && source !== null && sources.has(source));

/**
 * What the table says of customers by now.
 *
 * @param scores of the generation whose scores they have; undefined before the first
 */
export async function statesOf(
  db: Db,
  ids: readonly CustomerId[],
  sources: SeenSources,
  scores: PublishedScores | undefined,
): Promise<Map<CustomerId, State>> {
  if (ids.length === 0) return new Map();
  const items = await batchGet(db, ids.map(customerKey), { consistent: true });
  const records = new Map(
    ids.flatMap((id) => {
      const item = items.get(keyName(customerKey(id)));
      return item === undefined ? [] : [[id, decodeRecord(item)] as const];
    }),
  );
  const pointed = [...records.values()].filter(({ pointer }) => pointer !== null).map(({ id }) => id);
  const survivors =
    pointed.length === 0 ? new Map<CustomerId, CustomerId>() : await survivorsOf(db, pointed, { consistent: true });
  const isMerged = (id: CustomerId): boolean => (survivors.get(id) ?? id) !== id;
  const present = [...records.values()].filter(({ id }) => !isMerged(id));
  const others = await recordsById(
    db,
    [...records.values()].flatMap(({ merged }) => merged.map(({ id }) => id)),
  );
  const rows =
    scores === undefined
      ? new Map<CustomerId, ScoreRow>()
      : await readScores(
          db,
          scores,
          present.map(({ id }) => id),
        );
  const stateOf = (id: CustomerId): State => {
    const record = records.get(id);
    if (record === undefined) return { kind: 'GONE' };
    const everybody = [record, ...record.merged.flatMap((one) => others.get(one.id) ?? [])];
    // Whoever was merged keeps the list of those merged into them before, through whom a follower may know them.
    if (sources !== null && !everybody.some((one) => isNamedBy(one, sources))) return { kind: 'UNSEEN' };
    if (isMerged(id)) return { kind: 'MERGED', into: survivors.get(id)! };
    const row = rows.get(id);
    return row === undefined ? { kind: 'UNSCORED' } : { kind: 'SCORED', row, records: everybody };
  };
  return new Map(ids.map((id) => [id, stateOf(id)]));
}

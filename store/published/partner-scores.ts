import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { ScoreRow } from '../../domain/profile/score-row.ts';
import { str } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { customerKey, identityKey, META_GENERATION } from '../client/keys.ts';
import { named } from '../customers/identity.ts';
import { customerIdOfItem } from '../customers/records.ts';
import { SURVIVOR_ATTRIBUTES, survivorItems } from '../customers/survivors.ts';
import { decodeGeneration, type VisibleGeneration } from './generations.ts';
import { readScores } from './score-files.ts';

/** What is known of the customer an external id names. */
export interface FoundScore {
  /** By now: of who was merged into somebody, the survivor. Null: the source names nobody so. */
  readonly customerId: CustomerId | null;
  /** Null where no run has published them. */
  readonly row: ScoreRow | null;
}

/** Scores of an earlier pointer stay readable for a month, so a pointer of a moment ago shows what was published a moment ago. */
const RECENT_MS = 5000;
const recent = new WeakMap<Db['client'], Map<string, { readonly until: number; readonly shown: VisibleGeneration }>>();

function remember(db: Db, shown: VisibleGeneration | null): void {
  if (shown === null) return;
  let ofTables = recent.get(db.client);
  if (ofTables === undefined) recent.set(db.client, (ofTables = new Map()));
  ofTables.set(db.table, { until: db.clock() + RECENT_MS, shown });
}

/**
 * Customers by ids of one source, in that order, as the last run published them. Up to 100 are two requests of the table, however large the company:
 * who they are, and that they are there; their scores lie beside the table. The very first of a process reads the pointer too, in a third where a
 * hundred are asked for; so does, rarely, who was merged.
 */
export async function scoresByExternalId(
  db: Db,
  source: string,
  externalIds: readonly string[],
): Promise<{ readonly shown: VisibleGeneration | null; readonly found: readonly FoundScore[] }> {
  const asked = externalIds.map((id, index) => {
    try {
      return named(db, { externalId: { source, id } });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const ofSource = error.field[0] === 'externalId.source';
      const field = ofSource ? ['source'] : ['externalIds', String(index)];
      throw new InvalidInputError(field, error.message.replace(/^externalId\.\w+/u, field.join('.')), { cause: error });
    }
  });
  const known = recent.get(db.client)?.get(db.table);
  const pointer = known !== undefined && known.until > db.clock() ? known.shown : null;
  const first = await batchGet(db, [
    ...asked.map(({ hash }) => identityKey(hash!)),
    ...(pointer === null ? [META_GENERATION] : []),
  ]);
  const shown = pointer ?? decodeGeneration(first.get(keyName(META_GENERATION)));
  if (pointer === null) remember(db, shown);
  const owners = asked.map(({ id, hash }) => {
    const attached = first.get(keyName(identityKey(hash!)));
    return attached === undefined ? id : str(attached, 'c');
  });
  const items = await batchGet(db, owners.map(customerKey), { attributes: SURVIVOR_ATTRIBUTES });
  const present = [...items.values()];
  const survivors = await survivorItems(db, present, { attributes: [] });
  const survivorOf = new Map(present.map((item, index) => [customerIdOfItem(item), survivors[index]!]));
  const ids = owners.map((id) => {
    const survivor = survivorOf.get(id);
    return survivor === undefined ? null : customerIdOfItem(survivor);
  });
  const rows =
    shown?.scores === undefined
      ? new Map<CustomerId, ScoreRow>()
      : await readScores(
          db,
          shown.scores,
          ids.filter((id) => id !== null),
        );
  return {
    shown,
    found: ids.map((customerId) => ({ customerId, row: customerId === null ? null : (rows.get(customerId) ?? null) })),
  };
}

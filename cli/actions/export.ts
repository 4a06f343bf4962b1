import { InvalidInputError } from '../../domain/errors.ts';
import { csvLine } from '../../intake/csv/write.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { requireDrawn } from '../../store/actions/freeze.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { recordsById } from '../../store/customers/survivors.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';

export interface ExportChoices {
  /** Only this arm. */
  readonly arm?: string;
  /** Ids of this source; who has none there by Kring's own. */
  readonly source?: string;
  /** E-mail addresses too: they are not needed to reach a list by ids, so nobody gets them unasked. */
  readonly email?: boolean;
}

const AT_ONCE = 100;

/** Who was drawn into which arm, as lines of CSV: never what is forecast of them. @throws VisibleError NOT_FOUND or NOT_FROZEN; INVALID for an arm that is none */
export async function* exportLines(db: Db, key: string, { arm, source, email }: ExportChoices): AsyncGenerator<string> {
  const { drawn, arms } = await requireDrawn(db, key);
  if (arm !== undefined && !arms.some(({ key: own }) => own === arm))
    throw new InvalidInputError(
      ['arm'],
      `There is no arm "${arm}". There are ${arms.map(({ key: own }) => own).join(', ')}.`,
    );
  const { ids, columns } = await readDrawn(db, key, drawn);
  yield csvLine(['customer', 'source', 'arm', ...(email === true ? ['email'] : [])]);
  for (const positions of chunksOf([...ids.keys()], AT_ONCE)) {
    const records = await recordsById(
      db,
      positions.map((at) => ids[at]!),
    );
    for (const at of positions) {
      const id = ids[at]!;
      const own = arms[columns.arm[at]!]!.key;
      if (arm !== undefined && own !== arm) continue;
      const named = nameIn(records.get(id), source) ?? { source: 'kring', value: id };
      yield csvLine([named.value, named.source, own, ...(email === true ? [emailIn(records.get(id))] : [])]);
    }
  }
}

const nameIn = (record: CustomerRecord | undefined, source: string | undefined) => {
  const found = record?.identities.find(
    (one) => one.type === 'EXTERNAL_ID' && one.source !== null && (source === undefined || one.source === source),
  );
  return found === undefined ? null : { source: found.source!, value: found.value };
};

const emailIn = (record: CustomerRecord | undefined): string | null =>
  record?.identities.find(({ type }) => type === 'EMAIL')?.value ?? null;

import { InvalidInputError } from '../domain/errors.ts';

/** A row the store refuses to take. */
export interface Refused {
  readonly status: 'REFUSED';
  readonly reason: string;
}

/**
 * Writes rows of which the store refuses all when one is bad (it writes nothing then): halves them until only the bad ones
 * are left out. Outcomes in the order of the rows; throws what is not about a row.
 */
export async function writeGood<Row, Outcome>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<Outcome[]>,
): Promise<(Outcome | Refused)[]> {
  try {
    return await write(rows);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    if (rows.length === 1) return [{ status: 'REFUSED', reason: error.message }];
    const middle = rows.length >> 1;
    return [...(await writeGood(rows.slice(0, middle), write)), ...(await writeGood(rows.slice(middle), write))];
  }
}

/** What a run writes, piece by piece: the same pieces in the same order in every attempt, so that one goes on where another stopped. */
export interface Pieces {
  /** Writes a piece unless an earlier attempt has. @param customers whose answers it holds */
  write(write: () => Promise<unknown>, customers?: number): Promise<void>;
}

/**
 * @param from pieces an earlier attempt has written
 * @param onPiece called after every piece with all that is written by now; throws to stop (the lease is lost, time is up)
 */
export function piecesFrom(from: number, onPiece: (written: number, customers: number) => Promise<void>): Pieces {
  let [written, done] = [0, 0];
  return {
    write: async (write, customers = 0) => {
      written++;
      done += customers;
      if (written <= from) return;
      await write();
      await onPiece(written, done);
    },
  };
}

/** Who is told how far a long piece of work has come: a bar on a terminal, lines in a log, nobody. */
export interface Progress {
  /**
   * Starts the next stretch of work; the one before is done. `total` null: nobody knows beforehand. `shown` false: the
   * numbers mean nothing to a reader (bytes, parts), only the share of them does.
   */
  stage(name: string, total: number | null, shown?: boolean): void;
  update(done: number): void;
  stop(): void;
}

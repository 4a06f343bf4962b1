import type { Department } from '../engagement/rules.ts';

/** What a source told of everybody for one department. */
export interface SourceHealth {
  readonly source: string;
  readonly department: Department;
  /** Events and facts. */
  readonly records: number;
  /** The newest instant one is of, epoch ms. */
  readonly lastAt: number;
  /** Customers it told something of. */
  readonly customers: number;
  /** Of these, those of whom another source told something too: whom the source could be joined with the others by. */
  readonly matched: number;
}

/** What sources told of one customer. */
export interface ToldOf {
  readonly source: string;
  readonly department: Department;
  readonly records: number;
  readonly lastAt: number;
}

export interface Sources {
  /** By source, then department; Σ records is everything told. */
  readonly rows: readonly SourceHealth[];
  /** Customers told of at all, and of these who is known to more than one source. */
  readonly customers: number;
  readonly matched: number;
}

/** Adds up what sources told, customer by customer, in any order. */
export function sourceCollector(): { add(told: readonly ToldOf[]): void; finish(): Sources } {
  const rows = new Map<string, { -readonly [K in keyof SourceHealth]: SourceHealth[K] }>();
  let [customers, matched] = [0, 0];
  return {
    add: (told) => {
      if (told.length === 0) return;
      customers++;
      const isMatched = told.some(({ source }) => source !== told[0]!.source);
      if (isMatched) matched++;
      for (const { source, department, records, lastAt } of told) {
        const key = JSON.stringify([source, department]);
        const row = rows.get(key) ?? { source, department, records: 0, lastAt, customers: 0, matched: 0 };
        rows.set(key, row);
        row.records += records;
        row.lastAt = Math.max(row.lastAt, lastAt);
        row.customers++;
        if (isMatched) row.matched++;
      }
    },
    finish: () => ({
      rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
      customers,
      matched,
    }),
  };
}

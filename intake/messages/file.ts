import type { ImportJob, RowOutcome } from '../context.ts';
import type { GoodRow } from '../rows.ts';
import { takeMessages } from './take.ts';
import type { Told } from './told.ts';

/** Events shown by name in the note at the end. */
const SHOWN = 8;

/** How messages of a file are written; `told` says at the end what was left out, by name. */
export function messageWriter(): {
  readonly write: (job: ImportJob, rows: readonly GoodRow<Told>[]) => Promise<RowOutcome[]>;
  told(): string | null;
} {
  const skipped = new Map<string, number>();
  return {
    async write(job, rows) {
      const results = await takeMessages(
        job.db,
        rows.map(({ value }) => value),
        { source: job.plan.source, fold: false },
      );
      return results.map(({ status, because }, index): RowOutcome => {
        const { row } = rows[index]!;
        const [first] = because;
        if (first === undefined) return { status };
        const { field, message, code } = first;
        if (status === 'REJECTED') return { status, rejected: { row, field, reason: message, value: '' } };
        for (const one of because) {
          job.rejects.note({ row, field: one.field, reason: one.message, value: one.code });
          if (code === 'UNKNOWN_EVENT') skipped.set(one.name ?? '', (skipped.get(one.name ?? '') ?? 0) + 1);
        }
        return { status };
      });
    },
    told() {
      if (skipped.size === 0) return null;
      const all = [...skipped].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const shown = all.slice(0, SHOWN).map(([name, count]) => `"${name}" (${count})`);
      return `Left out, being neither orders nor interactions Kring knows: ${shown.join(', ')}${all.length > SHOWN ? ` and ${all.length - SHOWN} more` : ''}.`;
    },
  };
}

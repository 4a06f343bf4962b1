import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { runImport } from '../../intake/job.ts';
import type { ImportOutcome } from '../../intake/job.ts';
import type { ImportRequest } from '../../intake/prepare.ts';
import { openRejects } from '../../intake/rejects.ts';
import type { Progress } from '../../cli/progress.ts';
import type { Db } from '../../store/client/db.ts';
import type { EngineKind } from '../engines/engines.ts';

/** The engine the command line embeds. */
export const ENGINE: EngineKind = 'dynalite';

const silent: Progress = { stage() {}, update() {}, stop() {} };

export interface Imported {
  readonly outcome: ImportOutcome;
  /** The rows of rejects.csv, as text. */
  readonly rejects: { row: string; field: string; reason: string; value: string }[];
}

/** Files to import, in a directory of their own. */
export function newFiles() {
  const directory = mkdtempSync(join(tmpdir(), 'kring-import-'));
  let count = 0;
  const file = (content: string | Buffer): string => {
    const path = join(directory, `${(count += 1)}.csv`);
    writeFileSync(path, content);
    return path;
  };
  return {
    directory,
    file,
    remove: () => rmSync(directory, { recursive: true, force: true }),
    async import(
      db: Db,
      kind: ImportRequest['kind'],
      content: string | Buffer,
      request: Partial<ImportRequest> = {},
    ): Promise<Imported> {
      const report = openRejects(join(directory, `${count}.rejects.csv`));
      let outcome: ImportOutcome;
      let path: string | null = null;
      try {
        outcome = await runImport(
          db,
          { kind, path: request.path ?? file(content), ...request },
          { progress: silent, rejects: report },
        );
      } finally {
        path = await report.close();
      }
      return { outcome, rejects: path === null ? [] : parse(readFileSync(path, 'utf8'), { columns: true }) };
    },
  };
}

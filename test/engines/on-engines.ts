import { afterAll, beforeAll, describe } from 'vitest';
import { openDb, type Db } from '../../store/client/db.ts';
import {
  isAvailable,
  startEngine,
  TEST_BLOBS,
  TEST_IDENTITY_KEY,
  testDb,
  type Engine,
  type EngineKind,
} from './engines.ts';

export interface EngineContext {
  readonly kind: EngineKind;
  /** A fresh table. */
  readonly fresh: (options?: { clock?: () => number; maxAttempts?: number }) => Promise<Db>;
  /** Where the engine answers. */
  readonly endpoint: () => string;
  /** The same table through a client of its own: another process, as it were. */
  readonly again: (db: Db, options?: { clock?: () => number; identityKey?: string }) => Db;
}

/** Runs a suite on each of the engines; one that is not installed is skipped by name. */
export function onEngines(
  title: string,
  suite: (context: EngineContext) => void,
  kinds: readonly EngineKind[] = ['dynoxide', 'dynalite'],
): void {
  for (const kind of kinds) {
    const available = isAvailable(kind);
    describe.skipIf(!available)(
      `${title} on ${kind}${available ? '' : ' (skipped: not installed on this platform)'}`,
      () => {
        let engine: Engine;
        beforeAll(async () => {
          engine = await startEngine(kind);
        });
        afterAll(() => engine.stop());
        suite({
          kind,
          endpoint: () => engine.endpoint,
          fresh: (options) => testDb(engine, options),
          again: (db, options) =>
            openDb({
              endpoint: engine.endpoint,
              table: db.table,
              identityKey: TEST_IDENTITY_KEY,
              blobs: TEST_BLOBS,
              clock: db.clock,
              maxAttempts: 1,
              ...options,
            }),
        });
      },
    );
  }
}

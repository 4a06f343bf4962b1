import { runEnrichment } from '../../enrichment/run.ts';
import type { Progress } from '../../intake/progress.ts';
import { demoAsOf, inviteToDinner, loadDemo } from '../../local/demo/demo.ts';
import { openDb } from '../../store/client/db.ts';
import { TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { clientOf, type Client } from '../resolvers/client.ts';

const SILENT: Progress = { stage: () => {}, update: () => {}, stop: () => {} };

/** The demo of `npm start`, with its runs. */
export async function demoClient(engine: Engine): Promise<Client> {
  const db = openDb({
    endpoint: engine.endpoint,
    table: 'kring-demo',
    identityKey: TEST_IDENTITY_KEY,
    blobs: TEST_BLOBS,
  });
  await loadDemo(db, SILENT);
  const options = { asOf: await demoAsOf(), trigger: 'MANUAL' } as const;
  await runEnrichment(db, options);
  await inviteToDinner(db);
  await runEnrichment(db, options);
  return clientOf(db, { currency: 'USD' });
}

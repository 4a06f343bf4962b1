/** What starts the workflow of runs: a request to AWS, signed as the SDK of SST signs it; the network ends here. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasWorkflow, startWaitingRun } from '../../functions/look-after-runs.ts';
import type { Db } from '../../store/client/db.ts';
import { finishRun, releaseLease, startRun } from '../../store/work/runs.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';

describe('what waits for a run', () => {
  let engine: Engine;
  let db: Db;
  const asked: Request[] = [];
  let status = 202;
  const started = { trigger: 'MANUAL' as const, asOf: Date.UTC(2026, 0, 1) };

  beforeAll(async () => {
    engine = await startEngine('dynalite');
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    db = await testDb(engine);
    asked.length = 0;
    status = 202;
    vi.stubEnv('KRING_WORKFLOW', 'kring-EnrichWorkflow:7');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'an id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a secret');
    vi.stubGlobal('fetch', async (request: Request) => {
      asked.push(request);
      return new Response(null, { status });
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('a run that nobody holds starts the workflow, of the version that was deployed, once for what it is', async () => {
    const run = await startRun(db, started);
    await releaseLease(db, run);
    expect(await startWaitingRun(db)).toBe(`${run.id}-0`);
    const [request] = asked;
    expect(request!.url).toBe(
      'https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/kring-EnrichWorkflow/invocations?Qualifier=7',
    );
    expect(request!.headers.get('x-amz-durable-execution-name')).toBe(`${run.id}-0`);
    expect(request!.headers.get('x-amz-invocation-type')).toBe('Event');
    expect(request!.headers.get('authorization')).toMatch(/^AWS4-HMAC-SHA256 /u);
    expect(await request!.json()).toEqual({ action: 'START' });
  });
  it('a run that somebody holds, one that has ended, and none at all start nothing', async () => {
    expect(await startWaitingRun(db)).toBeNull();
    const run = await startRun(db, started);
    expect(await startWaitingRun(db)).toBeNull();
    await finishRun(db, { ...run, status: 'SUCCEEDED', finishedAt: 1 });
    expect(await startWaitingRun(db)).toBeNull();
    expect(asked).toEqual([]);
  });
  it('without a workflow there is nothing to start', async () => {
    await releaseLease(db, await startRun(db, started));
    vi.stubEnv('KRING_WORKFLOW', '');
    expect(hasWorkflow()).toBe(false);
    expect(await startWaitingRun(db)).toBeNull();
  });
  it('whoever asks is told when AWS does not start it', async () => {
    await releaseLease(db, await startRun(db, started));
    status = 403;
    await expect(startWaitingRun(db)).rejects.toThrow('Failed to start workflow');
  });
});

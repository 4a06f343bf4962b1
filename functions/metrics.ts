import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Resource } from 'sst';
import { listRuns } from '../store/work/runs.ts';
import type { Db } from '../store/client/db.ts';

/**
 * What the alarms of infra/alarms.ts look at, beside what AWS measures by itself. Written as lines of the log in the embedded metric format: nothing is
 * called, and nothing of a customer is in them.
 */
export const METRIC_NAMESPACE = 'Kring';

const metrics = (): Metrics =>
  new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'kring', defaultDimensions: { stage: Resource.App.stage } });

/** Whether the API could reach its table, asked by the schedule that looks every few minutes. */
export function countHealth(isHealthy: boolean): void {
  const line = metrics();
  line.addMetric('Unhealthy', MetricUnit.Count, isHealthy ? 0 : 1);
  line.publishStoredMetrics();
}

/** A file in the bucket of imports was at fault, and is told of there. */
export function countRefusedFile(): void {
  const line = metrics();
  line.addMetric('FileRefused', MetricUnit.Count, 1);
  line.publishStoredMetrics();
}

/** Runs looked through for the last one that everybody sees. */
const RECENT_RUNS = 25;

/**
 * How long ago a run last succeeded, and whether the newest failed: what readers see is as old. Runs of an earlier instant (views) change nothing that
 * everybody sees and do not count.
 */
export async function countRuns(db: Db): Promise<void> {
  const runs = (await listRuns(db, { first: RECENT_RUNS })).items.filter(({ view }) => view !== true);
  const succeeded = runs.find(({ status }) => status === 'SUCCEEDED') ?? runs.at(-1);
  const line = metrics();
  line.addMetric('RunFailed', MetricUnit.Count, runs[0]?.status === 'FAILED' ? 1 : 0);
  if (succeeded !== undefined) {
    const since = succeeded.finishedAt ?? succeeded.startedAt;
    line.addMetric('SecondsSinceRun', MetricUnit.Seconds, Math.max(0, Math.round((db.clock() - since) / 1000)));
  }
  line.publishStoredMetrics();
}

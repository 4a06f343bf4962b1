/** What an operator relies on, and that a mistake in it is seen. */
import { describe, expect, it } from 'vitest';
import { namesOf, type Stages } from './cloud.ts';
import { problemsOf } from './operations.ts';
import type { SynthesisedResource } from './synthesise.ts';

/** Mistakes to plant in what was synthesised. */
const change =
  (name: string, to: Record<string, unknown>) =>
  (resources: SynthesisedResource[]): void => {
    const at = resources.findIndex((one) => one.name === name);
    resources[at] = { ...resources[at]!, inputs: { ...resources[at]!.inputs, ...to } };
  };
const without =
  (name: string) =>
  (resources: SynthesisedResource[]): void => {
    resources.splice(
      resources.findIndex((one) => one.name === name),
      1,
    );
  };

export function describeOperators({ dev, production }: Stages): void {
  describe('what an operator relies on', () => {
    it('holds in a stage that is kept', () => {
      expect(problemsOf(production())).toEqual([]);
    });
    const planted: readonly (readonly [
      mistake: string,
      plant: (resources: SynthesisedResource[], app: Record<string, unknown>) => void,
      seen: RegExp,
    ])[] = [
      ['a stage that is not protected', (_, app) => (app['protect'] = false), /stage can be removed/],
      [
        'a table that may be deleted',
        change('TableTable', { deletionProtectionEnabled: false }),
        /table can be deleted/,
      ],
      ['no point-in-time recovery', change('TableTable', { pointInTimeRecovery: { enabled: false } }), /restored/],
      ['a bucket emptied with the stage', change('BlobsBucket', { forceDestroy: true }), /BlobsBucket is emptied/],
      ['no alarm for a late run', without('RunLate'), /never comes/],
      ['silence taken for health', change('ApiUnhealthy', { treatMissingData: 'notBreaching' }), /does not start/],
      ['a function without an alarm', without('PushErrors'), /errors of Push/],
      ['a topic nobody reads', without('AlarmsEmail'), /told to nobody/],
      [
        'a stream that drops what fails',
        change('TableSubscriberPushStreamEventSourceMapping', { destinationConfig: {} }),
        /gives up is lost/,
      ],
      [
        'a failed sync that leaves no letter',
        change('SyncPlanEventInvokeConfig', { destinationConfig: {} }),
        /SyncPlan gives up/,
      ],
      [
        'a failed run that leaves no letter',
        change('EnrichWorkflowHandlerFunction', { deadLetterConfig: undefined }),
        /EnrichWorkflowHandlerFunction gives up/,
      ],
      [
        'a workflow that is none',
        change('EnrichWorkflowHandlerFunction', { durableConfig: undefined }),
        /nobody goes on with a run/,
      ],
      ['a queue that may not be written', change('PushRole', { inlinePolicies: [] }), /PushRole may not/],
      ['a heap as large as the memory', change('PushFunction', { memorySize: 256 }), /heap of PushFunction/],
      [
        'a heap that leaves columns no room',
        change('EnrichWorkflowHandlerFunction', { memorySize: 1500 }),
        /heap of EnrichWorkflowHandlerFunction/,
      ],
      ['a firewall without a limit', change('FrontWaf', { rules: [] }), /without end/],
      [
        'a function that asks not where a request came from',
        change('GraphqlFunction', { environment: { variables: { NODE_OPTIONS: '--max-old-space-size=768' } } }),
        /walked around/,
      ],
      ['a function that is not traced', change('PushFunction', { tracingConfig: undefined }), /some are not/],
      ['traces that may not be written', change('PushRole', { inlinePolicies: [] }), /traces is lost/],
      ['no budget', without('Budget'), /month costs/],
    ];
    it.each(planted)('would not hold with %s', (_, plant, seen) => {
      const { app, resources, ...rest } = structuredClone(production());
      plant(resources, app as Record<string, unknown>);
      expect(problemsOf({ ...rest, app, resources })).toContainEqual(expect.stringMatching(seen));
    });
    it("asks nobody to be told in a stage of one's own", () => {
      expect(namesOf(dev(), 'aws:cloudwatch/metricAlarm:MetricAlarm')).toEqual([]);
    });
  });
}

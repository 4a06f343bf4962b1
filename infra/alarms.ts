/**
 * Who is told when something stops: one topic, one e-mail address, one alarm for each way of failing that nobody would see otherwise. A stage without an
 * address has none.
 */
import { enrich } from './enrichment.ts';
import { canaryMinutes, graphql } from './graphql.ts';
import { importFile } from './imports.ts';
import { ingest } from './ingest.ts';
import { push } from './push.ts';
import { link, syncPlan, syncWork } from './social.ts';
import { deadLetters } from './dead-letters.ts';
import { webhooks } from './webhooks.ts';
import { settings } from './settings.ts';
import { table } from './table.ts';

const MINUTE_SECONDS = 60;
const { alarmEmail, monthlyBudgetUsd, runEveryHours = 1 } = settings;

type Alarm = Partial<ConstructorParameters<typeof aws.cloudwatch.MetricAlarm>[1]>;

/** @param whatToDo what the e-mail says: what it means, and where to look */
function alarm(topic: InstanceType<typeof aws.sns.Topic>, name: string, whatToDo: string, of: Alarm): void {
  new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: whatToDo,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: 1,
    period: 5 * MINUTE_SECONDS,
    statistic: 'Sum',
    // No calls, no errors: silence is good, unless an alarm says otherwise.
    treatMissingData: 'notBreaching',
    ...of,
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

if (alarmEmail !== undefined) {
  const topic = new aws.sns.Topic('Alarms', {});
  new aws.sns.TopicSubscription('AlarmsEmail', { topic: topic.arn, protocol: 'email', endpoint: alarmEmail });

  const ofKring = { namespace: 'Kring', dimensions: { service: 'kring', stage: $app.stage } };
  alarm(topic, 'RunFailed', 'A run failed. enrichmentRuns says why; the next start begins anew.', {
    ...ofKring,
    metricName: 'RunFailed',
    statistic: 'Maximum',
    threshold: 1,
  });
  alarm(
    topic,
    'FileRefused',
    'A file in the bucket of imports was refused. The JSON of its name under outbox/ says why.',
    {
      ...ofKring,
      metricName: 'FileRefused',
      threshold: 1,
    },
  );
  alarm(
    topic,
    'RunLate',
    'What readers see is older than three runs, or the schedule of runs no longer comes. Look at the log of Enrich and at enrichmentRuns.',
    {
      ...ofKring,
      metricName: 'SecondsSinceRun',
      statistic: 'Maximum',
      period: 15 * MINUTE_SECONDS,
      threshold: 3 * runEveryHours * 60 * MINUTE_SECONDS,
      treatMissingData: 'breaching',
    },
  );
  alarm(topic, 'ApiUnhealthy', 'The API cannot reach its table, or no longer starts. Look at the log of Graphql.', {
    ...ofKring,
    metricName: 'Unhealthy',
    statistic: 'Maximum',
    period: canaryMinutes * MINUTE_SECONDS,
    evaluationPeriods: 2,
    threshold: 1,
    treatMissingData: 'breaching',
  });

  for (const [name, one] of Object.entries({
    Enrich: enrich,
    ImportFile: importFile,
    Push: push,
    SyncPlan: syncPlan,
    SyncWork: syncWork,
    WebhookDelivery: webhooks,
  }))
    alarm(
      topic,
      `${name}Errors`,
      `${name} crashed or ran out of time. Look at its log; what it was given lies in DeadLetters.`,
      {
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: { FunctionName: one.name },
        threshold: 1,
      },
    );
  for (const [name, { fn, timeoutSeconds }] of Object.entries({
    Graphql: { fn: graphql, timeoutSeconds: 30 },
    Ingest: { fn: ingest, timeoutSeconds: 30 },
    Link: { fn: link, timeoutSeconds: 60 },
  })) {
    const ofFunction = { namespace: 'AWS/Lambda', dimensions: { FunctionName: fn.name } };
    alarm(topic, `${name}Errors`, `${name} crashed or ran out of time for its callers. Look at its log.`, {
      ...ofFunction,
      metricName: 'Errors',
      threshold: 5,
    });
    alarm(topic, `${name}Slow`, `One call in a hundred of ${name} takes most of its time limit.`, {
      ...ofFunction,
      metricName: 'Duration',
      statistic: undefined,
      extendedStatistic: 'p99',
      evaluationPeriods: 3,
      threshold: timeoutSeconds * 1000 * 0.8,
    });
  }
  for (const [name, fn] of Object.entries({
    Graphql: graphql,
    Ingest: ingest,
    Link: link,
    Enrich: enrich,
    ImportFile: importFile,
    Push: push,
    SyncPlan: syncPlan,
    SyncWork: syncWork,
    WebhookDelivery: webhooks,
  }))
    alarm(
      topic,
      `${name}Throttled`,
      `Calls of ${name} are turned away: the account, or \`concurrency\` in stages.ts, gives it too few at one time.`,
      {
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        dimensions: { FunctionName: fn.name },
        threshold: 1,
      },
    );

  for (const metricName of ['ReadThrottleEvents', 'WriteThrottleEvents'])
    for (const [suffix, dimensions] of [
      ['', { TableName: table.name }],
      ['Index', { TableName: table.name, GlobalSecondaryIndexName: 'reverse' }],
    ] as const)
      alarm(
        topic,
        `Table${metricName}${suffix}`,
        'DynamoDB turns requests away. They are repeated; when it goes on, raise `tableMaximum` in stages.ts or look for one hot key.',
        {
          namespace: 'AWS/DynamoDB',
          metricName,
          dimensions,
          evaluationPeriods: 2,
          threshold: 10,
        },
      );

  alarm(
    topic,
    'PushLate',
    'Orders show late: the stream of the table waits for Push. The next run counts them all the same.',
    {
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensions: { FunctionName: push.name },
      statistic: 'Maximum',
      threshold: 15 * MINUTE_SECONDS * 1000,
    },
  );
  alarm(
    topic,
    'DeadLetters',
    'Something was given up after its last attempt. The messages in the queue DeadLetters say what, and why.',
    {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: deadLetters.nodes.queue.name },
      statistic: 'Maximum',
      threshold: 1,
    },
  );

  if (monthlyBudgetUsd !== undefined) {
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notificationType,
      threshold,
      comparisonOperator: 'GREATER_THAN',
      thresholdType: 'PERCENTAGE',
      subscriberEmailAddresses: [alarmEmail],
    });
    new aws.budgets.Budget('Budget', {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthlyBudgetUsd),
      limitUnit: 'USD',
      notifications: [notify('FORECASTED', 80), notify('ACTUAL', 100)],
    });
  }
}

/**
 * What an operator relies on, read from what a deployment would ask AWS for. One list of rules, so that a test can show of each that it would catch its
 * mistake.
 */
import type { Synthesis, SynthesisedResource } from './synthesise.ts';

/** A secret arrives as `{ secret: value }`, an output that depends on one as well. */
const open = (value: any): any =>
  value !== null && typeof value === 'object' && 'secret' in value ? open(value.secret) : value;

const FUNCTION = 'aws:lambda/function:Function';

/** Whom somebody waits for, and who works in the background. */
const ANSWERING = ['Graphql', 'Ingest', 'Link'];
const IN_BACKGROUND = [
  'Enrich',
  'EnrichWorkflowHandler',
  'ImportFile',
  'Push',
  'SyncPlan',
  'SyncWork',
  'WebhookDelivery',
];

/** What is missing or wrong in a stage that is kept; nothing when all holds. */
export function problemsOf({ app, resources }: Synthesis): string[] {
  const problems: string[] = [];
  const all = (type: string): SynthesisedResource[] => resources.filter((one) => one.type === type);
  const inputs = (type: string, name: string): Record<string, any> =>
    all(type).find((one) => one.name === name)?.inputs ?? {};
  const need = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };

  // Protection.
  const table = inputs('aws:dynamodb/table:Table', 'TableTable');
  need(app.removal === 'retain' && app.protect === true, 'the stage can be removed');
  need(table['deletionProtectionEnabled'] === true, 'the table can be deleted');
  need(table['pointInTimeRecovery']?.enabled === true, 'the table cannot be restored to an earlier second');
  for (const { name, inputs: bucket } of all('aws:s3/bucket:Bucket'))
    need(bucket['forceDestroy'] === false, `${name} is emptied with the stage`);

  // Whatever fails is told to somebody.
  const topics = new Set(all('aws:sns/topicSubscription:TopicSubscription').map((one) => open(one.inputs['topic'])));
  const alarms = all('aws:cloudwatch/metricAlarm:MetricAlarm').map(({ name, inputs: alarm }) => ({
    name,
    metric: alarm['metricName'] as string,
    of: Object.values(open(alarm['dimensions']) as Record<string, string>).join(' '),
    missing: alarm['treatMissingData'] as string,
    isTold: (alarm['alarmActions'] as unknown[]).some((topic) => topics.has(open(topic))),
  }));
  for (const { name, isTold } of alarms) need(isTold, `alarm ${name} is told to nobody`);
  const hasAlarm = (metric: string, of: string, missing?: string): boolean =>
    alarms.some(
      (one) => one.metric === metric && one.of.includes(of) && (missing === undefined || one.missing === missing),
    );
  const functions = all(FUNCTION).map(({ name }) => name.replace(/Function$/u, ''));
  for (const name of functions) {
    need([...ANSWERING, ...IN_BACKGROUND].includes(name), `nobody has said what ${name} is`);
    need(hasAlarm('Errors', `${name}Function`), `errors of ${name} are not seen`);
    need(hasAlarm('Throttles', `${name}Function`), `calls of ${name} that are turned away are not seen`);
    if (ANSWERING.includes(name)) need(hasAlarm('Duration', `${name}Function`), `a slow ${name} is not seen`);
  }
  need(hasAlarm('RunFailed', app.stage), 'a failed run is not seen');
  need(hasAlarm('FileRefused', app.stage), 'a refused file is not seen');
  need(hasAlarm('SecondsSinceRun', app.stage, 'breaching'), 'a run that never comes is not seen');
  need(hasAlarm('Unhealthy', app.stage, 'breaching'), 'an API that does not start is not seen');
  need(hasAlarm('IteratorAge', 'PushFunction'), 'orders that wait are not seen');
  need(hasAlarm('ApproximateNumberOfMessagesVisible', 'DeadLetters'), 'dead letters are not seen');
  for (const metric of ['ReadThrottleEvents', 'WriteThrottleEvents'])
    for (const of of ['TableTable', 'reverse']) need(hasAlarm(metric, of), `${metric} of ${of} are not seen`);
  need(all('aws:budgets/budget:Budget').length === 1, 'nobody is told what the month costs');

  // A run that stops is gone on with: by a schedule, or by AWS itself.
  need(
    all('aws:scheduler/schedule:Schedule').some(({ name }) => name === 'EnrichResumeSchedule') ||
      inputs(FUNCTION, 'EnrichWorkflowHandlerFunction')['durableConfig'] !== undefined,
    'nobody goes on with a run that stops',
  );

  // Whatever is given up is kept.
  const queues = new Set(all('aws:sqs/queue:Queue').map(({ name }) => name));
  const isQueue = (arn: unknown): boolean =>
    queues.has(
      String(open(arn) ?? '')
        .split('/')
        .at(-1)!,
    );
  for (const name of functions.filter((one) => ['Enrich', 'SyncPlan', 'SyncWork'].includes(one))) {
    const { destinationConfig } = inputs(
      'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
      `${name}EventInvokeConfig`,
    );
    need(isQueue(destinationConfig?.onFailure?.destination), `what ${name} gives up is lost`);
  }
  // A durable function has a queue of its own setting, and no on-failure destination.
  for (const { name, inputs: fn } of all(FUNCTION).filter((one) => one.inputs['durableConfig'] !== undefined))
    need(isQueue(fn['deadLetterConfig']?.targetArn), `what ${name} gives up is lost`);
  for (const { name, inputs: mapping } of all('aws:lambda/eventSourceMapping:EventSourceMapping').filter(
    (one) => one.inputs['startingPosition'] !== undefined,
  ))
    need(isQueue(mapping['destinationConfig']?.onFailure?.destinationArn), `what ${name} gives up is lost`);
  for (const { name, inputs: queue } of all('aws:sqs/queue:Queue').filter((one) => one.name !== 'DeadLettersQueue'))
    need(
      isQueue(JSON.parse(open(queue['redrivePolicy']) ?? '{}').deadLetterTargetArn),
      `what ${name} gives up is lost`,
    );
  for (const { name, inputs: schedule } of all('aws:scheduler/schedule:Schedule'))
    if (name !== 'CanarySchedule')
      need(isQueue(open(schedule['target'])?.deadLetterConfig?.arn), `a call that ${name} cannot make is lost`);
  for (const { name, inputs: role } of all('aws:iam/role:Role').filter((one) =>
    ['EnrichRole', 'EnrichWorkflowHandlerRole', 'PushRole', 'SyncPlanRole', 'SyncWorkRole'].includes(one.name),
  ))
    need(
      JSON.stringify(role['inlinePolicies']).includes('sqs:SendMessage'),
      `${name} may not write to the queue of dead letters`,
    );

  // Where a firewall stands, nobody walks around it, and who asks too often is turned away.
  const walls = all('aws:wafv2/webAcl:WebAcl');
  const graphql = inputs(FUNCTION, 'GraphqlFunction');
  need(
    (open(graphql['environment'])?.variables?.KRING_FRONT === 'required') === walls.length > 0,
    'the firewall can be walked around, or nothing passes the door',
  );
  for (const { name, inputs: wall } of walls)
    need(JSON.stringify(wall['rules']).includes('rateBasedStatement'), `${name} lets anybody ask without end`);

  // Traced, or not: every function alike, and those that are may say so.
  const traced = all(FUNCTION).filter((one) => one.inputs['tracingConfig']?.mode === 'Active');
  need(traced.length === 0 || traced.length === functions.length, 'some functions are traced, and some are not');
  for (const { name } of traced)
    need(
      JSON.stringify(inputs('aws:iam/role:Role', name.replace(/Function$/u, 'Role'))).includes('xray:PutTraceSegments'),
      `what ${name} traces is lost`,
    );

  // Memory.
  for (const { name, inputs: fn } of all(FUNCTION)) {
    const heap = Number(/--max-old-space-size=(\d+)/u.exec(open(fn['environment'])?.variables?.NODE_OPTIONS)?.[1]);
    // What runs over everybody holds them in columns, beside the heap.
    const [least, most] = /^Enrich(?!.*Push)/u.test(name) ? [0.25, 0.4] : [0.5, 0.99];
    need(
      heap > fn['memorySize'] * least && heap < fn['memorySize'] * most,
      `the heap of ${name} has no limit that fits its memory`,
    );
  }
  return problems;
}

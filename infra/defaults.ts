import { bundleOf } from './bundle.ts';
import { settings } from './settings.ts';

/** Of a function's memory, what V8 may take for objects; it assumes half. */
const HEAP_SHARE = 0.75;

/** The limit of V8's heap, for the environment of a function of so many megabytes. */
export const heapLimit = (megabytes: number, share = HEAP_SHARE): { readonly NODE_OPTIONS: string } => ({
  NODE_OPTIONS: `--max-old-space-size=${Math.round(megabytes * share)}`,
});

/**
 * What every function of this project is, unless it says otherwise. Call before the first one is made: SST applies it to
 * functions created afterwards.
 */
export function setFunctionDefaults(): void {
  $transform(sst.aws.Function, (args, _options, name) => {
    args.runtime ??= 'nodejs24.x';
    args.architecture ??= 'arm64';
    args.logging ??= { format: 'json', retention: '1 month' };
    const megabytes = Number(/^(\d+) MB$/u.exec(String(args.memory))?.[1]);
    args.environment = {
      ...heapLimit(megabytes),
      ...variables({ KRING_TIME_ZONE: settings.timeZone }),
      ...(args.environment as Record<string, string> | undefined),
    };
    args.bundle ??= bundleOf(name, String(args.handler));
    if (settings.tracing === true) trace(args);
    // SST decides whether to trust the account root (which only its live development needs) by testing an Output, which is
    // always truthy: every role of every stage ends up assumable by anybody in the account. Only Lambda may assume these.
    if ($dev) return;
    args.transform = {
      ...args.transform,
      role: (role) => {
        role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' });
        return undefined;
      },
    };
  });
}

/** AWS's own tracing of what runs: it loads nothing into a function. X-Ray knows no resources, so none can be named. */
function trace(args: ConstructorParameters<typeof sst.aws.Function>[1]): void {
  const said = args.transform?.function;
  args.permissions = $resolve([args.permissions ?? []]).apply(([permissions]) => [
    ...permissions,
    { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
  ]);
  args.transform = {
    ...args.transform,
    function: (of, options, name) => {
      if (typeof said === 'function') said(of, options, name);
      else Object.assign(of, said);
      of.tracingConfig = { mode: 'Active' };
      return undefined;
    },
  };
}

/** Variables of a function; what stages.ts does not say is not there, and keeps its default. */
export const variables = (named: Readonly<Record<string, string | number | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** What each caller may spend, on every function that answers callers. */
export const spending = variables({
  KRING_COST_LIMIT: settings.spending?.costLimit,
  KRING_COST_PER_SECOND: settings.spending?.costPerSecond,
});

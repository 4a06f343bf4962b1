/**
 * What every function of this project is, unless it says otherwise. Call before the first one is made: SST applies it to
 * functions created afterwards.
 */
export function setFunctionDefaults(): void {
  $transform(sst.aws.Function, (args) => {
    args.runtime ??= 'nodejs24.x';
    args.architecture ??= 'arm64';
    args.logging ??= { format: 'json', retention: '1 month' };
    // Without this SST ships readable code and a source map, several times the bytes to load on a cold start.
    args.nodejs ??= { minify: true, esbuild: { sourcemap: false } };
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

/** What each caller may spend, on every function that answers callers. */
export const SPENDING = ['KRING_COST_LIMIT', 'KRING_COST_PER_SECOND'] as const;

/** Settings of a function that are named where it is deployed; what is not named keeps its default. */
export const namedIn = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );

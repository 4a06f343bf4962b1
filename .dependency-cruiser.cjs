/** Dependencies point one way (docs/architecture.md): functions → resolvers → domain, store; domain imports only domain. */
const only = (from, allowed, comment) => ({
  name: `${from}-direction`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|store|enrichment|social|resolvers|schema|functions|local|infra|bench|test|scripts)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    only('domain', [], 'domain is pure: it imports nothing of ours but domain'),
    only('store', ['domain'], 'store knows the table and the domain types, nothing above'),
    only('social', ['domain', 'store'], 'social adapters feed the store'),
    only('enrichment', ['domain', 'store', 'social'], 'a run reads and writes through the store'),
    only('schema', [], 'the SDL and its generated types stand alone'),
    only('resolvers', ['schema', 'domain', 'store', 'enrichment'], 'resolvers are thin: arguments to one call'),
    only(
      'functions',
      ['resolvers', 'enrichment', 'domain', 'store', 'schema', 'social'],
      'Lambda entry points call inward',
    ),
    {
      name: 'domain-no-io',
      comment: 'domain has no I/O, no clock, no AWS',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        path: '^(node:)?(fs|fs/promises|http|https|net|os|child_process|worker_threads|process|timers)$|@aws-sdk|@apollo|dataloader',
      },
    },
    {
      name: 'only-store-knows-dynamodb',
      comment: 'nobody else imports the AWS SDK for DynamoDB',
      severity: 'error',
      from: { pathNot: '^(store|test|bench)/' },
      to: { path: '@aws-sdk/' },
    },
    {
      name: 'no-circular',
      comment: 'a cycle means two files are one',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|test|\\.sst)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.mjs'],
    },
  },
};

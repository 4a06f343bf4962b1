/** Dependencies point one way (docs/architecture.md): functions, cli → resolvers, enrichment, intake → store, published → domain. */
const ROOMS =
  'domain|published|store|intake|social|enrichment|resolvers|schema|functions|local|cli|client|explorer|infra|bench|test|scripts';

const only = (from, allowed, comment) => ({
  name: `${from}-direction`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^(${ROOMS})/`, pathNot: `^(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    only('domain', [], 'domain is pure: it imports nothing of ours but domain'),
    only('published', ['domain'], 'what a run shows: types and codecs, nothing that reads, writes or computes'),
    only('store', ['domain'], 'store knows the table and the domain types, nothing of what lies in a block'),
    only('client', [], 'what runs at others knows nothing of the server'),
    only('intake', ['domain', 'store'], 'records from anywhere end in the store'),
    only('social', ['domain', 'published', 'intake', 'store'], 'social sources feed the store, by consent'),
    only('enrichment', ['domain', 'published', 'store'], 'a run reads and writes through the store'),
    only('schema', [], 'the SDL and its generated types stand alone'),
    only(
      'resolvers',
      ['schema', 'domain', 'published', 'store', 'intake', 'social'],
      'resolvers are thin: arguments to one call; what a run shows they read through published/',
    ),
    only(
      'functions',
      ['resolvers', 'enrichment', 'intake', 'social', 'domain', 'published', 'store', 'schema'],
      'Lambda entry points call inward',
    ),
    only(
      'local',
      ['explorer', 'resolvers', 'intake', 'social', 'domain', 'published', 'store', 'schema'],
      'engine, page and demo of one machine',
    ),
    {
      name: 'the-page-is-built-or-served',
      comment: 'of the explorer others know how it is built, nothing of its sources',
      severity: 'error',
      from: { pathNot: '^explorer/' },
      to: { path: '^explorer/', pathNot: '^explorer/build[.]ts$' },
    },
    {
      name: 'readers-know-what-is-published',
      comment: 'what a run shows is read through published/; from a run itself a host needs only how to start it',
      severity: 'error',
      from: { path: '^(resolvers|local|functions|cli)/' },
      to: { path: '^enrichment/(compute|publish|snapshot)/' },
    },
    {
      name: 'domain-no-io',
      comment: 'domain and published have no I/O, no clock, no AWS',
      severity: 'error',
      from: { path: '^(domain|published)/' },
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

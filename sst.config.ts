/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    const production = input.stage === 'production';
    return {
      name: 'kring',
      home: 'aws',
      removal: production ? 'retain' : 'remove',
      protect: production,
    };
  },
  async run() {
    const { setFunctionDefaults } = await import('./infra/defaults.ts');
    setFunctionDefaults();
    const { table } = await import('./infra/table.ts');
    const { imports } = await import('./infra/imports.ts');
    const { graphql } = await import('./infra/graphql.ts');
    await import('./infra/enrichment.ts');
    await import('./infra/push.ts');
    const { ingest } = await import('./infra/ingest.ts');
    const { link } = await import('./infra/social.ts');
    const { explorer } = await import('./infra/explorer.ts');
    return {
      graphql: graphql.url,
      ingest: ingest.url,
      link: link.url,
      table: table.name,
      imports: imports.name,
      explorer: explorer?.url,
    };
  },
});

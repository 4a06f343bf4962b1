/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app(input) {
    const { isPersonal, settingsOf } = await import('./infra/stage.ts');
    const { region } = settingsOf(input.stage, await import('./stages.ts'));
    const goesAway = isPersonal(input.stage);
    return {
      name: 'kring',
      home: 'aws',
      removal: goesAway ? 'remove' : 'retain',
      protect: !goesAway,
      providers: { aws: { region } },
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
    await import('./infra/webhooks.ts');
    const { ingest } = await import('./infra/ingest.ts');
    const { link } = await import('./infra/social.ts');
    const { explorer } = await import('./infra/explorer.ts');
    await import('./infra/alarms.ts');
    const { callers } = await import('./infra/callers.ts');
    return {
      graphql: graphql.url,
      ingest: ingest.url,
      link: link.url,
      table: table.name,
      imports: imports.name,
      explorer: explorer?.url,
      callers: callers?.arn,
    };
  },
});

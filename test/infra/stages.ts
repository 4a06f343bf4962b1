import type { StageSettings } from '../../infra/stage.ts';

/** What is synthesised: a stage of one's own with nothing said, and one with everything said. */
export const personal: StageSettings = { region: 'eu-west-1', currency: 'EUR' };

export const stages: Readonly<Record<string, StageSettings>> = {
  production: {
    region: 'eu-west-1',
    currency: 'GBP',
    timeZone: 'Europe/London',
    alarmEmail: 'operators@shop.test',
    monthlyBudgetUsd: 300,
    runEveryHours: 6,
    runs: 'WORKFLOW',
    callers: 'KEYS',
    allowedOrigins: ['https://shop.example', 'https://app.example'],
    oidc: { issuer: 'https://login.shop.test/', audience: 'kring' },
    spending: { costLimit: 5000, costPerSecond: 50 },
    social: { forum: { type: 'discourse' } },
    concurrency: { graphql: 50, ingest: 20, link: 5 },
    tableMaximum: { readUnits: 4000, writeUnits: 2000 },
    ownEncryptionKey: true,
    firewall: { requestsPerFiveMinutes: 1000 },
    tracing: true,
  },
};

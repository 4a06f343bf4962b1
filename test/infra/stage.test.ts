import { describe, expect, it } from 'vitest';
import { isPersonal, settingsOf, type StageSettings } from '../../infra/stage.ts';
import * as committed from '../../stages.ts';

const kept: StageSettings = { region: 'eu-west-1', currency: 'EUR', alarmEmail: 'operators@shop.test' };
const of = (settings: Record<string, unknown>, name = 'kept') =>
  settingsOf(name, { personal: settings as StageSettings, stages: { kept: settings as StageSettings } });

describe('a stage that is deployed', () => {
  it('has everything said in stages.ts, and nothing in the environment', () => {
    expect(of({ ...kept })).toEqual(kept);
  });
  it('is not one that stages.ts does not know, however it is spelt', () => {
    for (const name of ['prod', 'constructor', 'personalised'])
      expect(() => settingsOf(name, committed), name).toThrow(`stages.ts has no stage "${name}"`);
  });
  it('has a name that every resource can have', () => {
    const names = [
      '',
      'Production',
      '__proto__',
      'prod/eu',
      'prod eu',
      'personal-',
      'personal-Ada',
      'prod-',
      'a'.repeat(31),
    ];
    for (const name of names) expect(() => settingsOf(name, committed), name).toThrow(/A stage is not called/u);
    expect(() => settingsOf('personal-ada-2', committed)).not.toThrow();
  });
  it.each([
    ['no region', { region: undefined }, /region: is missing/],
    ['a region that is none', { region: 'Ireland' }, /region: is no AWS region/],
    ['no currency', { currency: undefined }, /currency: is missing/],
    ['a currency that is none', { currency: 'EURO' }, /currency: is no ISO 4217/],
    ['a time zone that is none', { timeZone: 'Amsterdam' }, /timeZone: is no IANA/],
    ['an origin with a path', { allowedOrigins: ['https://shop.test/app'] }, /allowedOrigins\.0: is no origin/],
    ['an origin anybody can forge', { allowedOrigins: ['http://shop.test'] }, /allowedOrigins\.0: is no origin/],
    ['a wildcard origin', { allowedOrigins: ['*'] }, /allowedOrigins\.0: is no origin/],
    ['nobody to tell', { alarmEmail: undefined }, /alarmEmail: is missing/],
    ["an example's address", { alarmEmail: 'operators@example.com' }, /is an example/],
    ['a run every two days', { runEveryHours: 48 }, /runEveryHours: /],
    ['a misspelt setting', { runEvryHours: 2 }, /has no setting runEvryHours\. There are: region, .*runEveryHours/],
    [
      'a misspelt setting of another',
      { concurrency: { graphQl: 5 } },
      /concurrency: has no setting graphQl\. There are: graphql, ingest, link/,
    ],
    ['a provider without TLS', { oidc: { issuer: 'http://login.shop.test', audience: 'kring' } }, /oidc\.issuer: /],
    [
      'a firewall that signed requests do not pass',
      { firewall: { requestsPerFiveMinutes: 1000 } },
      /firewall: .*callers: 'KEYS'/,
    ],
    ['a firewall that lets nobody in', { callers: 'KEYS', firewall: { requestsPerFiveMinutes: 1 } }, /firewall\./],
    ['no such driver of runs', { runs: 'workflow' }, /runs: /],
    ['no function at all', { concurrency: { graphql: 0 } }, /concurrency\.graphql: /],
  ])('is refused with %s', (_, change, problem) => {
    expect(() => of({ ...kept, ...change })).toThrow(problem);
  });
  it('names every problem at once', () => {
    expect(() => of({ ...kept, region: 'x', currency: 'y' })).toThrow(/region[^]*currency/);
  });
});

describe('a stage of one’s own', () => {
  it('needs nobody to tell, and is named so', () => {
    expect(of({ region: 'eu-west-1', currency: 'EUR' }, 'personal-ada')).toBeDefined();
    expect(['personal', 'personal-ada', 'production', 'personalised', 'prod', 'dev'].filter(isPersonal)).toEqual([
      'personal',
      'personal-ada',
    ]);
  });
  it('has no budget that nobody hears of', () => {
    expect(() => of({ region: 'eu-west-1', currency: 'EUR', monthlyBudgetUsd: 5 }, 'personal')).toThrow(
      /no alarmEmail/,
    );
  });
});

describe('stages.ts as it is committed', () => {
  it('deploys a stage of one’s own at once, and no other before somebody is named', () => {
    expect(settingsOf('personal-ada', committed)).toBe(committed.personal);
    expect(() => settingsOf('production', committed)).toThrow(/Name who is told/);
  });
});

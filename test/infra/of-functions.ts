/** What runs in the cloud: the functions, and what tells them of changes. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, inputsOf, namesOf, open, type Stages } from './cloud.ts';

const run = promisify(execFile);

export function describeFunctions({ dev }: Stages): void {
  describe('functions', () => {
    it('are the API, the run, the push of orders, the linking page and the two halves of the sync, on the current runtime, with JSON logs kept a month', () => {
      expect(namesOf(dev(), 'aws:lambda/function:Function')).toEqual(FUNCTIONS.map((name) => `${name}Function`));
      for (const name of FUNCTIONS.map((one) => `${one}Function`)) {
        expect(inputsOf(dev(), 'aws:lambda/function:Function', name)).toMatchObject({
          architectures: ['arm64'],
          runtime: 'nodejs24.x',
          loggingConfig: { logFormat: 'JSON' },
        });
      }
      for (const name of FUNCTIONS.map((one) => `${one}LogGroup`))
        expect(inputsOf(dev(), 'aws:cloudwatch/logGroup:LogGroup', name)['retentionInDays']).toBe(30);
    });
    it('have time enough: the run all that Lambda gives, the API what a caller waits for', () => {
      expect(inputsOf(dev(), 'aws:lambda/function:Function', 'EnrichFunction')['timeout']).toBe(900);
      expect(inputsOf(dev(), 'aws:lambda/function:Function', 'GraphqlFunction')['timeout']).toBe(30);
    });
    it('have handlers that are bundled, load, and export what is named', async () => {
      expect(Object.keys(dev().bundles).sort()).toEqual([
        'functions/enrich.handler',
        'functions/graphql.handler',
        'functions/import-file.handler',
        'functions/ingest.handler',
        'functions/link.handler',
        'functions/push.handler',
        'functions/sync-plan.handler',
        'functions/sync-work.handler',
        'functions/webhooks.handler',
      ]);
      for (const entry of Object.values(dev().bundles)) {
        const script = `const m = await import(${JSON.stringify(pathToFileURL(entry).href)}); process.stdout.write(typeof m.handler);`;
        const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
        expect(stdout).toBe('function');
      }
    });
    it('load no adapter of a social source, and no SDK of one, before it is needed', () => {
      for (const name of ['graphql', 'link', 'sync-plan', 'sync-work']) {
        const entry = dev().bundles[`functions/${name}.handler`]!;
        const folder = join(entry, '..', '..');
        const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
          file.endsWith('.mjs'),
        );
        const source = readFileSync(entry, 'utf8');
        for (const adapter of ['bluesky', 'mastodon', 'discourse', 'github', 'file'])
          expect(source, `${name}: ${adapter}`).not.toMatch(new RegExp(`social/${adapter}/`, 'u'));
        expect(files.length, name).toBeGreaterThan(1);
      }
    });
    it('show no secret in their environment', () => {
      for (const name of FUNCTIONS.map((one) => `${one}Function`)) {
        const { variables } = inputsOf(dev(), 'aws:lambda/function:Function', name)['environment'];
        expect(JSON.stringify(variables)).not.toMatch(/a-key-of-at-least-sixteen-bytes|a token of a forum/u);
      }
    });
  });

  describe('the stream of the table', () => {
    it('tells the push of customers and of what is visible, and nothing else', () => {
      const [mapping, ...others] = dev().resources.filter(
        ({ type, inputs }) =>
          type.startsWith('aws:lambda/eventSourceMapping:') && inputs['startingPosition'] !== undefined,
      );
      expect(others).toEqual([]);
      const filters = open(mapping!.inputs['filterCriteria']).filters.map(({ pattern }: { pattern: string }) =>
        JSON.parse(pattern),
      );
      expect(filters).toEqual([
        { dynamodb: { Keys: { pk: { S: [{ prefix: 'IN#' }] }, sk: { S: [{ prefix: 'S#' }] } } } },
        { dynamodb: { Keys: { pk: { S: ['META'] }, sk: { S: ['GENERATION'] } } } },
      ]);
    });
  });
}

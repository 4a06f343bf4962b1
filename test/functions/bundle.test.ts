import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../scripts/bundle.ts';

/** What a cold start parses. Lower a bound when something was taken out; who raises one says what for. */
const KB_AT_START = {
  graphql: 1_000,
  enrich: 560,
  'import-file': 390,
  ingest: 280,
  link: 250,
  push: 215,
  'sync-work': 225,
  'sync-plan': 145,
  webhooks: 160,
};

const work = mkdtempSync(join(tmpdir(), 'kring-bundles-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(Object.entries(KB_AT_START))('the bundle of functions/%s', (name, bound) => {
  it(`loads at most ${bound} KB at a start, and nothing that is switched off or needed only later`, async () => {
    const { bytesAtStart, inputsAtStart } = await bundleFunction(`functions/${name}.handler`, join(work, name));
    expect(bytesAtStart).toBeLessThanOrEqual(1000 * bound);
    // A bound far above what it takes today would hold nothing.
    expect(bytesAtStart).toBeGreaterThan(900 * bound);
    const unwanted = [
      /schema\/generated\.ts/u,
      /@graphql-tools/u,
      /usage-reporting-protobuf|utils\.usagereporting/u,
      /zod\/.*\/locales\/(?!en\.)/u,
      /@modelcontextprotocol/u,
      /credential-provider-(ini|sso|process|web-identity|login)/u,
      /sha\.js/u,
      // Loaded with the first call that needs it.
      ...(name === 'graphql' ? [/@aws-sdk/u, /@smithy/u] : []),
    ];
    expect(inputsAtStart.filter((input) => unwanted.some((pattern) => pattern.test(input)))).toEqual([]);
    // Two copies of graphql do not know each other's schemas.
    expect(
      inputsAtStart.filter((input) => /graphql\/execution\/execute\.m?js$/u.test(input)).length,
    ).toBeLessThanOrEqual(1);
  });
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../../social/bluesky/source.ts');
/** Node where nobody finds Bluesky's packages, installed or not. */
const WITHOUT = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      return next(/^@(atproto|atcute)\\//.test(name) ? name + '-that-nobody-has' : name, context);
    },
  });
  const { blueskySource } = await import(${JSON.stringify(source)});
  const settings = { type: 'bluesky', budget: {}, appView: 'https://appview.example', jetstream: 'wss://jetstream.example' };
  const made = blueskySource(settings, () => { throw new Error('called'); });
  const stream = made.stream(['did:plc:a'], null, AbortSignal.timeout(1000));
  for (const step of [() => made.probe(), () => made.profiles(['did:plc:a']), () => stream.next(), () => made.oauth.start({ redirectUri: 'https://shop.example/link/return', state: 's' })])
    await step().catch(({ code, message }) => console.log(code, message));`;

it('says which one command installs what only Bluesky needs, before it calls anybody', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', WITHOUT], { encoding: 'utf8' });
  const one =
    'SOURCE_NOT_INSTALLED What only Bluesky needs is not installed: run `npm --prefix social/bluesky/sdk ci` in the folder of Kring.\n';
  expect(said).toBe(one.repeat(4));
});

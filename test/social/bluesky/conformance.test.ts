import { OVERLAP_MS } from '../../../social/bluesky/brand.ts';
import { sdk } from '../../../social/bluesky/sdk/load.ts';
import { blueskySource } from '../../../social/bluesky/source.ts';
import { parseSocialSettings, type SettingsOf } from '../../../social/settings.ts';
import { conforms } from '../conformance.ts';
import { startStub, type StubHandler } from '../stub-server.ts';
import { APP_VIEW, blueskyProvider, BRAND, didOf, handleOf, PASSWORD, PDS, PLC, TOKEN } from './provider.ts';
import { withPackages } from './installed.ts';
import { agreed, newSignIns, signInProvider } from './sign-in.ts';

process.env['BLUESKY_PASSWORD_OF_TESTS'] = PASSWORD;
const settings = parseSocialSettings(
  JSON.stringify({
    sources: [
      {
        type: 'bluesky',
        appView: `https://${APP_VIEW}`,
        plc: `https://${PLC}`,
        jetstream: null,
        brand: {
          identifier: BRAND.handle,
          password: { env: 'BLUESKY_PASSWORD_OF_TESTS' },
          service: `https://${PDS}`,
        },
      },
    ],
  }),
).sources[0] as SettingsOf<'bluesky'>;

/** A provider whose every question and answer has to be what the lexicons say; one that is not breaks the stub, which fails the test. */
async function heldToLexicons(provider: StubHandler): Promise<StubHandler> {
  const { lexicons } = await sdk();
  return (request) => {
    const answer = provider(request);
    const method = request.url.pathname.replace('/xrpc/', '');
    if (answer === null || answer.status !== undefined || lexicons.get(method) === undefined) return answer;
    if (request.method === 'POST') lexicons.assertValidXrpcInput(method, JSON.parse(request.body));
    else lexicons.assertValidXrpcParams(method, paramsOf(request.url.searchParams));
    lexicons.assertValidXrpcOutput(method, answer.json);
    return answer;
  };
}
const LISTS = new Set(['actors', 'others', 'reasons']);
const paramsOf = (query: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      const typed = values.map((value) =>
        name === 'limit' ? Number(value) : name === 'priority' ? value === 'true' : value,
      );
      return [name, LISTS.has(name) ? typed : typed[0]];
    }),
  );

withPackages('Bluesky', () => {
  conforms({
    name: 'Bluesky',
    capabilities: {
      profiles: true,
      follows: true,
      engagement: true,
      followingBrand: true,
      stream: false,
      brand: BRAND.did,
      proofs: ['OAUTH', 'BIO_CODE'],
    },
    counts: { followers: true, follows: true, posts: true },
    verbs: ['LIKE', 'SHARE', 'REPLY', 'MENTION', 'FOLLOW'],
    overlapMs: OVERLAP_MS,
    accountId: didOf,
    handle: handleOf,
    secrets: [TOKEN, PASSWORD, 'granted-'],
    async begin(world) {
      const signIns = newSignIns();
      const provider = await heldToLexicons(blueskyProvider(world));
      const identity = signInProvider(world, signIns);
      const server = await startStub(
        (request) => provider(request) ?? identity(request),
        () => world.now,
      );
      return {
        host: APP_VIEW,
        server,
        open: (fetch) => blueskySource(settings, fetch),
        agree: async (url, n) => agreed(signIns, url, n),
        liveTokens: () => signIns.tokens.size,
        stop: () => server.stop(),
      };
    },
  });
});

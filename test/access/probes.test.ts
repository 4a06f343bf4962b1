import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { ANY_SOURCE, READ_SCOPES, SCOPES, type Principal } from '../../domain/access/scopes.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { createGraphqlServer, type GraphqlServer } from '../../resolvers/server.ts';
import { typeDefs } from '../../schema/generated.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';

let engine: Engine;
let server: GraphqlServer;
let host: HttpHost;

/** Somebody who may read everything: whoever shows nothing gets 401 before any document is looked at. */
const READER: Principal = {
  id: 'key:probe',
  kind: 'KEY',
  name: 'probe',
  scopes: new Set(READ_SCOPES),
  ingest: new Set(),
  sources: null,
  expiresAt: null,
};

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  server = await createGraphqlServer({
    db: await testDb(engine),
    currency: 'EUR',
    introspection: false,
    authenticate: async () => READER,
  });
  host = await startHttpHost({ server, port: 0, currency: 'EUR' });
});
afterAll(async () => {
  await host.close();
  await engine.stop();
});

type Told = Record<string, unknown> & {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
};

async function send(body: unknown, headers: Record<string, string> = {}, to = server): Promise<Told> {
  const answer = await to.executeHttp({
    method: 'POST',
    query: '',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return JSON.parse(answer.body) as Told;
}
const ask = (query: string): Promise<Told> => send({ query });
const times = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => of(n)).join(' ');

/** What graphql-cop tries, each as true where it would report a finding. */
const PROBES: Readonly<Record<string, () => Promise<boolean>>> = {
  introspection: async () => (await ask('query { __schema { types { name fields { name } } } }')).data != null,
  'introspection of one type': async () => (await ask('{ __type(name: "Query") { fields { name } } }')).data != null,
  'field suggestions': async () => /did you mean/iu.test(JSON.stringify(await ask('query { custome { id } }'))),
  'a page to try queries on': async () =>
    /graphiql|playground|sandbox/iu.test(
      (await server.executeHttp({ method: 'GET', query: '', headers: { accept: 'text/html' } })).body,
    ),
  'aliases without bound': async () =>
    (await ask(`query { ${times(101, (n) => `alias${n}: __typename`)} }`)).data?.['alias100'] !== undefined,
  batches: async () => Array.isArray(await send(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })))),
  'the same field over and over': async () => (await ask(`query { ${times(500, () => '__typename')} }`)).data != null,
  'directives without bound': async () =>
    (await ask(`query { __typename ${times(10, () => '@aa')} }`)).errors?.length === 10,
  'circular introspection': async () =>
    (await ask('query { __schema { types { fields { type { fields { type { fields { name } } } } } } } }')).data !=
    null,
  'traces in answers': async () =>
    'tracing' in (((await ask('{ __typename }'))['extensions'] as object | undefined) ?? {}),
  'failures that tell of the inside': async () =>
    /stacktrace|exception|node_modules|\.ts:/iu.test(JSON.stringify(await ask('qwerty cop { abc }'))),
  'changes by GET': async () => {
    const query = `query=${encodeURIComponent('mutation { customerUpsert(input: { idempotencyKey: "k", by: { id: "x" } }) { customer { id } } }')}`;
    const answer = await server.executeHttp({ method: 'GET', query, headers: {} });
    return answer.status < 400 && (JSON.parse(answer.body) as Told).data != null;
  },
  'forms of other sites': async () =>
    (await send('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' })).data != null,
  'text of other sites': async () =>
    (await send('{"query":"{__typename}"}', { 'content-type': 'text/plain' })).data != null,
};

describe('an API in production', () => {
  it.each(Object.keys(PROBES))('does not fall for %s', async (name) => {
    expect(await PROBES[name]!()).toBe(false);
  });

  it('answers all the same what fits', async () => {
    expect((await ask('{ viewer { name } }')).data).toEqual({ viewer: { name: 'probe' } });
  });

  it('gives no name of its schema away to 2,000 guesses, right or nearly right', async () => {
    const schema = buildSchema(typeDefs);
    const names = new Set<string>();
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      names.add(type.name);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
        for (const field of Object.values(type.getFields())) {
          names.add(field.name);
          if ('args' in field) for (const { name } of field.args) names.add(name);
        }
      if (isEnumType(type)) for (const { name } of type.getValues()) names.add(name);
    }
    const words = [...names];
    expect(words.length).toBeGreaterThan(700);
    const nearly = (word: string, n: number): string =>
      [word.slice(0, -1) || word, `${word}s`, word.toLowerCase(), `${word[0]}${word}`, word][n % 5]!;
    /** Documents as clairvoyance makes them: words as fields of the root and below, as arguments, as types, with the one that is right among those that are not. */
    const guess = (n: number): string => {
      const word = words[(n * 7919) % words.length]!;
      const near = nearly(word, n);
      return [
        `{ ${near} zzz }`,
        `{ ${word} zzz }`,
        `{ viewer { ${near} } zzz }`,
        `{ customer(${near}: 1) { id } zzz }`,
        `{ customer(by: { ${near}: "x" }) { ${word} zzz } }`,
        `fragment F on ${near} { zzz } { ...F }`,
        `query ($v: ${near}) { zzz(v: $v) }`,
        `{ customers(orderBy: { field: ${near} }) { zzz } }`,
      ][n % 8]!;
    };
    const told = new Set<string>();
    const recovered = new Set<string>();
    for (let n = 0; n < 2000; n++) {
      const query = guess(n);
      const { data, errors = [] } = await ask(query);
      expect(data ?? null).toBeNull();
      for (const { message, extensions, ...rest } of errors) {
        const text = JSON.stringify([message, extensions?.['code'], rest, errors.length]);
        told.add(text);
        for (const [name] of text.matchAll(/[A-Za-z_]\w{4,}/gu)) if (names.has(name)) recovered.add(name);
      }
    }
    // Whatever is guessed, one answer: so nothing tells a right guess from a wrong one either.
    expect(told.size).toBe(1);
    expect([...recovered]).toEqual([]);
  }, 300_000);

  it('tells no names by what is wrong with variables of a document that is right', async () => {
    const schema = buildSchema(typeDefs);
    const everything: Principal = { ...READER, scopes: new Set(SCOPES), ingest: new Set([ANY_SOURCE]) };
    const all = await createGraphqlServer({
      db: await testDb(engine),
      currency: 'EUR',
      introspection: false,
      authenticate: async () => everything,
    });
    const tell = (query: string, variables: unknown): Promise<Told> => send({ query, variables }, {}, all);
    let refused = 0;
    for (const field of Object.values(schema.getMutationType()!.getFields()))
      for (const { name, type } of field.args)
        for (const v of [{}, { zzz: 1 }, 'zzz', 1.5, [{ zzz: {} }], { by: {} }]) {
          const query = `mutation ($v: ${String(type)}) { ${field.name}(${name}: $v) { __typename } }`;
          const { errors = [] } = await tell(query, { v });
          for (const { message, extensions } of errors)
            if (extensions?.['code'] === 'BAD_USER_INPUT') {
              refused += 1;
              expect(message, query).not.toMatch(/by type|OneOf type|enum\b.*exist|Field "(?!zzz|by)\w+"|in "\w+"/u);
            }
        }
    expect(refused).toBeGreaterThan(300);
    const orderBy =
      'query ($f: CustomerOrderField!) { customers(orderBy: { field: $f, direction: ASC }) { __typename } }';
    const { errors } = await tell(orderBy, { f: 'TOTL_VALUE' });
    expect(errors![0]!.message).toBe(
      'Variable "$f" got invalid value "TOTL_VALUE"; Value "TOTL_VALUE" does not exist.',
    );
    const start =
      'mutation ($i: RunTryOutInput) { enrichmentRunStart(input: { idempotencyKey: "k", tryOut: $i }) { __typename } }';
    const { errors: wrong } = await tell(start, { i: { kapa: 1 } });
    expect(wrong![0]!.message).toBe('Variable "$i" got invalid value { kapa: 1 }; Field "kapa" is not defined.');
    await all.stop();
  });
});

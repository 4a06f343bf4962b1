/**
 * Other servers over the same schema, resolvers and data, each as its own documentation sets it up: a function from a body of JSON to the text of the
 * answer. `what` is { typeDefs, resolvers, context } of a checkout of Kring.
 */
import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import Fastify from 'fastify';
import { createYoga } from 'graphql-yoga';
import { compileQuery } from 'graphql-jit';
import { parse, validate } from 'graphql';
import mercurius from 'mercurius';

/** A request as a function URL sends it (payload format 2.0). */
export const eventOf = (body) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/graphql',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', accept: '*/*', host: 'a.lambda-url.eu-west-1.on.aws' },
  isBase64Encoded: false,
  requestContext: {
    accountId: '1',
    apiId: 'a',
    domainName: 'a.lambda-url.eu-west-1.on.aws',
    domainPrefix: 'a',
    requestId: 'r',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
    http: { method: 'POST', path: '/graphql', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
  },
  body,
});

/** Apollo Server as its README has it on Lambda: default plugins, the default adapter. */
export async function apolloDefault({ typeDefs, resolvers, context }) {
  const server = new ApolloServer({ typeDefs, resolvers, nodeEnv: 'production', stopOnTerminationSignals: false });
  const handler = startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventV2RequestHandler(), {
    context: async () => context(),
  });
  return async (body) => (await handler(eventOf(body), {}, () => {})).body;
}

export function yoga({ typeDefs, resolvers, context }) {
  const server = createYoga({
    schema: makeExecutableSchema({ typeDefs, resolvers }),
    context: () => context(),
    logging: false,
    graphiql: false,
    landingPage: false,
  });
  return async (body) =>
    (
      await server.fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
    ).text();
}

/** Mercurius with its own JIT, through Fastify's inject: without a socket, like the others. */
export async function mercuriusJit({ typeDefs, resolvers, context }) {
  const app = Fastify();
  app.register(mercurius, { schema: makeExecutableSchema({ typeDefs, resolvers }), jit: 1, context: () => context() });
  await app.ready();
  return async (body) =>
    (await app.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, body })).body;
}

/** graphql-jit alone, compiled once: no HTTP, no limits, no checks. A floor for what compiles documents, not a server. */
export function jitAlone({ typeDefs, resolvers, context }) {
  const schema = makeExecutableSchema({ typeDefs, resolvers });
  const compiled = new Map();
  return async (body) => {
    const { query, variables } = JSON.parse(body);
    let one = compiled.get(query);
    if (one === undefined) {
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw errors[0];
      one = compileQuery(schema, document);
      if (!('query' in one)) throw new Error('graphql-jit did not compile the document');
      compiled.set(query, one);
    }
    return JSON.stringify(await one.query(undefined, await context(), variables ?? {}));
  };
}

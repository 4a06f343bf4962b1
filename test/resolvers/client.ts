import { runEnrichment } from '../../enrichment/run.ts';
import type { Principal } from '../../domain/access/scopes.ts';
import { awsPrincipal } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer, type GraphqlServer, type ServerOptions } from '../../resolvers/server.ts';
import type { Db } from '../../store/client/db.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { testDb, type Engine } from '../engines/engines.ts';

// Answers are read freely in tests; their types are what is being tested.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly data: Json;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Record<string, Json>;
    readonly path?: readonly unknown[];
  }[];
  readonly cost: { readonly readUnits: number; readonly writeUnits: number; readonly requests: number };
}

export interface Client {
  readonly db: Db;
  readonly server: GraphqlServer;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data of an answer that must have no errors. */
  data(query: string, variables?: Record<string, unknown>): Promise<Json>;
}

/** May do everything: what a test is about is another matter than who asks. */
export const EVERYTHING: Principal = awsPrincipal('arn:aws:iam::1:role/test');

/** Asks a server over its real HTTP core. */
export async function clientOf(db: Db, options: Partial<ServerOptions> = {}): Promise<Client> {
  const server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: true,
    authenticate: async () => EVERYTHING,
    onError: (_, error) => console.error(error),
    ...options,
  });
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const { status, body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [], extensions } = JSON.parse(body);
    return { status, data, errors, cost: extensions?.cost };
  };
  return {
    db,
    server,
    ask,
    data: async (query, variables) => {
      const { data, errors } = await ask(query, variables);
      if (errors.length > 0) throw new Error(`unexpected errors: ${JSON.stringify(errors, null, 1)}`);
      return data;
    },
  };
}

/** A company of `size` customers with a published run. */
export async function publishedCompany(engine: Engine, size: number): Promise<Client> {
  const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, size);
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  return clientOf(db);
}

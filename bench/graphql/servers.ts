/** Kring as a Lambda function has it, and other servers over the same schema, resolvers and table. */
import { join } from 'node:path';
import type * as ServerModule from '../../resolvers/server.ts';
import type * as ResolversModule from '../../resolvers/resolvers.ts';
import type * as SchemaModule from '../../schema/generated.ts';
import type * as AuthenticateModule from '../../resolvers/serve/authenticate.ts';
import type * as ContextModule from '../../resolvers/serve/context.ts';
import type * as EventsModule from '../../functions/http-events.ts';
import type { Db } from '../../store/client/db.ts';
import type { Client } from '../../store/client/sdk.ts';

/** A body of JSON to the text of the answer. */
export type Ask = (body: string) => Promise<string>;

export interface Peers {
  readonly eventOf: (body: string) => unknown;
  readonly apolloDefault: (what: Served) => Promise<Ask>;
  readonly yoga: (what: Served) => Ask;
  readonly mercuriusJit: (what: Served) => Promise<Ask>;
  readonly jitAlone: (what: Served) => Ask;
}

interface Served {
  readonly typeDefs: string;
  readonly resolvers: unknown;
  readonly context: () => unknown;
}

/** A checkout of Kring: this one, or an earlier one to compare with. */
export interface Checkout {
  readonly kring: (db: Db, eventOf: Peers['eventOf']) => Promise<Ask>;
  readonly served: (db: Db) => Served;
}

export async function checkout(root: string): Promise<Checkout> {
  const load = async <Module>(file: string): Promise<Module> => (await import(join(root, file))) as Module;
  const { createGraphqlServer } = await load<typeof ServerModule>('resolvers/server.ts');
  const { resolvers } = await load<typeof ResolversModule>('resolvers/resolvers.ts');
  const { typeDefs } = await load<typeof SchemaModule>('schema/generated.ts');
  const { DEVELOPMENT } = await load<typeof AuthenticateModule>('resolvers/serve/authenticate.ts');
  const { createContext } = await load<typeof ContextModule>('resolvers/serve/context.ts');
  const { receive, returned } = await load<typeof EventsModule>('functions/http-events.ts');
  return {
    kring: async (db, eventOf) => {
      const server = await createGraphqlServer({
        db,
        currency: 'USD',
        introspection: false,
        authenticate: async () => DEVELOPMENT,
        onError: (_, error) => console.error(error),
      });
      return async (body) => {
        const { question, acceptEncoding } = receive(eventOf(body))!;
        return (await returned(await server.executeHttp({ ...question, requestId: 'r' }), acceptEncoding)).body;
      };
    },
    served: (db) => ({
      typeDefs,
      resolvers,
      context: () => createContext({ db, currency: 'USD' }, DEVELOPMENT, 'r'),
    }),
  };
}

/** The same table seen an hour later, when no replica can be behind, through another client where one is given. */
export const settled = (db: Db, client: Client = db.client): Db => {
  const later = Date.now() + 3_600_000;
  return { ...db, client, clock: () => later };
};

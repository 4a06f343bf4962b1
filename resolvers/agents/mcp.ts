import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { VisibleError } from '../../domain/errors.ts';
import type { Authenticate } from '../serve/authenticate.ts';
import { plainError, unavailableAnswer, type HttpAnswer, type HttpQuestion } from '../serve/http.ts';
import type { GraphqlServer } from '../server.ts';
import { MCP_PATH } from './path.ts';
import { TOOLS, type Tool } from './tools.ts';

/** Asks the API as whoever asks the agent's question. */
export type Ask = (
  query: string,
  variables: Record<string, unknown>,
) => Promise<{ readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] }>;

/** Asks a server of this process. @param headers what says who asks */
export const askOf =
  (server: GraphqlServer, headers: Readonly<Record<string, string>>, signedBy?: string): Ask =>
  async (query, variables) => {
    const { body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
      ...(signedBy === undefined ? {} : { signedBy }),
    });
    return JSON.parse(body) as Awaited<ReturnType<Ask>>;
  };

const INSTRUCTIONS =
  'Kring says what each customer is worth, directly and through whom they bring in and influence. Every total comes with `sums`: terms that add up to it exactly, in minor units, with the ids behind them; quote them. Values of one customer and of others through them are one money: never add lists of "at risk" up. Reading changes nothing.';

/** The server of one connection or request: the tools, asked as one caller. */
export function mcpServer(ask: Ask): McpServer {
  const server = new McpServer({ name: 'kring', version: '1' }, { instructions: INSTRUCTIONS });
  for (const tool of TOOLS) register(server, tool, ask);
  return server;
}

function register(server: McpServer, tool: Tool, ask: Ask): void {
  const { name, description, input, query, variables, sums } = tool;
  server.registerTool(
    name,
    {
      description,
      inputSchema: input,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async (given: unknown) => {
      const { data, errors } = await ask(query, variables(given as never));
      if (errors !== undefined || data == null)
        return {
          isError: true,
          content: [{ type: 'text' as const, text: (errors ?? []).map(({ message }) => message).join('\n') }],
        };
      const answer = { ...(data as Record<string, unknown>), sums: sums(data as never) };
      return { content: [{ type: 'text' as const, text: JSON.stringify(answer) }], structuredContent: answer };
    },
  );
}

/** Serves agents over HTTP, one request at a time and without sessions: who asks is found out before anything of it is read. */
export function mcpHost({
  server,
  authenticate,
}: {
  readonly server: GraphqlServer;
  readonly authenticate: Authenticate;
}) {
  return async (question: HttpQuestion): Promise<HttpAnswer> => {
    try {
      await authenticate(question);
    } catch (error) {
      if (!(error instanceof VisibleError)) throw error;
      if (error.code !== 'UNAUTHENTICATED') return unavailableAnswer(error.message, 1, question.requestId);
      const answer = plainError(401, error.message, question.requestId, error.code);
      return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="kring"' } };
    }
    const handler = createMcpHandler(() => mcpServer(askOf(server, question.headers, question.signedBy)));
    const response = await handler.fetch(
      new Request(`http://localhost${MCP_PATH}`, {
        method: question.method,
        headers: question.headers,
        ...(question.body === undefined || question.method === 'GET' ? {} : { body: Buffer.from(question.body) }),
      }),
    );
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}

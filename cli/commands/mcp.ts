import { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

/**
 * `kring mcp`: an agent on this machine asks the table, over stdin and stdout. It reads as whoever may read without a key; with `KRING_KEY`, as that key may.
 */
export const mcpCommand = (): Command =>
  new Command('mcp')
    .description(
      'answer an agent (Model Context Protocol) on stdin and stdout; it reads, and changes nothing (docs/agents.md)',
    )
    .action(async (_options, command: Command) => {
      const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
      const { askOf, mcpServer } = await import('../../resolvers/agents/mcp.ts');
      const { allowanceSettings } = await import('../../resolvers/serve/allowance-settings.ts');
      const { authenticator, DEVELOPMENT } = await import('../../resolvers/serve/authenticate.ts');
      const { createGraphqlServer } = await import('../../resolvers/server.ts');
      const { readTableMeta } = await import('../../store/client/table.ts');
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => {
        const { currency } = await readTableMeta(db);
        const server = await createGraphqlServer({
          db,
          authenticate: authenticator({ db, anonymous: DEVELOPMENT }),
          allowanceOf: allowanceSettings(process.env),
          currency,
          introspection: false,
          onError: (requestId, error) => console.error(`[${requestId}]`, error),
        });
        const key = process.env['KRING_KEY'];
        const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
        const handle = serveStdio(() => mcpServer(askOf(server, headers)), {
          onerror: (error) => console.error(error.message),
        });
        // The agent closes its end, or stops this process.
        await new Promise<void>((resolve) => {
          process.stdin.once('end', resolve);
          process.once('SIGTERM', () => resolve());
          process.once('SIGINT', () => resolve());
        });
        await handle.close();
        await server.stop();
      });
    });

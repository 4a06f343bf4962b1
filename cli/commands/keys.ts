import { Command } from 'commander';
import Table from 'cli-table3';
import { grantWords, LOCAL_STAGE, parseGrants, SCOPES } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import type { AccessKey } from '../../store/access/keys.ts';
import type { Db } from '../../store/client/db.ts';
import { instantOption, type GlobalOptions } from '../options.ts';

interface CreateOptions extends GlobalOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly source?: readonly string[];
  readonly expires?: number;
  readonly stage: string;
  readonly trustedOnly?: boolean;
  readonly costLimit?: number;
  readonly costPerSecond?: number;
}

async function withTable(command: Command, work: (db: Db) => Promise<void>): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => work(db));
}

const day = (instant: number | null): string =>
  instant === null ? '' : new Date(instant).toISOString().slice(0, 16).replace('T', ' ');

const stateOf = ({ revokedAt, expiresAt }: AccessKey, now: number): string =>
  revokedAt !== null ? 'revoked' : expiresAt !== null && expiresAt <= now ? 'expired' : 'open';

/** `kring keys`: who may ask the API what, for whom no identity provider says it. */
export const keysCommand = (): Command =>
  new Command('keys')
    .description('API keys: create, list, revoke')
    .addCommand(
      new Command('create')
        .description('make a key and show it, this once')
        .requiredOption('--name <text>', 'who uses it')
        .requiredOption(
          '--scope <scope...>',
          `what it may do: ${SCOPES.join(', ')}, ingest:<source>, ingest:* (read the guide: docs/access.md)`,
        )
        .option('--source <source...>', 'only customers of these sources, and nothing about all of them')
        .option('--trusted-only', 'may send trusted documents only (kring documents): for keys that lie in a page')
        .option('--cost-limit <n>', 'what it may spend at once, in place of what all keys may', Number)
        .option('--cost-per-second <n>', 'what comes back every second; goes with --cost-limit', Number)
        .option('--expires <date>', 'when it ends', instantOption)
        .option(
          '--stage <name>',
          'what the key is marked with, so that one found somewhere says where it opens',
          LOCAL_STAGE,
        )
        .action(async (_options, command: Command) => {
          const { name, scope, source, expires, stage, trustedOnly, costLimit, costPerSecond } =
            command.optsWithGlobals<CreateOptions>();
          if ((costLimit === undefined) !== (costPerSecond === undefined))
            throw new VisibleError(
              'USAGE',
              '--cost-limit and --cost-per-second go together: --cost-limit 2000 --cost-per-second 100',
            );
          const { createAccessKey } = await import('../../store/access/keys.ts');
          await withTable(command, async (db) => {
            const { key, secret } = await createAccessKey(db, stage, {
              name,
              ...parseGrants(scope),
              sources: source === undefined ? null : new Set(source),
              expiresAt: expires ?? null,
              trustedOnly: trustedOnly === true,
              allowance:
                costLimit === undefined || costPerSecond === undefined
                  ? null
                  : { limit: costLimit, restoreRate: costPerSecond },
            });
            console.error(`The key ${key.prefix} of "${name}". It is not kept: store it now.`);
            console.log(secret);
          });
        }),
    )
    .addCommand(
      new Command('list')
        .description('every key there is or was, the newest first')
        .action(async (_options, command: Command) => {
          const { listAccessKeys } = await import('../../store/access/keys.ts');
          await withTable(command, async (db) => {
            const keys = await listAccessKeys(db);
            const table = new Table({
              head: ['key', 'name', 'scopes', 'sources', 'created (UTC)', 'expires', 'last used', 'state'],
              style: { head: [], border: [], compact: true },
            });
            for (const key of keys)
              table.push([
                key.prefix,
                key.name,
                grantWords(key).join('\n'),
                key.sources === null ? 'all' : [...key.sources].sort().join('\n'),
                day(key.createdAt),
                day(key.expiresAt),
                day(key.lastUsedAt),
                stateOf(key, db.clock()),
              ]);
            console.log(
              keys.length === 0 ? 'No key yet. Make one with: npm run -s kring -- keys create' : table.toString(),
            );
          });
        }),
    )
    .addCommand(
      new Command('revoke')
        .description('end a key for good; servers notice within half a minute')
        .argument('<key>', 'its public part, as the list shows it')
        .action(async (prefix: string, _options, command: Command) => {
          const { revokeAccessKey } = await import('../../store/access/keys.ts');
          await withTable(command, async (db) => {
            const { name, revokedAt } = await revokeAccessKey(db, prefix);
            console.log(`The key ${prefix} of "${name}" is revoked since ${day(revokedAt)} (UTC).`);
          });
        }),
    );

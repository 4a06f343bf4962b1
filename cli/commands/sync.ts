import { Command } from 'commander';
import Table from 'cli-table3';
import { DAY_MS } from '../../domain/time/time.ts';
import { VisibleError } from '../../domain/errors.ts';
import type { FileSource } from '../../social/file/source.ts';
import type { SocialSource } from '../../social/source.ts';
import type { openSource as OpenSource } from '../../social/sources.ts';
import type { PlanOptions, SyncPlan } from '../../social/sync/plan.ts';
import type { SyncRecord } from '../../store/social/syncs.ts';
import { numberOption, type GlobalOptions } from '../options.ts';

interface SyncOptions extends GlobalOptions {
  readonly source?: readonly string[];
  readonly segment?: string;
  readonly olderThanDays?: number;
  readonly sources?: string;
  readonly dryRun?: boolean;
}

const EXIT_FAILED = 1;
const EXIT_INTERRUPTED = 130;
const MICROS = 1_000_000;

/** `kring sync`. */
export const syncCommand = (): Command =>
  new Command('sync')
    .description('reads what linked accounts show at their social sources (docs/social.md)')
    .option('--source <name...>', 'only these sources (default: all that are configured)')
    .option('--segment <key>', 'only accounts of the members of this segment at the last run')
    .option(
      '--older-than-days <days>',
      'read again what is older (default: the maximum age of each source)',
      numberOption('a number of days from 0, for example 7', (x) => x >= 0),
    )
    .option('--sources <file>', 'settings of the sources (default: KRING_SOCIAL, or social.json in the data directory)')
    .option('--dry-run', 'say what there is to do and what it takes; call no source, write nothing')
    .action(async (_options, command: Command) => sync(command.optsWithGlobals<SyncOptions>()));

async function sync(options: SyncOptions): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  const { localSocialSettings } = await import('../../local/social.ts');
  const { planSync, startSync } = await import('../../social/sync/plan.ts');
  const { advanceSync } = await import('../../social/sync/advance.ts');
  const { openSource } = await import('../../social/sources.ts');
  const { newProgress } = await import('../progress.ts');
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
    console.error('\nPausing after the page at hand (Ctrl-C again ends at once).');
  });
  await withConnection(options, async ({ db }) => {
    const settings = await localSocialSettings(db, options.data, options.sources);
    if (settings.sources.length === 0)
      throw new VisibleError(
        'NOT_CONFIGURED',
        'No social source is configured. Write one into social.json in the data directory, or name a file with --sources; docs/social.md has an example.',
      );
    const plan: PlanOptions = { trigger: 'MANUAL', ...(await planOptions(db, options)) };
    if (options.dryRun === true) {
      console.log(planTable((await planSync(db, settings, plan)).sources));
      return;
    }
    const started = await startSync(db, settings, plan);
    if (!started.isNew) console.error(`Going on with the sync that began at ${iso(started.sync.startedAt)}.`);
    // The files that were read, to name the rows that were left out: values are not shown, they may be of anybody.
    const files = new Set<FileSource['rejected']>();
    const open = async (...args: Parameters<typeof OpenSource>): Promise<SocialSource> => {
      const source = await openSource(...args);
      if ('rejected' in source) files.add(source.rejected as FileSource['rejected']);
      return source;
    };
    const progress = newProgress();
    progress.stage('Reading social sources', started.sync.parts);
    let ended: SyncRecord;
    try {
      ended = await advanceSync(db, settings, started.sync.id, {
        remainingMs: () => (interrupted ? 0 : Number.POSITIVE_INFINITY),
        patient: true,
        open,
        onProgress: ({ done }) => progress.update(done),
        onWait: (untilMs, why) =>
          console.error(
            why === 'WORKER'
              ? `Waiting until ${iso(untilMs)} UTC: another worker has what is left. One that was killed is taken for gone by then.`
              : `Waiting until ${iso(untilMs)} UTC, as the source asks.`,
          ),
      });
    } finally {
      progress.stop();
    }
    console.log(summary(ended));
    for (const file of files) if (file.count > 0) console.error(badRows(file));
    if (ended.status === 'RUNNING') process.exitCode = EXIT_INTERRUPTED;
    else if (ended.status !== 'SUCCEEDED') process.exitCode = EXIT_FAILED;
  });
}

async function planOptions(
  db: Parameters<typeof import('../../social/sync/segment.ts').segmentMembers>[0],
  { source, segment, olderThanDays }: SyncOptions,
): Promise<Omit<PlanOptions, 'trigger'>> {
  const { segmentMembers } = await import('../../social/sync/segment.ts');
  const members = segment === undefined ? null : await segmentMembers(db, segment);
  if (segment !== undefined && members === null)
    throw new VisibleError(
      'NOT_FOUND',
      `The last run published no segment ${segment}. Name one of those there are, or run: npm run -s kring -- enrich`,
    );
  return {
    ...(source === undefined ? {} : { sources: source }),
    ...(segment === undefined || members === null ? {} : { segment: { key: segment, members } }),
    ...(olderThanDays === undefined ? {} : { olderThanMs: olderThanDays * DAY_MS }),
  };
}

const NAMED = 10;
/** Rows of files that could not be read, or only in part. */
function badRows({ count, first }: FileSource['rejected']): string {
  const named = first
    .slice(0, NAMED)
    .map(({ path, row, field, reason }) => `  ${path}:${row}${field === '' ? '' : ` ${field}`}: ${reason}`);
  return [`Rows with something that cannot be read: ${count}.`, ...named, ...(count > NAMED ? ['  …'] : [])].join('\n');
}

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const money = (micros: number): string => (micros / MICROS).toFixed(2);

function planTable(sources: SyncPlan['sources']): string {
  const table = new Table({
    head: ['source', 'linked accounts', 'due', 'calls at least', 'cost at least'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { source, accounts, due, callsAtLeast, costMicrosAtLeast } of sources)
    table.push([source, accounts, due, callsAtLeast, money(costMicrosAtLeast)]);
  return `${table.toString()}\nNothing was read and nothing written.`;
}

/** What a sync did, for whoever started it. */
function summary({ id, status, counts, errors, startedAt, finishedAt }: SyncRecord): string {
  const seconds = (((finishedAt ?? Date.now()) - startedAt) / 1000).toFixed(1);
  const lines = [
    `Sync ${id}: ${status === 'RUNNING' ? 'paused; the same command goes on from here' : status} after ${seconds} s.`,
    `Accounts: ${counts.profiles} read, ${counts.missing} not to be seen; lists of follows: ${counts.followsRead} read, ${counts.upToDate} unchanged.`,
    `Ties: ${counts.tiesNew} new, ${counts.tiesEnded} ended. Interactions with the company: ${counts.acts} new.`,
    `Calls: ${counts.calls} (${counts.throttled} told to wait, ${counts.failed} failed), cost ${money(counts.costMicros)}.`,
    ...errors.map((error) => `Failed: ${error}`),
    ...(counts.tiesNew + counts.tiesEnded + counts.acts === 0
      ? []
      : ['What customers are worth by it follows at the next run: npm run -s kring -- enrich']),
  ];
  return lines.join('\n');
}

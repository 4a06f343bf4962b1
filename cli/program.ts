import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { VisibleError } from '../domain/errors.ts';
import { globalOptions } from './options.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** EX_SOFTWARE of sysexits.h: a bug of ours, not a mistake of the caller. */
const EXIT_BUG = 70;

/** Runs the command line. @param args without the node and script path @returns when the command has ended; the exit code is set */
export async function main(args: readonly string[]): Promise<void> {
  // `kring top | head` closes the pipe early: that is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  exitWithLauncher();
  process.exitCode = await run(args);
}

async function run(args: readonly string[]): Promise<number> {
  try {
    const program = await buildProgram();
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error, args.includes('--verbose'));
  }
}

async function buildProgram(): Promise<Command> {
  const program = globalOptions(new Command('kring'))
    .description('What each customer is worth: directly, and through whom they bring in and influence.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(add --help for the options)');
  const commands = await Promise.all([
    import('./commands/start.ts').then((module) => module.startCommand()),
    import('./commands/open.ts').then((module) => module.openCommand()),
    import('./commands/import.ts').then((module) => module.importCommand()),
    import('./commands/enrich.ts').then((module) => module.enrichCommand()),
    import('./commands/merge.ts').then((module) => module.duplicatesCommand()),
    import('./commands/merge.ts').then((module) => module.differentCommand()),
    import('./commands/merge.ts').then((module) => module.mergeCommand()),
    import('./commands/merge.ts').then((module) => module.unmergeCommand()),
    import('./commands/sync.ts').then((module) => module.syncCommand()),
    import('./commands/top.ts').then((module) => module.topCommand()),
    import('./commands/runs.ts').then((module) => module.runsCommand()),
    import('./commands/report.ts').then((module) => module.reportCommand()),
    import('./commands/calibrate.ts').then((module) => module.calibrateCommand()),
    import('./commands/truth.ts').then((module) => module.truthCommand()),
    import('./commands/segment.ts').then((module) => module.segmentCommand()),
    import('./commands/action.ts').then((module) => module.actionCommand()),
    import('./commands/keys.ts').then((module) => module.keysCommand()),
    import('./commands/documents.ts').then((module) => module.documentsCommand()),
    import('./commands/mcp.ts').then((module) => module.mcpCommand()),
    import('./commands/privacy.ts').then((module) => module.privacyCommand()),
    import('./commands/clv.ts').then((module) => module.clvCommand()),
    import('./commands/network.ts').then((module) => module.networkCommand()),
    import('./commands/experiment.ts').then((module) => module.experimentCommand()),
  ]);
  for (const command of commands) program.addCommand(command);
  return inheritSettings(program);
}

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** What commander keeps to the program unless told: errors are thrown, and help shows the options of all commands too. */
function inheritSettings(command: Command): Command {
  for (const child of command.commands)
    inheritSettings(child.exitOverride().configureHelp({ showGlobalOptions: true }));
  return command;
}

function report(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (verbose) console.error(error);
  if (error instanceof VisibleError) {
    console.error(`${error.message} [${error.code}]`);
    return error.code === 'USAGE' ? EXIT_USAGE : EXIT_FAILED;
  }
  if (error instanceof Error && error.name === 'ResourceNotFoundException') {
    console.error(
      'There is no data yet: the table does not exist. Import something first, for example: npm run -s kring -- import orders FILE --currency EUR [NO_TABLE]',
    );
    return EXIT_FAILED;
  }
  if (isUnreachable(error)) {
    console.error(
      'The database does not answer: its engine has stopped, or --dynamodb names the wrong address. Run the same command again; it continues where it stopped. [DATABASE_UNREACHABLE]',
    );
    return EXIT_FAILED;
  }
  if (!verbose) console.error(error);
  console.error('This is a fault in Kring, not in what you asked. Please report it with the lines above.');
  return EXIT_BUG;
}

const isUnreachable = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return (
    code === 'ECONNREFUSED' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    (cause !== undefined && isUnreachable(cause))
  );
};

/** Under cli/bin/kring.js on an older Node: end when the launcher is killed, as this process would be without it. */
function exitWithLauncher(): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

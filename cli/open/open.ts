import type { ImportKind } from '../../intake/presets.ts';
import { basename, dirname, join, resolve } from 'node:path';
import { VisibleError } from '../../domain/errors.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import { namesOf } from '../../intake/csv/columns.ts';
import { runImport } from '../../intake/job.ts';
import type { ImportOutcome } from '../../intake/job.ts';
import { openRejects } from '../../intake/rejects.ts';
import { openConnection } from '../../local/dynamodb/connect.ts';
import type { TableConnection } from '../../local/dynamodb/connect.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { getView } from '../../store/published/views.ts';
import { checkRunInstant } from '../../store/work/runs.ts';
import type { GlobalOptions } from '../options.ts';
import { newProgress } from '../progress.ts';
import { runVisibly } from '../run.ts';
import { checkPattern, checkPort, deadlineOf, serve, stopSignal } from '../start.ts';
import type { Activity } from '../start.ts';
import { answersOf } from './answers.ts';
import type { Answer } from './answers.ts';
import { terminalAsk } from './ask.ts';
import type { Ask } from './ask.ts';
import { companyOf, contentOf, noteAsOf, noteFile, refuseIfOther } from './company.ts';
import type { Company } from './company.ts';
import { recognise } from './recognise.ts';
import type { Recognised } from './recognise.ts';
import { tasksOf } from './tasks.ts';
import type { Opened, Pinned } from './tasks.ts';
import type { ImportRequest } from '../../intake/inspect.ts';

export interface OpenOptions extends GlobalOptions {
  readonly company?: string;
  readonly yes: boolean;
  readonly asOf?: number;
  readonly marginRate?: number;
  readonly port: number;
  readonly every: string;
  readonly serve: boolean;
  /** How the files are read, where they do not say so themselves. */
  readonly reading: Omit<ImportRequest, 'kind' | 'path'>;
}

/** Nothing for so long, and the files are taken to end then: an older export, and not a company where nobody buys any more. */
const RECENT_DAYS = 60;
/** Orders first: other files tell of the customers they bring. */
const SEQUENCE: readonly ImportKind[] = [
  'orders',
  'messages',
  'customers',
  'interactions',
  'ties',
  'referrals',
  'products',
];

/**
 * `kring open`: from files to answers. Recognises each file, shows what it took it for, imports, runs, answers, names what is missing,
 * and serves. Harmless to repeat: a file that is known is not taken twice, and where nothing is new no run is made.
 *
 * @throws VisibleError OTHER_COMPANY, NOT_RECOGNISED, and what importing and running throw
 */
export async function open(paths: readonly string[], options: OpenOptions): Promise<void> {
  if (options.dynamodb !== undefined)
    throw new VisibleError(
      'USAGE',
      'kring open keeps each company in a directory of its own; for another table use kring import.',
    );
  if (options.asOf !== undefined) checkRunInstant(options.asOf, Date.now(), ['--as-of']);
  if (options.serve) {
    checkPattern(options.every);
    await checkPort(options.port);
  }
  const startedAt = performance.now();
  const ask = terminalAsk(options.yes);
  let company = companyOf(options.data, paths, options.company);
  const files = await understand(company, paths, options, ask);
  const activity: Activity = { stopping: false, run: Promise.resolve() };
  const stopped = stopSignal(activity);
  const connection = await openConnection({ ...options, data: company.data });
  connection.supervise((message) => console.error(message));
  try {
    console.log(`Company "${company.name}", in ${company.data}.`);
    const opened: { outcome: ImportOutcome; rejected: Opened['rejected'] }[] = [];
    for (const file of files) {
      // Noted before anything of it is written: a process may be killed in between, and the directory is this company's all the same.
      company = noteFile(company, file.note);
      const taken = await take(connection, company, file, ask);
      opened.push(taken);
      company = noteFile(company, {
        ...file.note,
        source: taken.outcome.plan.source,
        lastEventAt: taken.outcome.events?.lastAt ?? null,
      });
    }
    const pinned = await pinnedTo(connection, company, options.asOf);
    company = noteAsOf(company, options.asOf ?? pinned?.asOf ?? null);
    const asOf = (): number => company.asOf ?? Date.now();
    const says = await computed(connection, activity, opened, asOf, options.marginRate);
    if (says === null) return;
    const { generation, view } = says;
    for (const answer of await answersOf(connection.db, generation, view)) console.log(shown(answer));
    console.log('\nWHAT IS MISSING');
    for (const task of tasksOf(
      {
        kinds: new Set(company.files.map(({ kind }) => kind)),
        grouped: opened.some(({ outcome: { plan } }) => plan.fields['group'] !== undefined),
        rejected: opened.flatMap(({ rejected }) => rejected),
        beyond: opened.reduce((sum, { outcome }) => sum + (outcome.events?.beyond ?? 0), 0),
      },
      statisticsOf(generation),
      pinned,
      company.name,
      Date.now(),
    ))
      console.log(`• ${task}`);
    console.log(
      `\n${((performance.now() - startedAt) / 1000).toFixed(1)} s from the files to here. The same company later: --data "${company.data}", for example npm run -s kring -- top --data "${company.data}"`,
    );
    if (options.serve) await serve(connection, { ...options, data: company.data }, asOf, activity, stopped);
  } finally {
    await connection.close();
  }
}

interface UnderstoodFile extends Recognised {
  readonly note: Parameters<typeof noteFile>[1];
}

/** Every file is understood, and known to be this company's, before anything is written. */
async function understand(
  company: Company,
  paths: readonly string[],
  { reading }: OpenOptions,
  ask: Ask,
): Promise<UnderstoodFile[]> {
  const understood: UnderstoodFile[] = [];
  const files = [...company.files];
  for (const path of paths) {
    const recognised = await recognise(path, reading, ask);
    const { request, found } = recognised;
    const note = {
      name: basename(path),
      folder: dirname(resolve(path)),
      content: await contentOf(path),
      kind: request.kind,
      preset: found.preset?.name ?? null,
      source: found.source,
      lastEventAt: null,
    };
    refuseIfOther({ ...company, files }, path, note);
    files.push(note);
    understood.push({ ...recognised, note });
    console.log(described(path, recognised));
  }
  return understood.sort((a, b) => SEQUENCE.indexOf(a.request.kind) - SEQUENCE.indexOf(b.request.kind));
}

/** What a file was taken for: the export and what becomes of its columns, or which column is which. */
function described(path: string, { request, found }: Recognised): string {
  const { preset, translation, header, map, fields } = found;
  const name = `${basename(path)}: ${request.kind}${preset === null ? '' : `, recognised as ${preset.name}`}`;
  if (translation) return `${name}\n  ${preset!.describes.becomes}.`;
  const columnOf = (field: string): string | undefined =>
    map[field] ??
    header.find((column) => (fields[field]?.columns ?? []).some((known) => plain(known) === plain(column)));
  const mapped = Object.keys(fields).flatMap((field) => {
    const column = columnOf(field);
    return column === undefined ? [] : [[column, field] as const];
  });
  const used = new Set(mapped.map(([column]) => column));
  const unused = header.filter((column) => column.trim() !== '' && !used.has(column));
  return [
    name,
    `  ${mapped.map(([column, field]) => (column === field ? field : `${column} → ${field}`)).join(', ')}`,
    ...(request.dateFormat === undefined || request.dateFormat === 'iso' ? [] : [`  dates as ${request.dateFormat}`]),
    ...(unused.length === 0 ? [] : [`  not read: ${namesOf(unused).replaceAll('"', '')}`]),
  ].join('\n');
}
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Imports a file. Files without orders of their own speak of the customers the company's orders brought. */
async function take(
  { db, alone }: TableConnection,
  company: Company,
  { request, note }: UnderstoodFile,
  ask: Ask,
): Promise<{ outcome: ImportOutcome; rejected: Opened['rejected'] }> {
  const orders = company.files.find(({ kind }) => kind === 'orders');
  const source = request.source ?? (request.kind === 'orders' ? undefined : orders?.source);
  const report = join(company.data, `rejects-${note.kind}-${note.content.slice(0, 8)}.csv`);
  const rejects = openRejects(report);
  const progress = newProgress();
  const openedAt = Date.now();
  try {
    const outcome = await withCurrency(ask, (currency) =>
      runImport(
        db,
        { ...request, ...(source === undefined ? {} : { source }), ...(currency === null ? {} : { currency }) },
        { progress, rejects, ...(alone ? { aloneSince: openedAt } : {}) },
      ),
    );
    const { counts } = outcome;
    const known = counts['DUPLICATE'] ?? 0;
    const fresh = counts['ACCEPTED'] ?? 0;
    console.log(
      `${note.name}: ${fresh.toLocaleString('en')} new ${fresh === 1 ? note.kind.replace(/s$/, '') : note.kind}${known === 0 ? '' : `, ${known.toLocaleString('en')} known already`}${rejects.count === 0 ? '' : `, ${rejects.count.toLocaleString('en')} ${rejects.count === 1 ? 'row' : 'rows'} left out`}.`,
    );
    for (const told of outcome.notes) console.log(`  ${told}`);
    return {
      outcome,
      rejected: rejects.count === 0 ? [] : [{ file: note.name, rows: rejects.count, reasons: rejects.reasons, report }],
    };
  } finally {
    progress.stop();
    await rejects.close();
  }
}

/** Asks for the currency where no file names one and somebody is there. */
async function withCurrency<T>(ask: Ask, work: (currency: string | null) => Promise<T>): Promise<T> {
  try {
    return await work(null);
  } catch (error) {
    if (ask === null || !(error instanceof VisibleError && error.code === 'CURRENCY_REQUIRED')) throw error;
    const found = error.details['found'] as readonly string[];
    return work(await ask(`In which currency are the amounts${found.length > 0 ? '' : ', for example EUR'}?`, found));
  }
}

/** The day after the last event, where that is long ago; null where runs are as of now. */
async function pinnedTo({ db }: TableConnection, company: Company, said: number | undefined): Promise<Pinned | null> {
  const last = company.files.reduce<number | null>(
    (latest, { lastEventAt }) => (lastEventAt === null ? latest : Math.max(latest ?? lastEventAt, lastEventAt)),
    null,
  );
  if (said !== undefined || last === null || Date.now() - last <= RECENT_DAYS * DAY_MS) return null;
  const zone = await timeZoneOf(db);
  return { lastEventAt: last, asOf: instantIn(zone)((dayIn(zone)(last) + 1) * DAY_MS) };
}

/** What the last run says, or a new one where something is new. null: told to stop before it ended. */
async function computed(
  connection: TableConnection,
  activity: Activity,
  opened: readonly { readonly outcome: ImportOutcome }[],
  asOf: () => number,
  marginRate: number | undefined,
): Promise<{ readonly generation: VisibleGeneration; readonly view: string | null } | null> {
  const { db } = connection;
  const before = await visibleGeneration(db);
  const at = asOf();
  const nothingNew = opened.every(({ outcome: { counts } }) =>
    Object.keys(counts).every((status) => status === 'DUPLICATE'),
  );
  const isSameDay = before !== null && Math.floor(before.asOf / DAY_MS) === Math.floor(at / DAY_MS);
  if (before !== null && nothingNew && isSameDay && marginRate === undefined) return { generation: before, view: null };
  const run = await runVisibly(connection, {
    asOf: at,
    trigger: 'MANUAL',
    deadline: deadlineOf(activity),
    ...(marginRate === undefined ? {} : { settings: { marginRate } }),
  });
  if (run.status === 'RUNNING') {
    console.log('Paused. The same command goes on from here.');
    return null;
  }
  const view = run.view === true ? run.id : null;
  const generation = await (view === null ? visibleGeneration(db, { consistent: true }) : getView(db, view));
  return generation && { generation, view };
}

const shown = (answer: Answer): string =>
  [
    `\n${answer.question.toUpperCase()}`,
    ...('absent' in answer ? [`No answer yet: ${answer.absent}.`] : answer.lines),
  ].join('\n');

/** Everything the company holds of a person, as documents that say where each comes from: made once, read in pages, gone after a week. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { B, bytes, N, S, str } from '../client/attributes.ts';
import { batchGet } from '../client/batch.ts';
import { getItem, putItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { exportPageKey, saidKey } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';
import { earlierVersions, history } from '../events/history.ts';
import { listsWith } from '../definitions/listed.ts';
import { inActions } from '../actions/person.ts';
import { mergeTrail } from '../merges/trail.ts';
import { loadViews } from '../published/customers.ts';
import { visibleGeneration } from '../published/generations.ts';
import { labelsReportOf, shownChanges } from '../published/label-files.ts';
import { incoming, outgoing, type PageOptions } from '../relations/pages.ts';
import { claimsAbout, referralsBy } from '../relations/referrals.ts';
import { accountsOf } from '../social/accounts.ts';
import { EXPORT_MS, EXPORT_STEPS, openJobs, saveJob, withStep, type HeldJob, type Person } from './jobs.ts';
import { recordsOfPerson } from './person.ts';

/** One thing that is kept of a person. */
export interface ExportDocument {
  /** What it is: CUSTOMER, ORDER, INTERACTION, FACT, TIE, REFERRAL, LINKED_ACCOUNT, PROFILE … */
  readonly kind: string;
  /** Who said so: the source of a record, `kring` for what was worked out. */
  readonly source: string;
  readonly record: unknown;
}

type Step = (typeof EXPORT_STEPS)[number];

const READ: Readonly<Record<Step, (db: Db, person: Person) => AsyncGenerator<ExportDocument>>> = {
  PROFILE: customers,
  EVENTS: events,
  TIES: relations,
  SOCIAL: accounts,
  MENTIONS: mentions,
  PUBLISHED: published,
};

async function* customers(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  for (const { summary: _, ...record } of await recordsOfPerson(db, { id: ids[0]! }))
    yield { kind: 'CUSTOMER', source: 'kring', record };
}

async function* events(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  for (const id of ids) {
    const { events: told, facts, influence } = await history(db, id);
    for (const { sk, ...event } of [...told, ...facts]) {
      yield { kind: event.kind, source: event.source, record: event };
      if (event.kind !== 'ORDER' || (event.version ?? 1) === 1) continue;
      for (const { sk: _, ...earlier } of await earlierVersions(db, { customerId: id, sk }))
        yield { kind: `EARLIER_${event.kind}`, source: event.source, record: earlier };
    }
    for (const entry of influence) yield { kind: 'INFLUENCE', source: 'kring', record: entry };
  }
}

const PAGE = 200;

/** All of a list that is read in pages. */
async function* whole<T>(
  read: (page: PageOptions) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
): AsyncGenerator<T> {
  for (let after: string | null | undefined; after !== null;) {
    const page: Awaited<ReturnType<typeof read>> = await read({
      first: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  }
}

async function* relations(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  for (const id of ids) {
    for (const read of [outgoing, incoming])
      for await (const tie of whole((page) => read(db, id, page)))
        yield { kind: 'TIE', source: tie.source, record: tie };
    for (const read of [referralsBy, claimsAbout])
      for await (const claim of whole((page) => read(db, id, page)))
        yield { kind: 'REFERRAL', source: claim.source, record: claim };
  }
}

async function* accounts(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  for (const { checkpoint: _, hash: __, ...account } of await accountsOf(db, ids, { consistent: true }))
    yield { kind: 'LINKED_ACCOUNT', source: account.source, record: account };
}

async function* mentions(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  const said = await batchGet(db, ids.map(saidKey), { consistent: true });
  for (const item of said.values())
    yield {
      kind: 'NAMES',
      source: 'streams',
      record: { customer: str(item, 'pk').slice(2), users: item['u']?.SS ?? [], names: item['n']?.SS ?? [] },
    };
  for await (const { sk: _, ...step } of whole((page) => mergeTrail(db, page)))
    if (ids.includes(step.merged) || ids.includes(step.into)) yield { kind: 'MERGE', source: 'kring', record: step };
  for (const segment of await listsWith(db, ids)) yield { kind: 'LISTED', source: 'kring', record: { segment } };
  for (const id of ids) {
    const { assignments, holdout } = await inActions(db, id);
    for (const record of assignments) yield { kind: 'ASSIGNMENT', source: 'kring', record };
    yield { kind: 'GLOBAL_HOLDOUT', source: 'kring', record: holdout };
  }
}

async function* published(db: Db, { ids }: Person): AsyncGenerator<ExportDocument> {
  const generation = await visibleGeneration(db, { consistent: true });
  const [view] = await loadViews(db, [ids[0]!], generation);
  if (generation === null || view == null) return;
  const { runId, asOf } = generation;
  yield {
    kind: 'SUMMARY',
    source: 'kring',
    record: view.record.summary,
  };
  if (view.profile !== null)
    yield { kind: 'PROFILE', source: 'kring', record: { runId, asOf, ...view.profile.profile } };
  const report = await labelsReportOf(db, generation.labels);
  for (const change of (report && (await shownChanges(db, generation, report, view.record.id))) ?? [])
    yield { kind: 'LABEL_CHANGE', source: 'kring', record: change };
}

/** Bytes of a page before it is deflated: well below what an item may hold. */
const PAGE_BYTES = 200_000;

/** Brings an export to its end, step by step; repeated after a crash it goes on with the step that was not done. */
export async function advanceExport(db: Db, held: HeldJob): Promise<void> {
  let { job } = held;
  for (const step of EXPORT_STEPS.slice(job.steps.length)) {
    let count = 0;
    let { pages } = job;
    let [lines, size]: [string[], number] = [[], 0];
    const put = async (): Promise<void> => {
      if (lines.length === 0) return;
      const key = exportPageKey(held.person.ids[0]!, job.id, pages++);
      await putItem(db, {
        pk: S(key.pk),
        sk: S(key.sk),
        z: B(deflateRawSync(lines.join('\n'))),
        [TTL_ATTRIBUTE]: N(Math.ceil((db.clock() + EXPORT_MS) / 1000)),
      });
      [lines, size] = [[], 0];
    };
    for await (const document of READ[step](db, held.person)) {
      const line = JSON.stringify(document);
      lines.push(line);
      size += line.length;
      count += 1;
      if (size > PAGE_BYTES) await put();
    }
    await put();
    job = withStep(db, job, step, count, { pages });
    if (!(await saveJob(db, { ...held, job }))) return;
  }
}

/** {@link advanceExport} of every open export, by whoever comes: whoever began it has stopped, or writes the same. */
export async function exportOpen(db: Db): Promise<void> {
  for (const held of await openJobs(db, 'EXPORT')) await advanceExport(db, held);
}

/** A page of an export; null beyond the last, and when its time is over. */
export async function exportPage(db: Db, { job, person }: HeldJob, page: number): Promise<ExportDocument[] | null> {
  const item = await getItem(db, exportPageKey(person.ids[0]!, job.id, page), { ConsistentRead: true });
  if (item === undefined) return null;
  return inflateRawSync(bytes(item, 'z'))
    .toString('utf8')
    .split('\n')
    .map((line) => JSON.parse(line) as ExportDocument);
}

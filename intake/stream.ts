import { ingestEvents, type EventRow } from '../store/events/events.ts';
import { REFERRAL_REJECTIONS } from '../domain/referral/forest.ts';
import { recordReferrals } from '../store/relations/referrals.ts';
import { tieWriter, type TieOutcome } from '../store/relations/ties.ts';
import { customerRow } from './customer-rows.ts';
import { writeCustomers } from './customers.ts';
import { accountRow, productRow, spendRow } from './definition-rows.ts';
import { writeAccounts, writeProducts, writeSpend } from './definitions.ts';
import { factRow, type FactRow } from './fact-rows.ts';
import { interactionRow } from './interaction-rows.ts';
import type { InteractionRow } from './interaction-rows.ts';
import { BULK, refuseIfStrict, rowSource } from './context.ts';
import type { ImportJob, RowOutcome } from './context.ts';
import { messageWriter } from './messages/file.ts';
import { messageRow } from './messages/message-rows.ts';
import type { Told } from './messages/told.ts';
import { referralRow } from './referral-rows.ts';
import type { ReferralFileRow } from './referral-rows.ts';
import { checkedRows } from './rows.ts';
import type { GoodRow, RowSchema } from './rows.ts';
import { tieRow } from './tie-rows.ts';
import type { TieFileRow } from './tie-rows.ts';
import { writeGood } from './write-good.ts';

/** Rows written between two checkpoints: many at a time, because each customer among them is marked once. */
const CHUNK = 5000;

/** Imports a kind whose rows stand alone: rows are written as they are read, in flat memory. */
export async function importStream(job: ImportJob): Promise<void> {
  const { notation, plan } = job;
  switch (plan.request.kind) {
    case 'customers':
      return importRows(job, customerRow(), writeCustomers);
    case 'facts':
      return importRows(job, factRow(notation, plan.source), writeFacts);
    case 'messages': {
      const messages = messageWriter();
      const seen = ({ events, orders }: Told): void => {
        for (const { occurredAt } of events) job.saw(occurredAt);
        for (const { part } of orders) if (part.part === 'ORDER' && part.order !== null) job.saw(part.order.occurredAt);
      };
      await importRows(job, messageRow({ source: plan.source, notation }), messages.write, seen);
      const told = messages.told();
      if (told !== null) job.note(told);
      return;
    }
    case 'products':
      return importRows(job, productRow(notation, plan.source), writeProducts);
    case 'accounts':
      return importRows(job, accountRow(plan.source), writeAccounts);
    case 'spend':
      return importRows(job, spendRow(notation, plan.source), writeSpend);
    case 'interactions':
      return importRows(job, interactionRow(notation, plan.source), writeInteractions, ({ interaction }) =>
        job.saw(interaction.occurredAt),
      );
    case 'ties':
      return importRows(job, tieRow(notation, plan.request.at ?? 0), writeTies(job));
    default:
      return importRows(job, referralRow(notation), writeReferrals);
  }
}

async function importRows<T>(
  job: ImportJob,
  schema: RowSchema<T>,
  write: (job: ImportJob, rows: readonly GoodRow<T>[]) => Promise<RowOutcome[]>,
  saw: (row: T) => void = () => {},
): Promise<void> {
  const { progress } = job;
  if (job.plan.request.strict === true) {
    for await (const batch of checkedRows(rowSource(job, schema)))
      for (const { faults } of batch.bad) job.rejects.add(faults);
    refuseIfStrict(job);
  }
  let seen = 0;
  let waiting: GoodRow<T>[] = [];
  const flush = async (): Promise<void> => {
    const outcomes = await write(job, waiting);
    waiting = [];
    await job.checkpoint(seen, outcomes);
  };
  let reading = false;
  let read = 0;
  for await (const batch of checkedRows(rowSource(job, schema))) {
    if (!reading) progress.stage(`Importing ${job.plan.request.kind}`, batch.totalBytes, false);
    reading = true;
    for (const { faults } of batch.bad) job.rejects.add(faults);
    for (const left of batch.told) job.rejects.note(left);
    for (const [index, row] of batch.good.entries()) {
      seen += 1;
      saw(row.value);
      if (seen <= job.done) continue;
      waiting.push(row);
      if (waiting.length < CHUNK) continue;
      await flush();
      // What is written counts, not what is read: a small zipped file is read at once.
      progress.update(read + (batch.bytesRead - read) * ((index + 1) / batch.good.length));
    }
    read = batch.bytesRead;
  }
  if (waiting.length > 0) await flush();
}

const customer = (job: ImportJob, id: string) => ({ externalId: { source: job.plan.source, id } });

const writeInteractions = (job: ImportJob, rows: readonly GoodRow<InteractionRow>[]): Promise<RowOutcome[]> =>
  writeEvents(
    job,
    'interaction',
    rows.map(({ row, value }) => ({ row, customer: value.customer, event: value.interaction })),
  );

const writeFacts = (job: ImportJob, rows: readonly GoodRow<FactRow>[]): Promise<RowOutcome[]> =>
  writeEvents(
    job,
    'fact',
    rows.map(({ row, value }) => ({ row, customer: value.customer, event: value.fact })),
  );

async function writeEvents(
  job: ImportJob,
  what: string,
  rows: readonly { readonly row: number; readonly customer: string; readonly event: EventRow['event'] }[],
): Promise<RowOutcome[]> {
  const events = rows.map(({ customer: id, event }) => ({ customer: customer(job, id), event }));
  const results = await writeGood(events, (some) => ingestEvents(job.db, some, BULK));
  return results.map((result, index): RowOutcome => {
    const { status } = result;
    const { row, event } = rows[index]!;
    if (status === 'REFUSED') return { status, rejected: { row, field: '', reason: result.reason, value: event.id } };
    if (status !== 'CONFLICT') return { status };
    return {
      status,
      rejected: {
        row,
        field: 'id',
        reason: `${what} ${event.id} is known with other content; a changed record needs an id of its own`,
        value: event.id,
      },
    };
  });
}

/** One writer for the whole import: who was found once is not looked for again. */
function writeTies({
  db,
  plan,
}: ImportJob): (job: ImportJob, rows: readonly GoodRow<TieFileRow>[]) => Promise<RowOutcome[]> {
  const put = tieWriter(db, { createCustomers: plan.request.createUnknown ?? false, soleWriter: true });
  return async (job, rows) =>
    tieOutcomes(
      job,
      rows,
      await put(
        rows.map(({ value }) => ({
          ...value,
          source: plan.source,
          follower: customer(job, value.follower),
          followed: customer(job, value.followed),
        })),
      ),
    );
}

function tieOutcomes(
  { plan: { source } }: ImportJob,
  rows: readonly GoodRow<TieFileRow>[],
  results: readonly TieOutcome[],
): RowOutcome[] {
  return results.map((result, index): RowOutcome => {
    const { row, value } = rows[index]!;
    switch (result.status) {
      case 'UNKNOWN_CUSTOMER':
        return {
          status: result.status,
          rejected: {
            row,
            field: 'follower',
            reason: `${value.follower} or ${value.followed} is no customer of source ${source}; import their orders first, or add --create-unknown`,
            value: `${value.follower} → ${value.followed}`,
          },
        };
      case 'SELF_TIE':
        return {
          status: result.status,
          rejected: { row, field: 'followed', reason: 'is the same customer as the follower', value: value.followed },
        };
      // Named before with another date or weight: one of the two stands, whichever came first.
      default:
        return { status: result.again ? (result.status === 'ACCEPTED' ? 'REPLACED' : 'OUTDATED') : result.status };
    }
  });
}

/** Why a claim is not kept. Whether a kept one counts is for the next run to say. */
const REFERRAL_REFUSALS: Readonly<Partial<Record<string, string>>> = {
  CONFLICT: 'this referral id is known with other content',
  SELF_REFERRAL: REFERRAL_REJECTIONS.SELF_REFERRAL,
  UNKNOWN_CUSTOMER: `${REFERRAL_REJECTIONS.UNKNOWN_CUSTOMER}; import their orders first, or add --create-unknown`,
};

async function writeReferrals(job: ImportJob, rows: readonly GoodRow<ReferralFileRow>[]): Promise<RowOutcome[]> {
  const results = await recordReferrals(
    job.db,
    rows.map(({ value }) => ({
      ...value,
      source: job.plan.source,
      advocate: customer(job, value.advocate),
      friend: customer(job, value.friend),
    })),
    { createCustomers: job.plan.request.createUnknown ?? false },
  );
  return results.map(({ status }, index): RowOutcome => {
    const reason = REFERRAL_REFUSALS[status];
    const { row, value } = rows[index]!;
    return reason === undefined
      ? { status }
      : { status, rejected: { row, field: 'friend', reason, value: `${value.advocate} → ${value.friend}` } };
  });
}

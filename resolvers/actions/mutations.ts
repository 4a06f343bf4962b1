import { planOf } from '../../domain/actions/action.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { ActionInput, ExposureInput } from '../../schema/generated.ts';
import { recordExposures, type Exposure, type ExposureResult } from '../../store/actions/exposures.ts';
import { advanceAction, putPlan, type ActionRecord } from '../../store/actions/records.ts';
import type { MutationResolvers } from '../generated.ts';
import type { UserErrorModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { MAX_ROWS, name, parseFields } from '../serve/rows.ts';
import { toUserError, userError } from '../serve/user-errors.ts';
import { segmentByKey } from '../segments/segments.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { minorFrom } from '../wire/money.ts';
import { freezeNow } from './draw.ts';

/** Does something to an action; with an idempotency key once. */
async function changed(
  context: RequestContext,
  mutation: string,
  asked: { readonly idempotencyKey?: string | null | undefined },
  change: () => Promise<ActionRecord>,
  prefix: readonly string[] = [],
) {
  const { idempotencyKey } = asked;
  try {
    const action =
      typeof idempotencyKey === 'string'
        ? await idempotent(context, mutation, { ...asked, idempotencyKey }, change)
        : await change();
    return { action, userErrors: [] };
  } catch (error) {
    return { action: null, userErrors: [toUserError(error, prefix)] };
  }
}

async function planned(input: ActionInput, context: RequestContext): Promise<ActionRecord> {
  const { currency, db } = context;
  const { channel, plannedEnd, outcome } = input;
  const plan = planOf({
    key: input.key,
    name: input.name,
    kind: input.kind,
    segment: input.segment,
    consent: input.consent,
    design: input.design,
    target: input.target,
    shape: input.shape,
    salt: input.salt,
    withoutProof: input.withoutProof,
    rehearsal: input.rehearsal,
    startsAt: input.startsAt,
    arms: input.arms.map(({ key, share, costPerPerson }, index) => ({
      key,
      share,
      costPerPersonMinor: costPerPerson
        ? minorFrom(costPerPerson, currency, ['arms', String(index), 'costPerPerson'])
        : 0,
    })),
    ...(channel ? { channel } : {}),
    ...(typeof plannedEnd === 'number' ? { plannedEnd } : {}),
    ...(outcome ? { outcome } : {}),
  });
  const segment = await segmentByKey(plan.segment, context);
  if (segment === null || segment.archived)
    throw new InvalidInputError(['segment'], `There is no segment "${plan.segment.slice(0, 60)}".`, {
      code: 'NOT_FOUND',
    });
  return putPlan(db, plan, input.expectedVersion ?? undefined);
}

function exposureFrom(input: ExposureInput, index: number, { principal }: RequestContext): Exposure {
  const path = ['input', String(index)];
  return {
    action: input.action,
    by: requireIdentifier(principal, input.by, [...path, 'by']),
    kind: input.kind,
    at: input.at,
    source: parseFields(name('source'), input.source, [...path, 'source']),
  };
}

const REFUSED: Readonly<Partial<Record<ExposureResult['status'], string>>> = {
  UNKNOWN_MEMBER: 'This customer was not drawn for the action: nothing was noted.',
  NOT_FOUND: 'There is no such action.',
  NOT_FROZEN: 'Nobody is drawn for the action yet. Freeze it first.',
  ACTION_ENDED: 'The action is over: it takes no exposures any more.',
};

interface ToldExposure {
  readonly index: number;
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'CONTAMINATED' | 'REJECTED';
  readonly userErrors: readonly UserErrorModel[];
}

function toldOf(index: number, { status }: ExposureResult): ToldExposure {
  if (status === 'ACCEPTED' || status === 'DUPLICATE' || status === 'CONTAMINATED')
    return { index, status, userErrors: [] };
  const field = ['input', String(index), status === 'UNKNOWN_MEMBER' ? 'by' : 'action'];
  return { index, status: 'REJECTED', userErrors: [userError(status, REFUSED[status]!, field)] };
}

async function exposed(input: readonly ExposureInput[], context: RequestContext): Promise<ToldExposure[]> {
  const results: ToldExposure[] = [];
  const good: { readonly index: number; readonly exposure: Exposure }[] = [];
  for (const [index, row] of input.entries())
    try {
      good.push({ index, exposure: exposureFrom(row, index, context) });
    } catch (error) {
      results.push({ index, status: 'REJECTED', userErrors: [toUserError(error)] });
    }
  const told = await recordExposures(
    context.db,
    good.map(({ exposure }) => exposure),
  );
  for (const [at, { index }] of good.entries()) results.push(toldOf(index, told[at]!));
  return results.sort((a, b) => a.index - b.index);
}

const NOTHING = { accepted: 0, duplicates: 0, contaminated: 0, rejected: 0, results: [] };
const MOST_LETTERS = 500;

export const actionMutations: Pick<
  MutationResolvers,
  'createAction' | 'freezeAction' | 'recordExposures' | 'closeAction' | 'cancelAction'
> = {
  createAction: (_, { input }, context) =>
    changed(context, 'createAction', input, () => planned(input, context), ['input']),
  freezeAction: (_, asked, context) =>
    changed(context, 'freezeAction', asked, () => freezeNow(context.db, asked.key, asked.expectedVersion)),
  closeAction: (_, asked, context) =>
    changed(context, 'closeAction', asked, () => advanceAction(context.db, asked.key, 'CLOSED')),
  cancelAction: (_, asked, context) =>
    changed(context, 'cancelAction', asked, () => {
      const reason = asked.reason.trim();
      if (reason === '' || reason.length > MOST_LETTERS)
        throw new InvalidInputError(['reason'], `A reason is 1 to ${MOST_LETTERS} characters.`);
      return advanceAction(context.db, asked.key, 'CANCELLED', { reason });
    }),
  recordExposures: async (_, { input, idempotencyKey }, context) => {
    if (input.length > MAX_ROWS)
      return {
        ...NOTHING,
        userErrors: [
          userError('TOO_MANY', `At most ${MAX_ROWS} exposures in one request; got ${input.length}.`, ['input']),
        ],
      };
    try {
      const work = (): Promise<ToldExposure[]> => exposed(input, context);
      const results =
        typeof idempotencyKey === 'string'
          ? await idempotent(context, 'recordExposures', { idempotencyKey, input } as { idempotencyKey: string }, work)
          : await work();
      const count = (status: ToldExposure['status']): number =>
        results.filter((result) => result.status === status).length;
      return {
        accepted: count('ACCEPTED') + count('CONTAMINATED'),
        duplicates: count('DUPLICATE'),
        contaminated: count('CONTAMINATED'),
        rejected: count('REJECTED'),
        results,
        userErrors: [],
      };
    } catch (error) {
      return { ...NOTHING, userErrors: [toUserError(error, ['input'])] };
    }
  },
};

import * as z from 'zod';
import { isReturn } from '../../domain/events.ts';
import type { CustomerEvent, Interaction, Order, OrderLine } from '../../domain/events.ts';
import type { FactInput, InteractionInput, OrderInput, OrderLineInput } from '../../schema/generated.ts';
import type { MutationResolvers } from '../generated.ts';
import type { Fact } from '../../domain/facts/facts.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { checkedContent } from '../../store/events/content-codec.ts';
import { ingestEvents, type EventRow, type IngestOutcome } from '../../store/events/events.ts';
import type { RequestContext } from '../serve/context.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { eventGlobalId } from '../wire/ids.ts';
import { minorFrom } from '../wire/money.ts';
import { ingestRows, name, parseFields, within, type Checked, type Row, type Verdict } from '../serve/rows.ts';

const Source = { source: name('source'), id: name('id') };
const OrderFields = z.object({
  ...Source,
  acquisitionChannel: name('acquisitionChannel').nullish(),
  expectedVersion: z.int().min(0, 'expectedVersion is 0 or a version that was read').nullish(),
  lines: z
    .array(
      z.object({
        sku: name('sku'),
        group: name('group'),
        quantity: z
          .number()
          .refine(
            (value) => value !== 0,
            'quantity must not be 0: above 0 for what was bought, below 0 for what was given back',
          ),
        returnOf: name('returnOf').nullish(),
      }),
    )
    .min(1, 'An order has at least one line')
    .max(1000, 'An order has at most 1000 lines'),
});
const InteractionFields = z.object({
  ...Source,
  objectRef: name('objectRef').nullish(),
  valence: z.number().min(-1, 'valence runs from -1 to 1').max(1, 'valence runs from -1 to 1').nullish(),
  influence: z.number().min(0, 'influence runs from 0 to 100').max(100, 'influence runs from 0 to 100').nullish(),
  effortMinutes: z.number().min(0, 'effortMinutes is negative').nullish(),
  answer: name('answer').nullish(),
});
const FactFields = z.object({ ...Source, value: name('value').nullish(), detail: name('detail').nullish() });

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

type LineFields = z.infer<typeof OrderFields>['lines'][number];

function lineOf(
  { net, cost, kind, returnedAt }: OrderLineInput,
  { sku, group, quantity, returnOf }: LineFields,
  currency: string,
  path: readonly string[],
): OrderLine {
  const netMinor = minorFrom(net, currency, [...path, 'net']);
  const costMinor = cost ? minorFrom(cost, currency, [...path, 'cost']) : undefined;
  const isBack = isReturn({ quantity, netMinor });
  if (netMinor > 0 && quantity < 0)
    throw new InvalidInputError([...path, 'net'], 'net must be below 0 on a line that gives goods back');
  if (costMinor !== undefined && (isBack ? costMinor > 0 : costMinor < 0)) {
    throw new InvalidInputError(
      [...path, 'cost'],
      isBack
        ? 'cost must not be above 0 on a line that gives goods back: they come back at their cost'
        : 'cost is negative',
    );
  }
  if (!isBack && (isGiven(returnOf) || isGiven(returnedAt)))
    throw new InvalidInputError(
      [...path, 'returnOf'],
      'only a line whose net or quantity is below 0 gives something back',
    );
  return {
    sku,
    group,
    quantity: isBack ? -Math.abs(quantity) : quantity,
    netMinor,
    ...(costMinor === undefined ? {} : { costMinor }),
    lineKind: kind,
    ...(isGiven(returnOf) ? { returnOf } : {}),
    ...(isGiven(returnedAt) ? { returnedAt } : {}),
  };
}

/**
 * The event again when it can be kept: one that cannot must not take the good rows of its request with it.
 *
 * @param names what the input calls a field of the event
 */
function kept<Event extends CustomerEvent | Fact>(
  event: Event,
  path: readonly string[],
  names: Readonly<Record<string, string>> = {},
): Event {
  within(path, () => checkedContent(event), names);
  return event;
}

const orderOf = ({ input, path, principal }: Row<OrderInput>, currency: string): EventRow => {
  const fields = parseFields(OrderFields, input, path);
  const order: Order = {
    kind: 'ORDER',
    source: fields.source,
    id: fields.id,
    occurredAt: input.placedAt,
    lines: input.lines.map((line, index) =>
      lineOf(line, fields.lines[index]!, currency, [...path, 'lines', String(index)]),
    ),
    promotion: input.promotion,
    ...(fields.acquisitionChannel ? { acquisitionChannel: fields.acquisitionChannel } : {}),
    ...(isGiven(input.cancelledAt) ? { cancelledAt: input.cancelledAt } : {}),
  };
  const { expectedVersion } = fields;
  const isCorrection = input.correction || isGiven(expectedVersion);
  return {
    customer: requireIdentifier(principal, input.by, [...path, 'by']),
    event: kept(order, path, { occurredAt: 'placedAt' }),
    ...(isCorrection ? { correction: { expectedVersion: expectedVersion ?? null } } : {}),
  };
};

const interactionOf = ({ input, path, principal }: Row<InteractionInput>): EventRow => {
  const { source, id, objectRef, valence, influence, effortMinutes, answer } = parseFields(
    InteractionFields,
    input,
    path,
  );
  const interaction: Interaction = {
    kind: 'INTERACTION',
    source,
    id,
    type: input.type,
    channel: input.channel,
    occurredAt: input.occurredAt,
    ...(objectRef ? { objectRef } : {}),
    ...(valence === null || valence === undefined ? {} : { valence }),
    ...(influence === null || influence === undefined ? {} : { influence }),
    ...(effortMinutes === null || effortMinutes === undefined ? {} : { effortMinutes }),
    ...(answer ? { answer } : {}),
  };
  return { customer: requireIdentifier(principal, input.by, [...path, 'by']), event: kept(interaction, path) };
};

const factOf = ({ input, path, principal }: Row<FactInput>): EventRow => {
  const { source, id, value, detail } = parseFields(FactFields, input, path);
  const fact: Fact = {
    kind: 'FACT',
    source,
    id,
    type: input.type,
    value: value ?? null,
    occurredAt: input.at,
    ...(isGiven(input.expiresAt) ? { expiresAt: input.expiresAt } : {}),
    ...(detail ? { detail } : {}),
  };
  return {
    customer: requireIdentifier(principal, input.by, [...path, 'by']),
    event: kept(fact, path, { occurredAt: 'at' }),
  };
};

/** Facts have no node: they are read with their customer. */
const nodeIdOf = (
  kind: EventRow['event']['kind'],
  { customerId, sk }: NonNullable<IngestOutcome['event']>,
): string | null => (kind === 'FACT' ? null : eventGlobalId(kind, customerId, sk));

async function keepEvents<Input>(
  { db, onOrders }: RequestContext,
  rows: readonly Checked<Input, EventRow>[],
): Promise<Verdict[]> {
  const verdicts = await ingestEvents(
    db,
    rows.map(({ value }) => value),
  );
  const ordering = verdicts.filter(({ status }, at) => status === 'ACCEPTED' && rows[at]!.value.event.kind === 'ORDER');
  if (ordering.length > 0) onOrders(ordering.flatMap(({ customerId }) => customerId ?? []));
  return verdicts.map(({ status, customerId, event, currentVersion }, at) => ({
    status,
    ...(currentVersion === undefined ? {} : { currentVersion }),
    customerId,
    nodeId: event === undefined || status === 'CONFLICT' ? null : nodeIdOf(rows[at]!.value.event.kind, event),
  }));
}

export const eventMutations: Pick<MutationResolvers, 'ordersIngest' | 'interactionsIngest' | 'factsIngest'> = {
  ordersIngest: (_, { input }, context) =>
    ingestRows(
      context,
      'ordersIngest',
      'orders',
      input,
      input.orders,
      (row) => orderOf(row, context.currency),
      (rows) => keepEvents(context, rows),
    ),
  interactionsIngest: (_, { input }, context) =>
    ingestRows(context, 'interactionsIngest', 'interactions', input, input.interactions, interactionOf, (rows) =>
      keepEvents(context, rows),
    ),
  factsIngest: (_, { input }, context) =>
    ingestRows(context, 'factsIngest', 'facts', input, input.facts, factOf, (rows) => keepEvents(context, rows)),
};

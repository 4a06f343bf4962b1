import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CHANNELS, INTERACTION_TYPES } from '../domain/events.ts';
import type { Interaction } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { instant, number, oneOf, text } from './cells.ts';
import type { Notation } from './cells.ts';

export const INTERACTION_FIELDS = {
  id: { columns: ['id', 'interaction id', 'event id'], required: false },
  customer: { columns: ['customer', 'customer id', 'cust', 'user'], required: true },
  type: { columns: ['type', 'interaction', 'event'], required: true },
  channel: { columns: ['channel'], required: false },
  occurredAt: { columns: ['occurred at', 'date', 'time', 'timestamp', 'at'], required: true },
  objectRef: { columns: ['object ref', 'object', 'about'], required: false },
  valence: { columns: ['valence'], required: false },
  rating: { columns: ['rating', 'stars'], required: false },
  influence: { columns: ['influence'], required: false },
  effortMinutes: { columns: ['effort minutes', 'effort', 'minutes', 'duration minutes'], required: false },
  answer: { columns: ['answer', 'response'], required: false },
} as const satisfies FieldColumns<string>;

/** Minutes of a year: more is no contact. */
const MOST_MINUTES = 525_600;

export interface InteractionRow {
  readonly customer: string;
  readonly interaction: Interaction;
}

/** Checks a row. Without an id its content names it, so that the same row twice is one interaction. */
export const interactionRow = (notation: Notation, source: string) =>
  z
    .object({
      id: text().optional(),
      customer: text(),
      type: oneOf(INTERACTION_TYPES),
      channel: oneOf(CHANNELS).default('WEB'),
      occurredAt: instant(notation),
      objectRef: text().optional(),
      valence: number(notation, -1, 1).optional(),
      rating: number(notation, 1, 5).optional(),
      influence: number(notation, 0, 100).optional(),
      effortMinutes: number(notation, 0, MOST_MINUTES).optional(),
      answer: text().optional(),
    })
    .superRefine(({ type, answer }, context) => {
      if (answer !== undefined && type !== 'SURVEY_RESPONSE')
        context.addIssue({ code: 'custom', path: ['answer'], message: 'is of a SURVEY_RESPONSE only' });
    })
    .transform(({ id, customer, rating, ...rest }): InteractionRow => {
      // One to five stars on the scale −1 … 1: three stars are neutral.
      const valence = rest.valence ?? (rating === undefined ? undefined : (rating - 3) / 2);
      const content = {
        type: rest.type,
        channel: rest.channel,
        occurredAt: rest.occurredAt,
        ...(rest.objectRef === undefined ? {} : { objectRef: rest.objectRef }),
        ...(valence === undefined ? {} : { valence }),
        ...(rest.influence === undefined ? {} : { influence: rest.influence }),
        ...(rest.effortMinutes === undefined ? {} : { effortMinutes: rest.effortMinutes }),
        ...(rest.answer === undefined ? {} : { answer: rest.answer }),
      };
      return {
        customer,
        interaction: { kind: 'INTERACTION', source, id: id ?? contentId([customer, content]), ...content },
      };
    });

/** An id for a record whose source gives it none. */
export const contentId = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);

import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type {
  Channel,
  CustomerEvent,
  Interaction,
  InteractionType,
  LineKind,
  Order,
  OrderLine,
} from '../../domain/events.ts';
import { FACT_TYPES, type Fact, type FactType } from '../../domain/facts/facts.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { checkEvent } from '../../domain/money/bounds.ts';
import { B, optionalStr, S, type Item } from '../client/attributes.ts';
import { unknownCode } from '../client/tuple.ts';

/**
 * An event's content (all but its kind, source, id, instant and version, which are attributes of their own) as JSON with
 * positions instead of names; trailing absences are dropped. Two events have the same content exactly when the texts are equal.
 */
export function contentOf(event: CustomerEvent | Fact): string {
  const fields: unknown[] =
    event.kind === 'ORDER'
      ? [
          event.lines.map(lineTuple),
          event.promotion ? 1 : 0,
          event.acquisitionChannel ?? null,
          event.simulated === true ? 1 : null,
          event.cancelledAt ?? null,
        ]
      : event.kind === 'FACT'
        ? [event.type, event.value, event.expiresAt ?? null, event.detail ?? null, event.simulated === true ? 1 : null]
        : [
            event.type,
            event.channel,
            event.objectRef ?? null,
            event.valence ?? null,
            event.influence ?? null,
            event.effortMinutes ?? null,
            event.simulated === true ? 1 : null,
            event.answer ?? null,
          ];
  return JSON.stringify(trimmed(fields));
}

/**
 * The content of an event as it is kept, after checking that it can be. What takes in rows one by one asks this of each first:
 * a call of ingestEvents takes all its rows or none.
 *
 * @throws InvalidInputError with the path within the event
 */
export function checkedContent(event: CustomerEvent | Fact): string {
  checkEvent(event);
  const content = contentOf(event);
  checkFits(content);
  return content;
}

const trimmed = (fields: unknown[]): unknown[] => {
  while (fields.length > 0 && fields.at(-1) === null) fields.pop();
  return fields;
};

const lineTuple = (line: OrderLine): unknown[] =>
  trimmed([
    line.sku,
    line.group,
    line.quantity,
    line.netMinor,
    line.costMinor ?? null,
    line.lineKind === 'PRODUCT' ? null : line.lineKind,
    line.returnOf ?? null,
    line.returnedAt ?? null,
  ]);

/** 96 bits that differ when customer, instant or content differ: what makes a repeated (source, id) a duplicate or a conflict. */
export const contentHash = (customerId: string, occurredAt: number, content: string): string =>
  createHash('sha256').update(`${customerId}|${occurredAt}|${content}`).digest('base64url').slice(0, 16);

/** Above this many characters deflating saves a write unit (1 KiB) often enough to be worth it. */
const DEFLATE_ABOVE = 600;
/** An item may be 400 KB; this leaves room for its keys. */
const MAX_BYTES = 380_000;

/** Throws InvalidInputError for content that cannot fit an item even deflated. */
export function checkFits(content: string): void {
  if (content.length > MAX_BYTES) contentAttributes(content);
}

/** The attributes that hold an event's content: `d` (text) or `z` (deflated). Throws InvalidInputError when it cannot fit an item. */
export function contentAttributes(content: string): Item {
  if (content.length <= DEFLATE_ABOVE) return { d: S(content) };
  const deflated = deflateRawSync(content);
  if (deflated.length > MAX_BYTES) {
    throw new InvalidInputError(
      ['lines'],
      'an event may take 380 KB compressed (some 20,000 order lines); split the order',
      { code: 'EVENT_TOO_LARGE' },
    );
  }
  return { z: B(deflated) };
}

/** The content of an event as text, inflated where it is kept deflated. */
export const readContent = (item: Item): string =>
  optionalStr(item, 'd') ?? inflateRawSync(item['z']?.B ?? new Uint8Array()).toString('utf8');

/** The event with this kind, source, id, instant, version (absent: 1) and content. */
export function eventOf(
  base: { kind: CustomerEvent['kind'] | 'FACT'; source: string; id: string; occurredAt: number; version?: number },
  content: string,
): CustomerEvent | Fact {
  const fields = JSON.parse(content) as unknown[];
  const { source, id, occurredAt, version = 1 } = base;
  if (base.kind === 'ORDER') {
    const [lines, promotion, acquisitionChannel, simulated, cancelledAt] = fields as [
      unknown[][],
      number,
      (string | null)?,
      (number | null)?,
      (number | null)?,
    ];
    const order: Order = {
      kind: 'ORDER',
      source,
      id,
      occurredAt,
      lines: lines.map(lineOf),
      promotion: promotion === 1,
    };
    return {
      ...order,
      ...optional({ acquisitionChannel, cancelledAt }),
      ...simulatedFlag(simulated),
      ...(version > 1 ? { version } : {}),
    };
  }
  if (base.kind === 'FACT') {
    const [type, value, expiresAt, detail, simulated] = fields as [
      FactType,
      (string | null)?,
      (number | null)?,
      (string | null)?,
      (number | null)?,
    ];
    if (!FACT_TYPES.includes(type)) throw unknownCode('a fact is of type', type);
    const fact: Fact = { kind: 'FACT', source, id, type, value: value ?? null, occurredAt };
    return { ...fact, ...optional({ expiresAt, detail }), ...simulatedFlag(simulated) };
  }
  const [type, channel, objectRef, valence, influence, effortMinutes, simulated, answer] = fields as [
    InteractionType,
    Channel,
    (string | null)?,
    (number | null)?,
    (number | null)?,
    (number | null)?,
    (number | null)?,
    (string | null)?,
  ];
  const interaction: Interaction = { kind: 'INTERACTION', source, id, type, channel, occurredAt };
  return {
    ...interaction,
    ...optional({ objectRef, valence, influence, effortMinutes, answer }),
    ...simulatedFlag(simulated),
  };
}

function lineOf(fields: unknown[]): OrderLine {
  const [sku, group, quantity, netMinor, costMinor, lineKind, returnOf, returnedAt] = fields as [
    string,
    string,
    number,
    number,
    (number | null)?,
    (LineKind | null)?,
    (string | null)?,
    (number | null)?,
  ];
  return {
    sku,
    group,
    quantity,
    netMinor,
    ...optional({ costMinor }),
    lineKind: lineKind ?? 'PRODUCT',
    ...optional({ returnOf, returnedAt }),
  };
}

/** Only the fields that are there: an absent field and a null one are the same in the table, and only absence is in the types. */
function optional<T extends Record<string, string | number | null | undefined>>(
  fields: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

const simulatedFlag = (flag: number | null | undefined): { simulated?: true } =>
  flag === 1 ? { simulated: true } : {};

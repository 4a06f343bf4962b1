import type { Fact } from '../../domain/facts/facts.ts';
import type { Interaction } from '../../domain/events.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import { EXPOSURE_KINDS } from '../../store/actions/exposures.ts';
import type { Notation } from '../cells.ts';
import { instantRule } from '../cells.ts';
import { customerRow, type CustomerRow } from '../customer-rows.ts';
import { factRow } from '../fact-rows.ts';
import { cellOf, type Typed } from '../formats/cell.ts';
import { interactionRow } from '../interaction-rows.ts';
import { checkedRow, isRefusal, type Cells } from './contract.ts';
import { objectOf, readMessage, textOf, type JsonObject, type Message, type Refusal } from './message.ts';
import { statedOrder, takenBack } from './segment-orders.ts';
import { NOTHING_TOLD, type Told, type ToldDetails } from './told.ts';

/** What reading a message takes: under which source its users are known, and how amounts and instants are read. */
export interface Reading {
  readonly source: string;
  readonly notation: Notation;
}

/** Events that are orders, or something about one. */
const ORDER_EVENTS: Readonly<Record<string, 'ORDER' | 'CANCEL' | 'REFUND'>> = {
  'order completed': 'ORDER',
  'completed order': 'ORDER',
  'order updated': 'ORDER',
  'order cancelled': 'CANCEL',
  'order canceled': 'CANCEL',
  'order refunded': 'REFUND',
};

/** Events that are interactions of a known type. Others are left out, counted by name: what they mean, only their sender knows. */
export const TRACK_EVENTS: Readonly<Record<string, readonly [type: string, channel: string]>> = {
  'product viewed': ['PAGE_VIEW', 'WEB'],
  'viewed product': ['PAGE_VIEW', 'WEB'],
  'product list viewed': ['PAGE_VIEW', 'WEB'],
  'viewed product category': ['PAGE_VIEW', 'WEB'],
  'cart viewed': ['PAGE_VIEW', 'WEB'],
  'promotion viewed': ['PROMOTION_SEEN', 'WEB'],
  'viewed promotion': ['PROMOTION_SEEN', 'WEB'],
  'coupon applied': ['PROMOTION_REDEEMED', 'WEB'],
  'product reviewed': ['REVIEW', 'WEB'],
  'product shared': ['SOCIAL_SHARE', 'SOCIAL'],
  'cart shared': ['SOCIAL_SHARE', 'SOCIAL'],
  'signed in': ['PORTAL_LOGIN', 'PORTAL'],
  'logged in': ['PORTAL_LOGIN', 'PORTAL'],
  'email delivered': ['NEWSLETTER_RECEIVED', 'EMAIL'],
  'email opened': ['NEWSLETTER_OPENED', 'EMAIL'],
  'email link clicked': ['NEWSLETTER_READ', 'EMAIL'],
};

const CUSTOMER = customerRow();
const contracts = new WeakMap<Notation, Map<string, ReturnType<typeof madeContract>>>();
const madeContract = (notation: Notation, source: string) => ({
  interaction: interactionRow(notation, source),
  fact: factRow(notation, source),
});

/** The rows of the contract in one notation, made once for all messages of a request or file. */
function contractOf(notation: Notation, source: string): ReturnType<typeof madeContract> {
  const bySource = contracts.get(notation) ?? new Map<string, ReturnType<typeof madeContract>>();
  contracts.set(notation, bySource);
  const made = bySource.get(source) ?? madeContract(notation, source);
  bySource.set(source, made);
  return made;
}

/** What of a message's fields a fault of the contract is about. */
const NAMES: Readonly<Record<string, string>> = {
  occurredAt: 'timestamp',
  at: 'timestamp',
  customer: 'userId',
  objectRef: 'properties',
  rating: 'properties.rating',
  value: 'traits',
};

/** Ids that a device gave are of another namespace than those a person has. */
export const anonymousSource = (source: string): string => `${source}#anonymous`;
const userOf = (source: string, id: string): CustomerIdentifier => ({ externalId: { source, id } });
const anonymousOf = (source: string, id: string): CustomerIdentifier => ({
  externalId: { source: anonymousSource(source), id },
});

/** Reads a call of the Segment spec into what Kring keeps of it; or why nothing of it can be kept. Pure. */
export function readSegment(value: unknown, { source, notation }: Reading): Told | Refusal {
  const message = readMessage(value);
  if (isRefusal(message)) return message;
  if (message.type === 'alias') return aliasOf(message, source);
  let fault = '';
  const at = instantRule({ ...notation, isFixed: true })(message.timestamp, (reason) => void (fault = reason));
  if (at === undefined) return { code: 'INVALID', field: 'timestamp', message: fault };
  const user = message.userId === null ? null : userOf(source, message.userId);
  const device = message.anonymousId === null ? null : anonymousOf(source, message.anonymousId);
  const whose: Told = {
    ...NOTHING_TOLD,
    by: user ?? device,
    isAnonymous: user === null,
    names: user === null || device === null ? [] : [{ name: device, user }],
  };
  const said = saidBy(message, { source, notation: { ...notation, isFixed: true } }, at);
  return isRefusal(said) ? said : { ...whose, ...said };
}

function saidBy(message: Message, reading: Reading, at: number): Partial<Told> | Refusal {
  switch (message.type) {
    case 'identify':
      return identified(message, reading, at);
    case 'group':
      return grouped(message, reading, at);
    case 'page':
    case 'screen':
      return viewed(message, reading);
    default:
      return tracked(message, reading, at);
  }
}

/** The earlier id is one of a device, or one of a user: it is said of both, and whichever is somebody's counts. */
function aliasOf({ userId, previousId, anonymousId }: Message, source: string): Told {
  const user = userOf(source, userId!);
  const earlier = previousId ?? anonymousId!;
  return {
    ...NOTHING_TOLD,
    by: user,
    names: [
      { name: anonymousOf(source, earlier), user },
      ...(previousId === null || previousId === userId ? [] : [{ name: userOf(source, previousId), user }]),
    ],
  };
}

function interactionOf(message: Message, { source, notation }: Reading, cells: Cells): Partial<Told> | Refusal {
  const row = checkedRow<{ readonly interaction: Interaction }>(
    contractOf(notation, source).interaction,
    {
      id: message.id,
      customer: message.userId ?? message.anonymousId ?? '',
      occurredAt: message.timestamp,
      ...cells,
    },
    NAMES,
  );
  return isRefusal(row) ? row : { events: [row.interaction] };
}

const MAX_REF = 256;

function viewed(message: Message, reading: Reading): Partial<Told> | Refusal {
  const { properties, context, name, type } = message;
  const page = objectOf(context['page']);
  const about = name || textOf(properties['path']) || textOf(page['path']) || textOf(properties['url']);
  return interactionOf(message, reading, {
    type: 'PAGE_VIEW',
    channel: type === 'screen' ? 'APP' : 'WEB',
    objectRef: about.slice(0, MAX_REF),
  });
}

function tracked(message: Message, reading: Reading, at: number): Partial<Told> | Refusal {
  const name = message.name.toLowerCase();
  const kind = ORDER_EVENTS[name];
  if (kind !== undefined) {
    if (kind !== 'ORDER') {
      const orders = takenBack(message, kind, { notation: reading.notation, at });
      return isRefusal(orders) ? orders : { orders };
    }
    const stated = statedOrder(message, { ...reading, at });
    return isRefusal(stated) ? stated : { orders: stated.parts, left: stated.left };
  }
  if (name === ACTION_EXPOSED) return exposed(message, at);
  const known = TRACK_EVENTS[name];
  if (known === undefined)
    return {
      left: [
        {
          code: 'UNKNOWN_EVENT',
          field: 'event',
          name: message.name.slice(0, 100),
          message: `is left out: "${message.name.slice(0, 100)}" is no order, and no interaction that Kring knows`,
        },
      ],
    };
  const { properties } = message;
  const [type, channel] = known;
  const about = ['sku', 'product_id', 'promotion_id', 'coupon_id', 'campaign', 'email_subject', 'category', 'list_id']
    .map((field) => textOf(properties[field]) || textOf(objectOf(properties[field])['name']))
    .find((text) => text !== '');
  return interactionOf(message, reading, {
    type,
    channel,
    objectRef: (about ?? '').slice(0, MAX_REF),
    rating: type === 'REVIEW' ? cellOf(properties['rating'] as Typed) : '',
  });
}

/** That an action reached somebody; its key is a property, and how, where it was not merely sent. */
const ACTION_EXPOSED = 'action exposed';

function exposed({ properties }: Message, at: number): Partial<Told> | Refusal {
  const action = textOf(properties['action']);
  if (action === '')
    return { code: 'INVALID', field: 'properties.action', message: 'is missing: the key of the action' };
  const said = textOf(properties['kind']).toUpperCase();
  const kind = EXPOSURE_KINDS.find((one) => one === (said || 'SENT'));
  if (kind === undefined)
    return { code: 'INVALID', field: 'properties.kind', message: `is not one of ${EXPOSURE_KINDS.join(', ')}` };
  return { exposures: [{ action, kind, at }] };
}

function identified(message: Message, reading: Reading, at: number): Partial<Told> | Refusal {
  const { traits } = message;
  const address = objectOf(traits['address']);
  const country = (textOf(address['country']) || textOf(traits['country'])).toUpperCase();
  const region = textOf(address['state']) || textOf(traits['state']) || textOf(traits['region']);
  const { details, left } = detailsIn(traits, at);
  return {
    details,
    left,
    events: [
      // A country in words is not guessed at.
      ...(/^[A-Z]{2}$/.test(country) ? factsOf(message, reading, 'COUNTRY', country) : []),
      ...factsOf(message, reading, 'REGION', region),
    ],
  };
}

function factsOf(message: Message, { source, notation }: Reading, type: string, value: string): readonly Fact[] {
  if (value === '') return [];
  const row = checkedRow<{ readonly fact: Fact }>(contractOf(notation, source).fact, {
    id: `${message.id}:${type}`,
    customer: message.userId ?? message.anonymousId ?? '',
    type,
    value,
    at: message.timestamp,
  });
  // A trait that cannot be kept takes nothing else with it.
  return isRefusal(row) ? [] : [row.fact];
}

/** Name, e-mail address and phone number; what cannot be one is told and left out. */
function detailsIn(traits: JsonObject, at: number): { details: ToldDetails | null; left: readonly Refusal[] } {
  const name =
    textOf(traits['name']) ||
    [
      textOf(traits['firstName']) || textOf(traits['first_name']),
      textOf(traits['lastName']) || textOf(traits['last_name']),
    ]
      .filter((part) => part !== '')
      .join(' ');
  const cells = { displayName: name, email: textOf(traits['email']), phone: textOf(traits['phone']) };
  const left: Refusal[] = [];
  const kept = (['displayName', 'email', 'phone'] as const).flatMap((field) => {
    const value = cells[field];
    if (value === '') return [];
    const row = checkedRow<CustomerRow>(CUSTOMER, { customer: '-', [field]: value });
    if (!isRefusal(row)) return [[field, row[field]] as const];
    left.push({ code: 'INVALID', field: `traits.${field === 'displayName' ? 'name' : field}`, message: row.message });
    return [];
  });
  return { details: kept.length === 0 ? null : { at, ...Object.fromEntries(kept) }, left };
}

function grouped(message: Message, reading: Reading, at: number): Partial<Told> | Refusal {
  const row = checkedRow<{ readonly fact: Fact }>(
    contractOf(reading.notation, reading.source).fact,
    {
      id: `${message.id}:ACCOUNT`,
      customer: message.userId ?? message.anonymousId ?? '',
      type: 'ACCOUNT',
      value: message.groupId!,
      at: message.timestamp,
    },
    { ...NAMES, value: 'groupId' },
  );
  if (isRefusal(row)) return row;
  return { events: [row.fact], account: { id: message.groupId!, name: textOf(message.traits['name']), at } };
}

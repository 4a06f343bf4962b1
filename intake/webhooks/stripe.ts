import type { Fact } from '../../domain/facts/facts.ts';
import { factRow } from '../fact-rows.ts';
import { cellOf, type Typed } from '../formats/cell.ts';
import { checkedRow, isRefusal, orderOf } from '../messages/contract.ts';
import { isObject, objectOf, textOf, type JsonObject, type Refusal } from '../messages/message.ts';
import type { Reading } from '../messages/segment.ts';
import { NOTHING_TOLD, type Told, type ToldDetails } from '../messages/told.ts';
import { parseDecimal, toMinor } from '../decimal.ts';
import { customerRow, type CustomerRow } from '../customer-rows.ts';
import { fromMinor, stripeApi } from '../presets/stripe-charges.ts';
import type { SourceRecord } from '../presets/preset.ts';

const CHARGE = /^charge\.(succeeded|captured|updated|refunded|failed|pending|expired)$/;
const CUSTOMER = /^customer\.(created|updated)$/;

/** An object as the presets read records: cells by their path. */
function recordOf(object: JsonObject): SourceRecord {
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), object);
  return {
    row: 1,
    text: JSON.stringify(object),
    cell(...columns) {
      const value = columns.map(at).find((one) => one !== undefined && !isObject(one));
      return cellOf((value ?? '') as Typed).trim();
    },
  };
}

/** Events of Stripe about charges and customers, read by the preset that reads lists of charges. */
export function readStripe(event: JsonObject, reading: Reading): Told | Refusal {
  const type = textOf(event['type']);
  const object = objectOf(objectOf(event['data'])['object']);
  const at = Number(textOf(event['created'])) * 1000;
  const left = (code: string, field: string, message: string): Told => ({
    ...NOTHING_TOLD,
    left: [{ code, field, name: type.slice(0, 100), message }],
  });
  if (!CHARGE.test(type) && !CUSTOMER.test(type))
    return left('UNKNOWN_TOPIC', 'type', `is left out: Kring keeps nothing of "${type.slice(0, 100)}"`);
  if (event['livemode'] === false) return left('TEST_RECORD', 'livemode', 'is left out: of test mode');
  if (!(at > 0 && at <= reading.notation.latest))
    return { code: 'INVALID', field: 'created', message: 'is no instant in seconds, or lies in the future' };
  return CHARGE.test(type)
    ? chargeTold(type, textOf(event['id']), at, object, reading)
    : customerTold(textOf(event['id']), at, object, reading);
}

function chargeTold(
  type: string,
  eventId: string,
  at: number,
  charge: JsonObject,
  { source, notation }: Reading,
): Told | Refusal {
  const [row] = stripeApi.kinds.orders!.translation!.translate([recordOf(charge)]);
  if (row === undefined || !('values' in row)) {
    const why = row !== undefined && 'told' in row ? row.told : { field: '', reason: 'is no charge' };
    return { ...NOTHING_TOLD, left: [{ code: 'TEST_RECORD', field: why.field, message: why.reason }] };
  }
  const { customer = '', orderId = '', displayName = '', currency = '' } = row.values;
  if (customer === '') return { code: 'INVALID', field: 'customer', message: 'is missing: a charge of nobody' };
  // What went back is told by itself: of several totals the dates are known.
  const status = row.values['status'] === 'refunded' ? 'paid' : row.values['status']!;
  const order = orderOf(notation, source, [{ ...row.values, status, refunded: '', refundedAt: '' }], {
    orderId: 'id',
    placedAt: 'created',
  });
  if (isRefusal(order)) return order;
  const back = parseDecimal(fromMinor(textOf(charge['amount_refunded']), currency));
  const backMinor = back === null ? 0 : (toMinor(back, notation.minorDigits) ?? 0);
  const card = objectOf(objectOf(charge['payment_method_details'])['card']);
  const payment = textOf(card['fingerprint']);
  return {
    ...NOTHING_TOLD,
    by: { externalId: { source, id: customer } },
    orders: [
      {
        id: orderId,
        part: {
          part: 'ORDER',
          at,
          by: eventId,
          order: order === null ? null : { occurredAt: order.occurredAt, lines: order.lines, promotion: false },
        },
      },
      ...(type === 'charge.refunded' && backMinor > 0
        ? [{ id: orderId, part: { part: 'REFUNDED_TO' as const, at, minor: backMinor } }]
        : []),
    ],
    details:
      displayName === '' && payment === ''
        ? null
        : { at, ...(displayName === '' ? {} : { displayName }), ...(payment === '' ? {} : { payment }) },
  };
}

function customerTold(
  eventId: string,
  at: number,
  customer: JsonObject,
  { source, notation }: Reading,
): Told | Refusal {
  const id = textOf(customer['id']);
  if (id === '') return { code: 'INVALID', field: 'data.object.id', message: 'is missing' };
  const address = objectOf(customer['address']);
  const schema = factRow(notation, source);
  const facts = { COUNTRY: textOf(address['country']).toUpperCase(), REGION: textOf(address['state']) };
  const cells = {
    displayName: textOf(customer['name']),
    email: textOf(customer['email']),
    phone: textOf(customer['phone']),
  };
  const details: ToldDetails = {
    at,
    // What is no address or number takes nothing else with it.
    ...Object.fromEntries(
      Object.entries(cells).flatMap(([field, value]) => {
        const row = value === '' ? null : checkedRow<CustomerRow>(customerRow(), { customer: id, [field]: value });
        return row === null || isRefusal(row) ? [] : [[field, row[field as keyof typeof cells]]];
      }),
    ),
  };
  return {
    ...NOTHING_TOLD,
    by: { externalId: { source, id } },
    events: Object.entries(facts).flatMap(([type, value]): Fact[] => {
      if (value === '') return [];
      const row = checkedRow<{ readonly fact: Fact }>(schema, {
        id: `${eventId}:${type}`,
        customer: id,
        type,
        value,
        at: new Date(at).toISOString(),
      });
      return isRefusal(row) ? [] : [row.fact];
    }),
    details,
  };
}

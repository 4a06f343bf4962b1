import { written } from './amounts.ts';
import { NO_PRODUCT } from './preset.ts';
import type { Preset, SourceRecord, Translated } from './preset.ts';

const FIELDS = [
  'orderId',
  'customer',
  'placedAt',
  'sku',
  'quantity',
  'amount',
  'currency',
  'status',
  'refunded',
  'refundedAt',
  'displayName',
];

/** What took no money, whatever it is called on the way there. */
const NOT_PAID =
  /^(failed|pending|cancell?ed|incomplete|uncaptured|requires.*|disputed?|dispute (needs response|under review)|blocked|expired|unpaid|open)$/i;
const TAKEN_BACK = /^(dispute )?lost$/i;

const utc = (text: string): string =>
  /(Z|UTC|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes(' ') ? text : `${text}Z`;

function statusOf(status: string, captured: string, dispute: string): string {
  if (/^false$/i.test(captured) || NOT_PAID.test(status)) return 'unpaid';
  if (TAKEN_BACK.test(status) || TAKEN_BACK.test(dispute)) return 'refunded';
  return /^(dispute )?won$/i.test(status) ? 'paid' : status;
}

function paymentOf([of]: readonly SourceRecord[]): readonly Translated[] {
  const charge = of!;
  if (/^test$/i.test(charge.cell('Mode')))
    return [{ of: charge, told: { field: 'status', reason: 'is skipped: a test payment', value: charge.cell('id') } }];
  // What reached the account is what is accounted in; a failed payment has none.
  const converted = charge.cell('Converted Amount') !== '' && charge.cell('Converted Currency') !== '';
  const status = statusOf(charge.cell('Status'), charge.cell('Captured'), charge.cell('Dispute Status'));
  const refunded = charge.cell(converted ? 'Converted Amount Refunded' : 'Amount Refunded');
  return [
    {
      of: charge,
      values: {
        orderId: charge.cell('id'),
        customer: charge.cell('Customer ID') || charge.cell('Customer Email'),
        placedAt: utc(charge.cell('Created date (UTC)', 'Created (UTC)')),
        sku: NO_PRODUCT,
        quantity: '1',
        amount: charge.cell(converted ? 'Converted Amount' : 'Amount'),
        currency: charge.cell(converted ? 'Converted Currency' : 'Currency'),
        status,
        // A lost dispute took all of it, whatever was refunded before.
        refunded: status === 'refunded' && !/refund/i.test(charge.cell('Status')) ? '' : refunded,
        refundedAt: utc(charge.cell('Refunded date (UTC)')),
        displayName: charge.cell('Customer Name', 'Card Name'),
      },
    },
  ];
}

/** Payments as the dashboard of Stripe exports them; amounts in units of the currency. */
export const stripeCharges: Preset<'orders'> = {
  name: 'stripe-charges',
  header: [
    'id',
    ['Created date (UTC)', 'Created (UTC)'],
    'Amount',
    'Amount Refunded',
    'Currency',
    'Captured',
    'Status',
  ],
  source: 'stripe',
  describes: {
    file: 'Stripe: Payments → Export (CSV), default or all columns',
    becomes:
      'each payment is an order of one product: id → order, Customer ID (else Customer Email) → customer, Created → date (UTC), Amount or, where there is one, Converted Amount → amount, in that currency; Amount Refunded and its date as stated; a lost dispute gives all back',
    refused:
      'payments of nobody, of another currency without converted amount, and statuses nobody knows. Failed, pending, cancelled, not captured, disputed: no order, told; test payments are skipped',
  },
  kinds: { orders: { translation: { fields: FIELDS, ids: { orderId: 'id' }, translate: paymentOf } } },
};

/** Currencies without decimals, and with three, as the API of Stripe counts them; all others have two, some against ISO 4217. */
const STRIPE_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF',
  3: 'BHD JOD KWD OMR TND',
};
const DIGITS = new Map(
  Object.entries(STRIPE_DIGITS).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
);

/** Whole minor units, as the API counts them, in units; as it stands where it is no whole number. */
export const fromMinor = (text: string, currency: string): string =>
  /^-?\d+$/.test(text) ? written({ digits: BigInt(text), scale: DIGITS.get(currency.toUpperCase()) ?? 2 }) : text;

const fromEpoch = (text: string): string =>
  /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1000).toISOString() : text;

function chargeOf([of]: readonly SourceRecord[]): readonly Translated[] {
  const charge = of!;
  const told = (reason: string): readonly Translated[] => [
    { of: charge, told: { field: 'status', reason, value: charge.cell('id') } },
  ];
  if (charge.cell('object') !== 'charge')
    return told(`is skipped: no charge but a ${charge.cell('object') || 'thing without a name'}`);
  if (charge.cell('livemode') === 'false') return told('is skipped: a test payment');
  const currency = charge.cell('currency');
  const isDisputed = charge.cell('disputed') === 'true';
  const status = isDisputed ? 'unpaid' : statusOf(charge.cell('status'), charge.cell('captured'), '');
  return [
    {
      of: charge,
      values: {
        orderId: charge.cell('id'),
        customer:
          charge.cell('customer', 'customer.id') ||
          charge.cell('billing_details.email') ||
          charge.cell('receipt_email'),
        placedAt: fromEpoch(charge.cell('created')),
        sku: NO_PRODUCT,
        quantity: '1',
        amount: fromMinor(charge.cell('amount_captured') || charge.cell('amount'), currency),
        currency,
        status,
        refunded: fromMinor(charge.cell('amount_refunded'), currency),
        displayName: charge.cell('billing_details.name'),
      },
    },
  ];
}

/** Charges as the API of Stripe lists them: JSON, amounts in minor units, times in seconds. */
export const stripeApi: Preset<'orders'> = {
  name: 'stripe-api',
  header: ['id', 'object', 'amount', 'amount_refunded', 'currency', 'created', 'status', 'captured'],
  source: 'stripe',
  describes: {
    file: 'Stripe: answers of GET /v1/charges as JSON (an array, or an object a line)',
    becomes:
      'as in the export of the dashboard: id → order, customer (else the e-mail address) → customer, created → date, amount_captured (minor units of the currency) → amount, amount_refunded as stated',
    refused:
      'charges of nobody and of another currency than the accounts are kept in. Failed, pending, not captured, disputed: no order, told; test charges and what is no charge are skipped',
  },
  kinds: { orders: { translation: { fields: FIELDS, ids: { orderId: 'id' }, translate: chargeOf } } },
};

import { VisibleError } from '../domain/errors.ts';

export const IMPORT_KINDS = [
  'customers',
  'orders',
  'interactions',
  'ties',
  'referrals',
  'facts',
  'products',
  'accounts',
  'spend',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** How to read a well-known file. */
export interface Preset {
  readonly name: string;
  /** Columns by which the file is recognised. */
  readonly header: readonly string[];
  readonly source: string;
  readonly currency?: string;
  /** Per kind of import the file can serve as: which column each field is, and what is the same for every row. */
  readonly kinds: Partial<
    Record<
      ImportKind,
      { readonly map: Readonly<Record<string, string>>; readonly constants: Readonly<Record<string, string>> }
    >
  >;
}

export const PRESETS: readonly Preset[] = [
  {
    name: 'superstore',
    header: ['Order ID', 'Customer ID', 'Product ID', 'Sub-Category', 'Sales', 'Discount', 'Profit'],
    source: 'superstore',
    currency: 'USD',
    kinds: {
      orders: {
        map: {
          orderId: 'Order ID',
          customer: 'Customer ID',
          placedAt: 'Order Date',
          sku: 'Product ID',
          group: 'Category',
          quantity: 'Quantity',
          amount: 'Sales',
          profit: 'Profit',
          discount: 'Discount',
          displayName: 'Customer Name',
        },
        constants: {},
      },
    },
  },
  {
    name: 'online-retail-ii',
    header: ['invoice', 'ts', 'cust', 'stock', 'qty', 'price'],
    source: 'online-retail-ii',
    currency: 'GBP',
    kinds: {
      orders: {
        map: { orderId: 'invoice', customer: 'cust', placedAt: 'ts', sku: 'stock', quantity: 'qty', price: 'price' },
        constants: {},
      },
    },
  },
  {
    name: 'ciaodvd-ratings',
    header: ['user', 'movie', 'genre', 'review', 'rating', 'date'],
    source: 'ciaodvd',
    currency: 'EUR',
    kinds: {
      interactions: {
        map: { id: 'review', customer: 'user', occurredAt: 'date', objectRef: 'movie', rating: 'rating' },
        constants: { type: 'REVIEW', channel: 'WEB' },
      },
      // A stand-in where no purchases are known: each review counts as one adoption at a nominal 1.00.
      orders: {
        map: { orderId: 'review', customer: 'user', placedAt: 'date', sku: 'movie', group: 'genre' },
        constants: { amount: '1.00', quantity: '1' },
      },
    },
  },
  {
    name: 'ciaodvd-trust',
    header: ['truster', 'trustee', 'value'],
    source: 'ciaodvd',
    kinds: {
      ties: { map: { follower: 'truster', followed: 'trustee', weight: 'value' }, constants: { kind: 'TRUST' } },
    },
  },
];

/**
 * The preset a user named, or the one whose columns the header has and that serves this kind of import.
 *
 * @throws VisibleError UNKNOWN_PRESET, PRESET_NOT_FOR_KIND
 */
export function presetFor(kind: ImportKind, header: readonly string[], name?: string): Preset | null {
  if (name === undefined) {
    return (
      PRESETS.find(
        (preset) => preset.kinds[kind] !== undefined && preset.header.every((column) => header.includes(column)),
      ) ?? null
    );
  }
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined)
    throw new VisibleError(
      'UNKNOWN_PRESET',
      `There is no preset "${name}". The presets are: ${PRESETS.map((known) => known.name).join(', ')}.`,
    );
  if (preset.kinds[kind] === undefined) {
    throw new VisibleError(
      'PRESET_NOT_FOR_KIND',
      `The preset ${name} reads ${Object.keys(preset.kinds).join(' or ')}, not ${kind}: kring import ${Object.keys(preset.kinds)[0]} FILE`,
    );
  }
  return preset;
}

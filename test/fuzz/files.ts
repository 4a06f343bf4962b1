import fc from 'fast-check';
import { amount, anyText, day, group, person, quantity, rarely, record, sku, word } from './hostile.ts';
import type { Cells } from './hostile.ts';

/** A file of hostile rows. */
/** Kinds of files that hostile ones are made of. */
export type HostileKind = 'orders' | 'interactions' | 'ties' | 'referrals';

export interface HostileFile {
  readonly kind: HostileKind;
  readonly header: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly bytes: Buffer;
  /** Line number of each row; null where damaged records make that the reader's to say. */
  readonly lines: readonly number[] | null;
}

const COLUMNS: Readonly<Record<HostileKind, Readonly<Record<string, Cells>>>> = {
  orders: {
    orderId: record,
    customer: person,
    placedAt: day,
    sku,
    group,
    quantity,
    amount,
    cost: rarely(amount),
    status: rarely(word('paid', 'Refunded', 'cancelled', 'pending', 'partially_refunded', 'wc-completed')),
    refunded: rarely(amount),
    refundedAt: rarely(day),
    cancelledAt: rarely(rarely(day)),
    returnOf: rarely(record),
    promotion: rarely(word('yes', 'no', '1')),
    channel: rarely(anyText),
    displayName: rarely(anyText),
  },
  interactions: {
    id: rarely(record),
    customer: person,
    type: word('NEWSLETTER_READ', 'social like', 'COMPLAINT_OPENED', 'complaint-resolved', 'OTHER', 'SURVEY_RESPONSE'),
    channel: rarely(word('WEB', 'email')),
    occurredAt: day,
    objectRef: rarely(anyText),
    valence: rarely(word('1', '-1', '0.5', '-0', '1.5', 'NaN')),
    influence: rarely(word('0', '100', '35.5', '101')),
  },
  ties: {
    follower: person,
    followed: person,
    kind: word('FOLLOW', 'TRUST', 'like'),
    weight: word('1', '1', '3', '0', '1e-3', '1e9', '2.5', '1', '1e10', '-1', '-0', 'NaN', '5e-324'),
    at: day,
  },
  referrals: {
    id: rarely(record),
    advocate: person,
    friend: person,
    at: day,
    reward: rarely(amount),
    savedCost: rarely(amount),
    expiresAt: rarely(day),
    kind: rarely(word('TYPE_ONE', 'type-two')),
  },
};

/** What is put into a file beside its rows: records that no reader can take. */
const DAMAGE = ['"never closed,x', 'a,b', '', ',,,', '"a"b,"c', `${'y'.repeat(3000)},"`];

const quoted = (cell: string, always: boolean): string =>
  always || /[",\r\n;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** UTF-8, with lone surrogates as the three bytes some systems write for them. */
const encoded = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/(\p{Cs})/u)
      .map((part) =>
        /^\p{Cs}$/u.test(part)
          ? Buffer.from([0xed, 0x80 | ((part.charCodeAt(0) >> 6) & 0x3f), 0x80 | (part.charCodeAt(0) & 0x3f)])
          : Buffer.from(part),
      ),
  );

export function hostileFile(kind: HostileKind, rows: number): fc.Arbitrary<HostileFile> {
  const header = Object.keys(COLUMNS[kind]);
  return fc
    .record({
      rows: fc.array(fc.record({ ...COLUMNS[kind] }), { minLength: rows, maxLength: rows }),
      always: fc.boolean(),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
      damage: fc.option(fc.array(fc.tuple(fc.nat({ max: rows }), fc.constantFrom(...DAMAGE)), { maxLength: 3 }), {
        nil: null,
      }),
    })
    .map(({ rows: values, always, lineEnd, bom, damage }) => {
      let line = 2;
      const lines: number[] = [];
      const records = values.map((row) => {
        const text = header.map((column) => quoted(row[column]!, always)).join(',');
        lines.push(line);
        line += text.split('\n').length;
        return text;
      });
      for (const [at, text] of damage ?? []) records.splice(at, 0, text);
      const text = [header.join(','), ...records].join(lineEnd) + lineEnd;
      return {
        kind,
        header,
        rows: values,
        bytes: encoded(bom ? `\ufeff${text}` : text),
        lines: damage === null || damage.length === 0 ? lines : null,
      };
    });
}

import { keyedHash } from '../../store/client/keyed-hash.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  customerIdOf,
  identityHash,
  normaliseIdentity,
  parseCustomerId,
  type CustomerIdentifier,
} from '../../store/customers/identity.ts';
import { SHARDS, shardOf } from '../../store/client/keys.ts';

const db = { identityKey: new TextEncoder().encode('an identity key for tests, 32 bytes or more') };
const other = { identityKey: new TextEncoder().encode('another identity key') };

it.each<[string, CustomerIdentifier, CustomerIdentifier]>([
  ['e-mail addresses by case and blanks', { email: ' Ada@Example.COM ' }, { email: 'ada@example.com' }],
  ['phone numbers by punctuation', { phone: '0031 (20) 123-45.67' }, { phone: '+31201234567' }],
  [
    'handles by @ and case',
    { handle: { network: 'Bluesky', handle: '@Ada.Example' } },
    { handle: { network: 'bluesky', handle: 'ada.example' } },
  ],
  [
    'external ids that are e-mail addresses by case and what cannot be seen',
    { externalId: { source: 'shop', id: '\u00a0ANN@example.org\u200b' } },
    { externalId: { source: 'shop', id: 'ann@example.org' } },
  ],
  [
    'external ids by Unicode form and blanks',
    { externalId: { source: 'shop', id: ' Ada\u0301 ' } },
    { externalId: { source: 'shop', id: 'Ad\u00e1' } },
  ],
])('knows two spellings of one identity: %s', (_, one, same) => {
  expect(customerIdOf(db, one)).toBe(customerIdOf(db, same));
  expect(identityHash(db, one)).toBe(identityHash(db, same));
});

it('tells apart what differs: external ids are opaque, sources and types count', () => {
  const all: CustomerIdentifier[] = [
    { externalId: { source: 'shop', id: 'a' } },
    { externalId: { source: 'shop', id: 'A' } },
    { externalId: { source: 'crm', id: 'a' } },
    { handle: { network: 'shop', handle: 'a' } },
    { email: 'a@shop' },
    { externalId: { source: 'shop', id: 'a@shop' } },
  ];
  expect(new Set(all.map((by) => customerIdOf(db, by))).size).toBe(all.length);
  expect(keyedHash(db, ['ab', 'c'], 20)).not.toBe(keyedHash(db, ['a', 'bc'], 20));
});

it.each<[CustomerIdentifier, string]>([
  [{ email: 'no address' }, 'email'],
  [{ email: '' }, 'email'],
  [{ phone: '020-1234567' }, 'phone'],
  [{ phone: '+31abc' }, 'phone'],
  [{ externalId: { source: '', id: 'x' } }, 'externalId.source'],
  [{ externalId: { source: 's', id: '  ' } }, 'externalId.id'],
  [{ externalId: { source: 's', id: 'x'.repeat(600) } }, 'externalId.id'],
  [{ handle: { network: 'bluesky', handle: '@' } }, 'handle.handle'],
  [{ id: 'ANN' }, 'id'],
])('refuses %j, naming the field', (by, field) => {
  expect(() => customerIdOf(db, by)).toThrow(expect.objectContaining({ code: 'INVALID', field: [field] }));
});

it.each<[string, CustomerIdentifier]>([
  [
    'half a surrogate pair, which hashing would take for any other half',
    { externalId: { source: 's', id: 'a\ud800' } },
  ],
  ['NUL', { externalId: { source: 's', id: 'a\u0000b' } }],
  ['an escape', { email: 'a\u001b@b.c' }],
])('refuses %s', (_, by) => {
  expect(() => customerIdOf(db, by)).toThrow(expect.objectContaining({ code: 'INVALID' }));
});

it('gives ordinary ids the keys they always had', () => {
  expect(customerIdOf(db, { externalId: { source: 'shop', id: 'CG-12520' } })).toBe('t18rwwa0vcvqdxp2wsh1');
  expect(customerIdOf(db, { externalId: { source: 'shop', id: 'Ad\u00e1 von Ort' } })).toBe('7dt9n8g8787xp004j6tc');
});

it('makes ids of 20 characters that hold nothing of the identity and depend on the key', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{3,12}@[a-z]{3,8}\.com$/u), (email) => {
      const id = customerIdOf(db, { email });
      expect(parseCustomerId(id)).toBe(id);
      expect(customerIdOf({ identityKey: other.identityKey }, { email })).not.toBe(id);
      expect(customerIdOf(db, { id })).toBe(id);
    }),
  );
});

it('names the same customer once an identity is in canonical form', () => {
  const all = [
    { email: 'A@b.c' },
    { phone: '+31201234567' },
    { handle: { network: 'x', handle: 'y' } },
    { externalId: { source: 's', id: 'I' } },
  ];
  expect(all.map((by) => customerIdOf(db, { identity: normaliseIdentity(by) }))).toEqual(
    all.map((by) => customerIdOf(db, by)),
  );
});

it('spreads customers evenly over the shards', () => {
  const counts = Array.from({ length: SHARDS }, () => 0);
  for (let index = 0; index < 8000; index += 1)
    counts[shardOf(customerIdOf(db, { externalId: { source: 's', id: String(index) } }))]! += 1;
  // 500 each; five standard deviations are 108.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(108);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_USERS, ownerOf } from '../../../domain/customers/names.ts';

const saidOf = (pairs: readonly (readonly [string, string])[]) => (name: string) =>
  new Set(pairs.flatMap(([one, user]) => (one === name ? [user] : [])));

describe('whose a name is', () => {
  it('is the one user it was said of, and nobody’s once there are two', () => {
    expect(ownerOf('d', saidOf([]))).toBe('d');
    expect(ownerOf('d', saidOf([['d', 'u']]))).toBe('u');
    expect(
      ownerOf(
        'd',
        saidOf([
          ['d', 'u'],
          ['d', 'v'],
        ]),
      ),
    ).toBe('d');
  });

  it('follows earlier ids, so that a device of both ids of one person is theirs', () => {
    const said = saidOf([
      ['d', 'old'],
      ['d', 'new'],
      ['old', 'new'],
      ['e', 'old'],
    ]);
    expect(['d', 'e', 'old', 'new'].map((name) => ownerOf(name, said))).toEqual(['new', 'new', 'new', 'new']);
  });

  it('is one person where names are said of one another in a circle', () => {
    const said = saidOf([
      ['b', 'a'],
      ['a', 'c'],
      ['c', 'b'],
      ['d', 'c'],
    ]);
    expect(['a', 'b', 'c', 'd'].map((name) => ownerOf(name, said))).toEqual(['a', 'a', 'a', 'a']);
  });

  it('is nobody’s where as many users were named as a shop has visitors, even if they are one', () => {
    const users = Array.from({ length: MOST_USERS }, (_, n) => `u${n}`);
    const said = saidOf(users.flatMap((user) => [['d', user] as const, [user, 'one'] as const]));
    expect(ownerOf('d', said)).toBe('d');
  });

  it('is said by the set alone, settles in one step, and never joins two whom nothing connects', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(
        fc
          .array(fc.tuple(name, name), { maxLength: 12 })
          .chain((pairs) => fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length }))),
        name,
        ([pairs, shuffled], of) => {
          const owner = ownerOf(of, saidOf(pairs));
          expect(ownerOf(of, saidOf([...shuffled, ...pairs]))).toBe(owner);
          expect(ownerOf(owner, saidOf(pairs))).toBe(owner);
          // Whoever it is, a chain of what was said leads there.
          const reached = new Set<string>([of]);
          for (let before = 0; before < reached.size;) {
            before = reached.size;
            for (const [one, user] of pairs) if (reached.has(one)) reached.add(user);
          }
          expect(reached.has(owner)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

import type { CustomerId, Tie, TieKind } from '../../domain/events.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { tieKey, tieReverse } from '../client/keys.ts';

/** Attributes of a tie besides its keys: `a` at, `w` weight (absent: 1), `m` made by a simulation, `y` the linked account it was read through. */
export function encodeTie(follower: CustomerId, followed: CustomerId, row: Omit<Tie, 'follower' | 'followed'>): Item {
  const key = tieKey(follower, followed, row.kind, row.source);
  const reverse = tieReverse(followed, row.at, follower, row.kind);
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    rpk: S(reverse.rpk),
    rsk: S(reverse.rsk),
    a: N(row.at),
    ...(row.weight === 1 ? {} : { w: N(row.weight) }),
    ...(row.simulated === true ? { m: N(1) } : {}),
    ...(row.through === undefined ? {} : { y: S(row.through) }),
  };
}

/** Whether a tie was told, and not read from a social source. */
export const isTold = (item: Item): boolean => item['y'] === undefined;

/** The state a tie's item stands for. */
export const stateOf = (item: Item): { at: number; weight: number } => ({
  at: num(item, 'a'),
  weight: optionalNum(item, 'w') ?? 1,
});

/** The tie of an item, from the table or the reverse index. */
export function decodeTie(item: Item): Tie {
  const [, follower, followed, kind, ...source] = str(item, 'sk').split('#') as [
    string,
    string,
    string,
    TieKind,
    ...string[],
  ];
  return {
    follower,
    followed,
    kind,
    source: source.join('#'),
    weight: optionalNum(item, 'w') ?? 1,
    at: num(item, 'a'),
    ...(item['m'] === undefined ? {} : { simulated: true }),
    ...(isTold(item) ? {} : { through: str(item, 'y') }),
  };
}

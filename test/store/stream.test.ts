import { describe, expect, it } from 'vitest';
import { N, S, type Item } from '../../store/client/attributes.ts';
import { customerKey, META_GENERATION, META_TABLE, tieKey, type Key } from '../../store/client/keys.ts';
import { changedOwnValue, isPublication } from '../../store/published/stream.ts';

const [ann, bob] = ['0'.repeat(20), '1'.repeat(20)] as const;
const item = ({ pk, sk }: Key, rest: Item = {}): Item => ({ pk: S(pk), sk: S(sk), ...rest });
const customer = (rest: Item): Item => item(customerKey(ann), rest);

describe('what the stream of the table tells of an item that changed', () => {
  it('whose summary it was, where the summary changed or is new', () => {
    expect(changedOwnValue(undefined, customer({ s: S('1') }))).toBe(ann);
    expect(changedOwnValue(customer({ s: S('1') }), customer({ s: S('2') }))).toBe(ann);
  });

  it('nobody, where something else of the customer changed, such as what a push wrote, or the customer went', () => {
    expect(changedOwnValue(customer({ s: S('1') }), customer({ s: S('1'), o: S('moved') }))).toBeNull();
    expect(changedOwnValue(customer({ s: S('1') }), undefined)).toBeNull();
    expect(changedOwnValue(undefined, item(tieKey(ann, bob, 'FOLLOW', 'x'), { s: S('1') }))).toBeNull();
    expect(changedOwnValue(undefined, {})).toBeNull();
  });

  it('that another generation is visible, and not that the same one was written again', () => {
    const visible = (generation: number): Item => item(META_GENERATION, { generation: N(generation) });
    expect(isPublication(undefined, visible(1))).toBe(true);
    expect(isPublication(visible(1), visible(2))).toBe(true);
    expect(isPublication(visible(2), visible(2))).toBe(false);
    expect(isPublication(visible(1), undefined)).toBe(false);
    expect(isPublication(undefined, item(META_TABLE, { generation: N(1) }))).toBe(false);
    expect(isPublication(undefined, customer({ generation: N(1) }))).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { cameThroughFront, FRONT_HEADER, frontMark } from '../../functions/front.ts';

const KEY = 'an identity key of enough bytes';

it('a request came through the front when it carries the mark of this identity key, and only then', () => {
  expect(cameThroughFront({ [FRONT_HEADER]: frontMark(KEY) }, KEY)).toBe(true);
  for (const shown of [undefined, '', frontMark(`${KEY}.`), `${frontMark(KEY)}x`, KEY])
    expect(cameThroughFront(shown === undefined ? {} : { [FRONT_HEADER]: shown }, KEY), shown).toBe(false);
  expect(frontMark(KEY)).not.toContain(KEY);
});

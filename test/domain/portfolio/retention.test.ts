import { describe, expect, it } from 'vitest';
import { retentionOf } from '../../../domain/portfolio/retention.ts';

const fine = { openComplaints: 0, lapsed: false, overdueDays: 0 };

describe('what is to be done about who may leave', () => {
  it.each([
    [
      { ...fine, openComplaints: 1, lapsed: true, overdueDays: 9 },
      'SETTLE_COMPLAINT',
      /A complaint is open; overdue by 9 days/u,
    ],
    [{ ...fine, openComplaints: 2 }, 'SETTLE_COMPLAINT', /2 complaints are open; not overdue/u],
    [{ ...fine, lapsed: true, overdueDays: 400 }, 'WIN_BACK', /overdue by 400 days/u],
    [{ ...fine, overdueDays: 1 }, 'KEEP_WARM', /overdue by 1 day\./u],
    [fine, 'WATCH', /as usual/u],
  ] as const)('is the first that applies: %j gives %s', (state, action, because) => {
    expect(retentionOf(state)).toEqual({ action, because: expect.stringMatching(because) });
  });
});

import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf, normaliseIdentity } from '../../store/customers/identity.ts';
import { clearable, GRACE_MS, markCustomer, newMark } from '../../store/customers/marks.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldCustomer } from '../../store/events/fold.ts';
import { findViews } from '../../store/published/customers.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, shop } from './samples.ts';

onEngines('the mark of a writer', ({ fresh, again }) => {
  /** A customer who has an event, and the mark of a writer who has yet to write. */
  const marked = async (kind: 'SELF' | 'LATER'): Promise<{ db: Db; id: string; mark: string }> => {
    const db = await fresh({ clock: () => NOON });
    await ingestEvents(db, [{ customer: shop('ann'), event: like('1', 0) }]);
    const id = customerIdOf(db, shop('ann'));
    const mark = newMark(db, kind);
    expect(await markCustomer(db, id, null, mark)).toBe(true);
    return { db, id, mark };
  };
  const foldAt = async (db: Db, id: string, ageMs: number, own: string | null = null): Promise<boolean> => {
    const other = again(db, { clock: () => NOON + ageMs });
    await foldCustomer(other, id, defaultRuleSet, own);
    return (await findViews(other, [shop('ann')])).views[0]!.record.pending;
  };

  it('stands through the folds of others while that writer may be at work, until the grace is over', async () => {
    const { db, id } = await marked('SELF');
    expect(await foldAt(db, id, 0)).toBe(true);
    expect(await foldAt(db, id, 60_000, newMark(db, 'SELF')), 'a minute later').toBe(true);
    expect(await foldAt(db, id, GRACE_MS), 'the grace to the last instant').toBe(true);
    expect(await foldAt(db, id, GRACE_MS + 1), 'that writer is gone').toBe(false);
  });

  it('is cleared at once by its own fold, and by anybody where folding is left to others', async () => {
    const self = await marked('SELF');
    expect(await foldAt(self.db, self.id, 0, self.mark)).toBe(false);
    const later = await marked('LATER');
    expect(await foldAt(later.db, later.id, 0)).toBe(false);
  });

  it('is told from the others: a fold clears just those it may', async () => {
    const { db } = await marked('SELF');
    const old = newMark({ ...db, clock: () => NOON - GRACE_MS - 1 }, 'SELF');
    const fresher = newMark({ ...db, clock: () => NOON - GRACE_MS + 1 }, 'SELF');
    const [own, later] = [newMark(db, 'SELF'), newMark(db, 'LATER')];
    expect(clearable(db, [old, fresher, own, later], own)).toEqual([old, own, later]);
    expect(clearable(db, [old, fresher, own, later], null)).toEqual([old, later]);
  });

  it('is not put on a customer nobody has, unless it brings the identity to create them', async () => {
    const db = await fresh({ clock: () => NOON });
    const id = customerIdOf(db, shop('new'));
    expect(await markCustomer(db, id, null, newMark(db, 'SELF'))).toBe(false);
    const identity = normaliseIdentity({ externalId: { source: 'shop', id: 'new' } });
    expect(await markCustomer(db, id, identity, newMark(db, 'SELF'))).toBe(true);
    expect((await findViews(db, [shop('new')])).views[0]!.record).toMatchObject({ id, pending: true });
  });
});

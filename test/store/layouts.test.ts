import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { findViews } from '../../store/published/customers.ts';
import { updateItem } from '../../store/client/commands.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldPending } from '../../store/events/fold.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { readInputs } from '../../store/work/inputs.ts';
import { customerKey, shardOf } from '../../store/client/keys.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON, order, shop } from './samples.ts';

onEngines('a summary of an older layout', ({ fresh }) => {
  it("is read as it is, and folded again by a run's inputs and by the pass after an import", async () => {
    const db = await fresh({ clock: () => NOON });
    const back = {
      ...order('r', -1),
      lines: [{ sku: 'sku-o1', group: 'Chairs', quantity: -2, netMinor: -400, lineKind: 'PRODUCT' as const }],
    };
    await ingestEvents(db, [
      { customer: shop('ann'), event: order('o1', -2) },
      { customer: shop('ann'), event: back },
    ]);
    const id = customerIdOf(db, shop('ann'));
    const summary = async () => (await findViews(db, [shop('ann')])).views[0]?.record.summary;
    const folded = await summary();
    expect(folded).toMatchObject({
      orders: { count: 1, revenueMinor: 1100 },
      moneyBack: { refunds: { revenueMinor: 400 } },
    });
    // As the first layout kept these two records: a return was an order like any other.
    const older =
      '[1,1,[2,1,2,1100,400,500,0,["Chairs","Paper"],2,1,1,2,2,0,0],10,["assortment-groups",1,10],[1,null,null,null,1,1,null,null,null,null,null,null],1,0,[],1,2,2,0]';
    await updateItem(db, customerKey(id), {
      UpdateExpression: 'SET s = :s, r = :r REMOVE b',
      ExpressionAttributeValues: { ':s': { S: older }, ':r': { N: '1' } },
    });
    expect(await summary()).toMatchObject({ orders: { count: 2 }, moneyBack: null });
    const { customers } = await readInputs(db, shardOf(id), { fold: defaultRuleSet });
    expect(customers[0]?.summary).toEqual(folded);
    expect(await summary()).toEqual(folded);
    await updateItem(db, customerKey(id), {
      UpdateExpression: 'SET s = :s, r = :r REMOVE b',
      ExpressionAttributeValues: { ':s': { S: older }, ':r': { N: '1' } },
    });
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(1);
    expect(await summary()).toEqual(folded);
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(0);
  });
});

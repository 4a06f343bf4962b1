import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { once } from '../../store/work/idempotency.ts';
import { loadImport, saveImport } from '../../store/work/imports.ts';
import { currentRuleSet, getRuleSet, publishRuleSet, recentRuleSet } from '../../store/definitions/rules.ts';
import { getSegment, listSegments, putSegment } from '../../store/definitions/segments.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON } from './samples.ts';

onEngines('idempotency keys', ({ fresh, again }) => {
  it('do the work once, give every repeat its result, and refuse another body', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    let done = 0;
    const work = async () => {
      done += 1;
      return JSON.stringify({ done, long: 'x'.repeat(5000) });
    };
    const first = await once(db, 'key', 'body', work);
    expect(await once(again(db), 'key', 'body', work)).toBe(first);
    expect(done).toBe(1);
    await expect(once(db, 'key', 'other body', work)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    now += 24 * 3_600_000 + 1000;
    await once(db, 'key', 'other body', work);
    expect(done).toBe(2);
  });

  it('let a failed request be tried again, and one of two at once be told to wait', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    await expect(
      once(db, 'key', 'body', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    let release = (): void => undefined;
    const atWork = Promise.withResolvers<void>();
    const slow = once(
      db,
      'key',
      'body',
      () =>
        new Promise((resolve) => {
          release = () => resolve('late');
          atWork.resolve();
        }),
    );
    await atWork.promise;
    await expect(once(again(db), 'key', 'body', async () => 'early')).rejects.toMatchObject({
      code: 'REQUEST_IN_PROGRESS',
    });
    release();
    expect(await slow).toBe('late');
    expect(await once(db, 'key', 'body', async () => 'again')).toBe('late');
  });

  it('let a repeat do the work of a request that died', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const atWork = Promise.withResolvers<void>();
    void once(
      again(db),
      'key',
      'body',
      () =>
        new Promise(() => {
          atWork.resolve();
        }),
    );
    await atWork.promise;
    await expect(once(again(db), 'key', 'body', async () => 'early')).rejects.toMatchObject({
      code: 'REQUEST_IN_PROGRESS',
    });
    now += 60_001;
    expect(await once(db, 'key', 'body', async () => 'mine')).toBe('mine');
  });
});

onEngines('definitions', ({ fresh, again }) => {
  it('of engagement rules: versions are published in order and never change', async () => {
    const db = await fresh({ clock: () => NOON });
    expect(await currentRuleSet(db)).toEqual(defaultRuleSet);
    const second = { version: 2, rules: defaultRuleSet.rules.slice(0, 2) };
    await publishRuleSet(db, second);
    await publishRuleSet(db, second);
    expect(await recentRuleSet(db)).toEqual(second);
    expect(await currentRuleSet(again(db))).toEqual(second);
    expect([await getRuleSet(db, 1), await getRuleSet(db, 2), await getRuleSet(db, 3)]).toEqual([
      defaultRuleSet,
      second,
      null,
    ]);
    await expect(publishRuleSet(db, { version: 2, rules: [] })).rejects.toMatchObject({
      code: 'RULE_SET_EXISTS',
      details: { currentVersion: 2 },
    });
    await expect(publishRuleSet(db, { version: 1, rules: [] })).rejects.toMatchObject({ code: 'RULE_SET_EXISTS' });
  });

  it('of segments: kept by key with a version', async () => {
    const db = await fresh({ clock: () => NOON });
    const segment = {
      key: 'big',
      name: 'Big',
      description: 'Spend much',
      rule: { field: 'revenueMinor', op: 'GT', value: 5 },
    };
    expect(await putSegment(db, segment, { expectedVersion: 0 })).toMatchObject({
      ...segment,
      version: 1,
      archived: false,
    });
    await expect(putSegment(db, segment, { expectedVersion: 0 })).rejects.toMatchObject({
      code: 'STALE_VERSION',
      details: { currentVersion: 1 },
    });
    expect(await putSegment(db, { ...segment, archived: true }, { expectedVersion: 1 })).toMatchObject({
      version: 2,
      archived: true,
    });
    await putSegment(db, { ...segment, key: 'another' });
    expect((await listSegments(db)).map(({ key, version }) => [key, version])).toEqual([
      ['another', 1],
      ['big', 2],
    ]);
    expect(await getSegment(db, 'none')).toBeNull();
  });

  it('of imports: the state of each is kept', async () => {
    const db = await fresh({ clock: () => NOON });
    const state = {
      fingerprint: 'abc',
      kind: 'orders',
      file: 'orders.csv',
      startedAt: NOON,
      done: 12_000,
      finishedAt: null,
      counts: { ACCEPTED: 11_990 },
      rejected: Array.from({ length: 300 }, (_, row) => ({
        row,
        field: 'date',
        reason: 'no date',
        value: `31-02-20${row}`,
      })),
    };
    expect(await loadImport(db, 'abc')).toBeNull();
    await saveImport(db, state);
    expect(await loadImport(db, 'abc')).toEqual(state);
  });
});

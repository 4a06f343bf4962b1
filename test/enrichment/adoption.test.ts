import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { Order } from '../../domain/events.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { inForce, type InForce, type KnownParameters } from '../../enrichment/compute/adoption.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { exactSum } from '../../enrichment/compute/flow.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { TEST_IDENTITY_KEY } from '../engines/engines.ts';
import { simulateShop } from '../domain/clv/simulated-shop.ts';

const DAY = 18_300;
/** Customers of a shop and what each bought on which day. */
type Shop = ReadonlyMap<string, readonly (readonly [day: number, netMinor: number])[]>;

const shopOf = (customers: number, seed = 5): Shop => {
  const log = simulateShop({ customers, fromDay: 17_900, toDay: 18_500, peak: 0, peakDay: 0, seed });
  return new Map(
    Array.from({ length: log.count }, (_, i) => [
      `c${i}`,
      Array.from({ length: log.offsets[i + 1]! - log.offsets[i]! }, (_unused, k) => {
        const at = log.offsets[i]! + k;
        return [log.day[at]!, log.marginMinor[at]!] as const;
      }),
    ]),
  );
};
const shop = shopOf(220);

const idOf = (id: string): string =>
  customerIdOf({ identityKey: new TextEncoder().encode(TEST_IDENTITY_KEY) }, { externalId: { source: 'shop', id } });

/** The shop as it stood in the evening of a day. */
const standing = (who: Shop, day: number): Snapshot =>
  buildSnapshot({
    asOf: day * DAY_MS + 20 * 3_600_000,
    ruleSetVersion: 1,
    ties: [],
    referrals: [],
    customers: [...who].map(([id, orders]) => ({
      id: idOf(id),
      tieBreak: id,
      summary: foldSummary(
        orders
          .filter(([at]) => at <= day)
          .map(([at, netMinor], k): Order => ({
            kind: 'ORDER',
            source: 'shop',
            id: `${id}-${k}`,
            occurredAt: at * DAY_MS + 3_600_000,
            promotion: false,
            lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, lineKind: 'PRODUCT' }],
          })),
        [],
        defaultRuleSet,
      ),
    })),
  }).snapshot;

const SETTINGS = { clvModel: 'mbgnbd' } as const;
const run = (snapshot: Snapshot, known: KnownParameters | null, settings: object = SETTINGS): RunResult =>
  computeRun(snapshot, parseSettings({ kappa: 0.2, ...settings }), [], {
    influence: null,
    network: null,
    communities: null,
    parameters: known,
  });

/** By the given parameters and no others. */
const judged = (snapshot: Snapshot, parameters: KnownParameters): RunResult =>
  computeRun(snapshot, parseSettings({ kappa: 0.2, ...SETTINGS }), [], {
    influence: null,
    network: null,
    communities: null,
    parameters,
    isView: true,
  });

const sumOf = ({ potential }: RunResult): number => exactSum(potential!.totalMinor);
/** What the next run knows of this one. */
const knownFrom = (result: RunResult, valuedOn: number): KnownParameters => ({
  parameters: result.parameters!,
  report: result.lifetime!.statistics.report,
  valuedOn,
  potentialMinor: sumOf(result),
});
const bridgeOf = (result: RunResult) => result.lifetime!.statistics.bridge!;

/** A bridge that closes, to the cent, on what the run publishes. */
const expectClosed = (result: RunResult, known: KnownParameters): void => {
  const { beforeMinor, timeMinor, parametersMinor, eventsMinor, afterMinor } = bridgeOf(result);
  expect([beforeMinor, afterMinor]).toEqual([known.potentialMinor, sumOf(result)]);
  expect(beforeMinor + timeMinor + parametersMinor + eventsMinor).toBe(afterMinor);
  for (const part of [timeMinor, parametersMinor, eventsMinor]) expect(Number.isInteger(part)).toBe(true);
};

const withOrder = (who: Shop, id: string, day: number, netMinor: number): Shop =>
  new Map([...who, [id, [...(who.get(id) ?? []).filter(([at]) => at < day), [day, netMinor] as const]]]);
/** Nobody orders after a day. */
const halted = (who: Shop, day: number): Shop =>
  new Map([...who].map(([id, orders]) => [id, orders.filter(([at]) => at <= day)] as const));

const first = run(standing(shop, DAY), null);
const known = knownFrom(first, DAY);

describe('the parameters of a run', () => {
  it('are learned by the first, which comes from nowhere', () => {
    expect(first.parameters).toMatchObject({ version: 1, adoptedOn: DAY, fittedOn: DAY, reason: 'FIRST' });
    expect(bridgeOf(first)).toBeNull();
  });

  it('stay on a night without an event, and all that moves the sum is time', () => {
    const next = run(standing(halted(shop, DAY), DAY + 1), known);
    expect(next.parameters).toBe(known.parameters);
    expectClosed(next, known);
    expect(bridgeOf(next)).toMatchObject({ parametersMinor: 0, eventsMinor: 0, fromDay: DAY, toDay: DAY + 1 });
    expect(bridgeOf(next).timeMinor).toBeLessThan(0);
    // Silence is no evidence, however long: an import has not come.
    const later = run(standing(halted(shop, DAY), DAY + 150), known);
    expect(later.parameters).toBe(known.parameters);
  });

  it('stay while new ones would say nearly the same, and an order moves nobody who did not order', () => {
    const quiet = halted(shop, DAY);
    const [id] = [...quiet.keys()];
    const without = run(standing(quiet, DAY + 1), known);
    const ordered = run(standing(withOrder(quiet, id!, DAY + 1, 2000), DAY + 1), known);
    expect(ordered.parameters).toBe(known.parameters);
    expectClosed(ordered, known);
    expect(bridgeOf(ordered).timeMinor).toBe(bridgeOf(without).timeMinor);
    expect(bridgeOf(ordered).eventsMinor).toBe(sumOf(ordered) - sumOf(without));
    const snapshot = standing(quiet, DAY + 1);
    const moved = Array.from(without.profiles, (profile, i) => [profile, ordered.profiles.at(i)] as const).filter(
      ([one, other]) => JSON.stringify(one) !== JSON.stringify(other),
    );
    expect(moved).toHaveLength(1);
    expect(moved[0]![1].value.revenueMinor - moved[0]![0].value.revenueMinor).toBe(2000);
    expect(snapshot.columns.orderCount.length).toBe(without.profiles.length);
  });

  it('are not moved by who joins: everybody keeps every figure under one version', () => {
    const more = new Map([...shop, ...Array.from({ length: 3 }, (_, n) => [`new${n}`, [[DAY + 1, 90_000]]] as const)]);
    const [few, many] = [shop, more as Shop].map((who) => {
      const snapshot = standing(who, DAY + 1);
      return { snapshot, result: judged(snapshot, known) };
    }) as [{ snapshot: Snapshot; result: RunResult }, { snapshot: Snapshot; result: RunResult }];
    expect(many.result.profiles.length).toBe(few.result.profiles.length + 3);
    const of = ({ result }: typeof few) =>
      Array.from(result.profiles, ({ value, clv, rfm, lifecycle }) => JSON.stringify([value, clv, rfm, lifecycle]));
    const among = new Set(of(many));
    expect(of(few).filter((profile) => !among.has(profile))).toEqual([]);
  });

  it('are adopted when the sum would differ by more than two per cent, and the bridge says by how much', () => {
    // Whoever bought in the last ten weeks buys for three times as much in the next.
    const spree = new Map(
      [...shop].map(([id, orders]) => {
        const recent = orders.some(([at]) => at > DAY - 70 && at <= DAY);
        const kept = orders.filter(([at]) => at <= DAY);
        return [id, recent ? [...kept, [DAY + 2, 6000] as const] : kept] as const;
      }),
    );
    const next = run(standing(spree, DAY + 2), known);
    expect(next.parameters).toMatchObject({ version: 2, adoptedOn: DAY + 2, reason: 'DRIFT' });
    expectClosed(next, known);
    const { parametersMinor, eventsMinor, fromVersion, toVersion } = bridgeOf(next);
    expect([fromVersion, toVersion]).toEqual([1, 2]);
    expect(eventsMinor).toBeGreaterThan(0);
    expect(parametersMinor).not.toBe(0);
    // On one day and on the same orders as before: what the numbers would have been, judged anew.
    const stood = standing(halted(shop, DAY), DAY + 2);
    const [then, now] = [known, knownFrom(next, DAY + 2)].map((by) => sumOf(judged(stood, by)));
    expect(parametersMinor).toBe(now! - then!);
  });

  it('are adopted after four weeks, on the first night there is something to learn from', () => {
    const day = DAY + 28;
    expect(run(standing(shop, day - 1), { ...known, valuedOn: day - 2 }).parameters!.reason).not.toBe('AGE');
    const next = run(standing(shop, day), { ...known, valuedOn: day - 1 });
    expect(next.parameters).toMatchObject({ version: 2, reason: 'AGE', selection: known.parameters.selection });
    expect(next.lifetime!.statistics.report).toMatchObject({
      asOfDay: day,
      reason: first.lifetime!.statistics.report.reason,
    });
    expect(run(standing(halted(shop, DAY), day), known).parameters).toBe(known.parameters);
  });

  it.each([
    ['SETTINGS', { ...SETTINGS, marginRate: 0.5 }],
    ['SETTINGS', { ...SETTINGS, horizonDays: 180 }],
    ['SETTINGS', { ...SETTINGS, annualDiscount: 0.2 }],
    ['SETTINGS', { clvModel: 'bgnbd' }],
    ['REQUEST', { ...SETTINGS, refit: true }],
  ])('are adopted at once: %s %o', (reason, settings) => {
    const next = run(standing(halted(shop, DAY), DAY + 1), known, settings);
    expect(next.parameters).toMatchObject({ version: 2, reason });
    expectClosed(next, known);
    expect(bridgeOf(next).eventsMinor).toBe(0);
    expect(bridgeOf(next).timeMinor).toBe(bridgeOf(run(standing(halted(shop, DAY), DAY + 1), known)).timeMinor);
  });

  it('stay where settings change that shape no value', () => {
    expect(run(standing(shop, DAY), known, { ...SETTINGS, lapsedBelow: 0.3 }).parameters).toBe(known.parameters);
  });

  it('are a fitted model as soon as there is enough to fit one to', () => {
    const few = shopOf(101);
    const young = run(standing(new Map([...few].slice(0, 60)), DAY), null);
    expect(young.parameters!.scoring.lifetime.method).toBe('PRIOR');
    const next = run(standing(few, DAY + 90), knownFrom(young, DAY));
    expect(next.parameters).toMatchObject({ reason: 'FAMILY', scoring: { lifetime: { method: 'MODELLED' } } });
    expectClosed(next, knownFrom(young, DAY));
  });
});

describe('the quarterly choice', () => {
  const auto = { clvModel: 'auto' } as const;
  const judge = (from: KnownParameters | null, day: number): InForce =>
    inForce(standing(shop, day), parseSettings(auto), from, false)!;
  const free = judge(null, DAY);
  const winner = { purchase: free.report.candidates[0]!, spend: free.parameters.scoring.lifetime.spend.model };
  const { model: won } = winner.purchase;
  /** Another model than the best, in force since before the last quarter. */
  const other = won === 'bgnbd' ? 'mbgnbd' : 'bgnbd';
  const forced = inForce(standing(shop, DAY - 91), parseSettings({ clvModel: other }), null, false)!;
  const inOffice: KnownParameters = {
    parameters: { ...forced.parameters, scoring: { ...forced.parameters.scoring, choice: 'auto' } },
    report: forced.report,
    valuedOn: DAY - 1,
    potentialMinor: 1,
  };

  it('leaves the model in force when another wins once, and remembers who', () => {
    const { parameters, report } = judge(inOffice, DAY);
    expect(parameters).toMatchObject({ version: 2, reason: 'AGE', scoring: { lifetime: { model: other } } });
    expect(parameters.selection).toMatchObject({ day: DAY, challenger: { purchase: { model: won } } });
    expect(report.reason).toContain('until another model wins two choices in a row');
    expect(report.chosenAs.model).toBe(other);
  });

  it('takes the other when it wins the next one too', () => {
    const { challenger } = judge(inOffice, DAY).parameters.selection;
    const again: KnownParameters = {
      ...inOffice,
      parameters: { ...inOffice.parameters, selection: { day: DAY - 91, challenger } },
    };
    const { parameters } = judge(again, DAY);
    expect(parameters).toMatchObject({ reason: 'FAMILY', selection: { day: DAY, challenger: null } });
    expect(parameters.scoring.lifetime.model).toBe(won);
  });

  it('begins anew where a third one wins in between', () => {
    const third = { purchase: { model: 'paretonbd', season: true, blend: false }, spend: winner.spend } as const;
    const again: KnownParameters = {
      ...inOffice,
      parameters: { ...inOffice.parameters, selection: { day: DAY - 91, challenger: third } },
    };
    const { parameters } = judge(again, DAY);
    expect(parameters.scoring.lifetime.model).toBe(other);
    expect(parameters.selection.challenger).toMatchObject({ purchase: { model: won } });
  });
});

describe('a view of the past', () => {
  const view = (day: number, from: KnownParameters): InForce =>
    inForce(standing(shop, day), parseSettings(SETTINGS), from, true)!;

  it('is judged by what was in force then, if that is still known', () => {
    const { parameters, bridge } = view(DAY + 5, { ...known, valuedOn: DAY + 60 });
    expect([parameters, bridge]).toEqual([known.parameters, null]);
  });
  it('learns its own from what was known then, if not: never from later days', () => {
    const { parameters } = view(DAY - 10, known);
    expect(parameters).toMatchObject({ reason: 'FIRST', fittedOn: DAY - 10 });
    expect(parameters.scoring.lifetime).toEqual(
      inForce(standing(shop, DAY - 10), parseSettings(SETTINGS), null, false)!.parameters.scoring.lifetime,
    );
  });
});

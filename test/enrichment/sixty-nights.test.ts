import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { Order, Tie } from '../../domain/events.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { scorerOf } from '../../domain/profile/scoring.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { DAY_MS, dayIn, UTC } from '../../domain/time/time.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { numberOfCommunity } from '../../enrichment/compute/communities.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { tieBreakOf } from '../../enrichment/snapshot/precedence.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';
import { customerIdOf, type CustomerIdentifier } from '../../store/customers/identity.ts';
import { allIds, idsAt } from '../../store/customers/packed-ids.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { putTies } from '../../store/relations/ties.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { expectShown, night } from './nights.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/online_retail_ii_lines.csv.gz');
/** Sixty of the last 183 nights of the log, and so many of its customers, drawn. */
const NIGHTS = 60;
const CUSTOMERS = 60;
const FROM = dayIn(UTC)(Date.UTC(2011, 5, 9));
const TO = dayIn(UTC)(Date.UTC(2011, 11, 9));
const TIES = 5;
const AT_ONCE = 100;
const settings = parseSettings({ kappa: 0.3, clvModel: 'mbgnbd' });
const by = (id: string): CustomerIdentifier => ({ externalId: { source: 'shop', id } });

/** A linear congruential generator: the same nights every time. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function drawn<T>(all: readonly T[], count: number, random: (below: number) => number): T[] {
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(random(left.length), 1)[0]!);
}

describe.skipIf(!existsSync(FILE))('sixty nights of Online Retail II (skipped where ../shared/data is absent)', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  it('night after night = from scratch, to the cent and the position; evaluated alone = published, to the bit; nobody is revalued before others', async () => {
    const random = drawing(20_110_609);
    const all = await ordersOfFile(FILE, 'online-retail-ii');
    const company = new Map(
      drawn([...all.keys()].sort(), CUSTOMERS, random).map(
        (id) => [id, all.get(id)!.toSorted((a, b) => a.occurredAt - b.occurredAt)] as const,
      ),
    );
    const names = [...company.keys()];
    const nights = drawn(
      Array.from({ length: TO - FROM }, (_, k) => FROM + k),
      NIGHTS,
      random,
    ).sort((a, b) => a - b);

    let now = 0;
    const db = await testDb(engine, { clock: () => now });
    const ties = names.flatMap((name) =>
      drawn(
        names.filter((other) => other !== name),
        TIES,
        random,
      ).map((other) => ({ follower: name, followed: other })),
    );
    const tie = { kind: 'FOLLOW', source: 'forum', weight: 1, at: (FROM - 400) * DAY_MS } as const;
    const told = new Map<string, Order[]>(names.map((name) => [name, []]));
    const idOf = (name: string): string => customerIdOf(db, by(name));
    const put = new Set<(typeof ties)[number]>();
    const parametersSeen = new Set<number>();

    for (const day of nights) {
      now = day * DAY_MS + 80_000_000;
      const since = names.flatMap((name) => {
        const fresh = company
          .get(name)!
          .slice(told.get(name)!.length)
          .filter(({ occurredAt }) => occurredAt <= now);
        told.get(name)!.push(...fresh);
        return fresh.map((event) => ({ customer: by(name), event }));
      });
      for (let at = 0; at < since.length; at += AT_ONCE) await ingestEvents(db, since.slice(at, at + AT_ONCE));
      // Ties between customers who are known by now.
      const fresh = ties.filter(
        (one) => !put.has(one) && [one.follower, one.followed].every((end) => told.get(end)!.length > 0),
      );
      await putTies(
        db,
        fresh.map(({ follower, followed }) => ({ ...tie, follower: by(follower), followed: by(followed) })),
      );
      for (const one of fresh) put.add(one);
      const { snapshot, result } = await night(db, now, settings);
      await expectShown(db, snapshot, result);

      // From scratch: from the orders themselves, without a table, and only what is frozen taken over.
      const scratch = buildSnapshot({
        asOf: now,
        ruleSetVersion: defaultRuleSet.version,
        // A tie alone makes nobody a customer.
        customers: names
          .filter((name) => told.get(name)!.length > 0)
          .map((name) => ({
            id: idOf(name),
            tieBreak: tieBreakOf({ type: 'EXTERNAL_ID', source: 'shop', value: name }),
            summary: foldSummary(told.get(name)!, [], defaultRuleSet),
          })),
        ties: [...put].map(({ follower, followed }): Tie => ({
          ...tie,
          follower: idOf(follower),
          followed: idOf(followed),
        })),
        referrals: [],
      }).snapshot;
      const again = computeRun(scratch, settings, builtinSegments, frozenAs(result, snapshot.ids, day));
      const ids = allIds(scratch.ids);
      expect(allIds(snapshot.ids)).toEqual(ids);
      expect([...again.profiles]).toEqual([...result.profiles]);
      for (const [name, { order }] of Object.entries(result.orderings))
        expect(idsAt(scratch.ids, again.orderings[name as keyof typeof again.orderings]!.order), name).toEqual(
          idsAt(snapshot.ids, order),
        );

      // One customer alone, from their own summary and what is kept with the generation.
      const { parameters } = result;
      parametersSeen.add(parameters!.version);
      const scorer = scorerOf(parameters!.scoring);
      const views = await loadViews(db, ids, await visibleGeneration(db));
      const lean = { ordered: 0, silent: 0 };
      const hasOrdered = new Set(since.map(({ customer }) => customerIdOf(db, customer)));
      for (const view of views) {
        const { record, profile } = view!;
        const { clv, rfm, value } = profile!.profile;
        const alone = scorer.lifetime(record.summary.orders, day);
        expect(clv).toEqual(alone);
        expect(rfm).toEqual(scorer.rfm(record.summary.orders, day));
        lean[hasOrdered.has(record.id) ? 'ordered' : 'silent'] += value.potentialDirectMinor! - alone.predictedMinor;
      }
      // Σ published = Σ exact, of those who bought and of those who did not.
      expect(lean).toEqual({ ordered: 0, silent: 0 });
    }
    // Parameters were adopted on the way: it is not one version all the time that agrees with itself.
    expect(parametersSeen.size).toBeGreaterThan(1);
  }, 600_000);
});

/** What a run froze, so that nothing is learned again: its parameters as of its own day, scales, network and the names of communities. */
function frozenAs(
  { parameters, lifetime, potential, influence, network, communities, profiles }: RunResult,
  ids: Parameters<typeof allIds>[0],
  day: number,
): Parameters<typeof computeRun>[3] {
  const places = new Map(allIds(ids).map((id, at) => [id, at]));
  return {
    influence: influence.scales,
    network,
    communities: {
      of: (id) => {
        const at = places.get(id);
        return at === undefined ? -1 : numberOfCommunity(profiles.at(at).community);
      },
      nextId: communities.nextId,
    },
    parameters: {
      parameters: parameters!,
      report: lifetime!.statistics.report,
      valuedOn: day,
      potentialMinor: potential!.totalMinor.reduce((total, minor) => total + minor, 0),
    },
  };
}

import { describe, expect, it } from 'vitest';
import { evidenceEndDay } from '../../../domain/network/calibration.ts';
import { choosePace, type Past } from '../../../domain/network/choose-pace.ts';
import { verdictOf } from '../../../domain/network/forward-split.ts';
import { itemHistory } from '../../../domain/network/item-log.ts';
import { PACES } from '../../../domain/network/pace.ts';
import { DEFAULT_TIE_SETTINGS, type TieColumns } from '../../../domain/network/ties.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { hasCiaoDvd, readCiaoDvd } from '../../data/ciaodvd.ts';
import { tieColumns } from './networks.ts';

const SETTINGS = { activityHalfLifeDays: 90, ties: DEFAULT_TIE_SETTINGS, windowDays: 30, evidenceHalfLifeDays: 365 };
const END = 900;
const msOf = (day: number): number => day * DAY_MS;

interface Log {
  readonly customer: readonly number[];
  readonly item: readonly number[];
  readonly day: readonly number[];
}
const pastOf = (size: number, { customer, item, day }: Log, ties: TieColumns): Past => {
  const acts = { customerCount: size, customer: Int32Array.from(customer), day: Int32Array.from(day) };
  return { acts, ties, msOf, log: itemHistory({ ...acts, itemCount: 40, item: Int32Array.from(item) }) };
};

/** Customers buy at random in bursts; with `follows`, who follows somebody buys some of what they bought, days later. */
function company(seed: number, follows: number): Past {
  const draw = seededUniform(seed);
  const size = 120;
  const log = { customer: [] as number[], item: [] as number[], day: [] as number[] };
  const buy = (who: number, what: number, when: number): void => {
    log.customer.push(who);
    log.item.push(what);
    log.day.push(when);
  };
  const ties = Array.from({ length: 3 * size }, () => ({
    from: Math.floor(draw() * size),
    to: Math.floor(draw() ** 3 * size),
  })).filter(({ from, to }) => from !== to);
  for (let who = 0; who < size; who += 1)
    for (let burst = 0; burst < 4; burst += 1) {
      const begin = Math.floor(draw() * (END - 60));
      for (let k = 0; k < 4; k += 1) {
        const [what, when] = [Math.floor(draw() * 40), begin + Math.floor(draw() * 40)];
        buy(who, what, when);
        for (const { from, to } of ties)
          if (to === who && draw() < follows) buy(from, what, Math.min(END - 1, when + 1 + Math.floor(draw() * 15)));
      }
    }
  return pastOf(size, log, tieColumns(size, ties));
}

describe('the pace, chosen on a company’s own past', () => {
  it('is the usual one unless another finds more, and says which purchases it was judged by', () => {
    const { pace, forward } = choosePace(company(1, 0.3), END, SETTINGS);
    expect(PACES).toContain(pace);
    expect(forward!.cutDays).toEqual([3, 2, 1].map((cuts) => END - cuts * forward!.horizonDays));
    expect(forward!.followedPurchases).toBeGreaterThan(200);
    expect(forward!.capture.networkValue).toBeGreaterThan(0.2);
  });

  it('claims nothing where ties have nothing to do with purchases', () => {
    const verdicts = [11, 12, 13, 14].map((seed) => {
      const { forward } = choosePace(company(seed, 0), END, SETTINGS);
      return forward === null ? 'LEVEL' : verdictOf(forward.influenceAhead);
    });
    expect(verdicts).not.toContain('AHEAD');
  });

  it('knows nothing of what came after a cut, and is the same whatever the order of customers', () => {
    const past = company(2, 0.3);
    const { acts, log, ties } = past;
    const mirror = (i: number): number => acts.customerCount - 1 - i;
    const owner = Array.from({ length: acts.customerCount }, (_, i) =>
      Array<number>(log.offsets[i + 1]! - log.offsets[i]!).fill(i),
    ).flat();
    const mirrored: Past = {
      ...past,
      acts: { ...acts, customer: acts.customer.map(mirror) },
      log: itemHistory({
        customerCount: acts.customerCount,
        itemCount: 40,
        customer: Int32Array.from(owner, mirror),
        item: log.item,
        day: log.day,
      }),
      ties: { ...ties, from: ties.from.map(mirror), to: ties.to.map(mirror) },
    };
    const [one, other] = [choosePace(past, END, SETTINGS), choosePace(mirrored, END, SETTINGS)];
    expect(other.pace).toEqual(one.pace);
    expect(other.forward!.followedPurchases).toBe(one.forward!.followedPurchases);
    expect(other.forward!.capture.networkValue).toBeCloseTo(one.forward!.capture.networkValue, 9);
  });

  it('is the usual one, and nothing is claimed, where there is no past to cut', () => {
    const empty = pastOf(3, { customer: [], item: [], day: [] }, tieColumns(3, [{ from: 0, to: 1 }]));
    expect(choosePace(empty, END, SETTINGS)).toEqual({ pace: PACES[0], forward: null });
  });
});

describe.skipIf(!hasCiaoDvd)(
  `CiaoDVD${hasCiaoDvd ? '' : ' (SKIPPED: ../shared/data/network/ciaodvd_*.csv.gz is absent)'}`,
  () => {
    it('keeps the usual pace: of what followed 179 reviews, the top tenth by network value had .944, by the best rule .933', () => {
      const { log, ties } = readCiaoDvd();
      const history = itemHistory(log);
      const { pace, forward } = choosePace(
        { ties, acts: log, log: history, msOf },
        evidenceEndDay(history, Date.UTC(2030, 0, 1)),
        { ...SETTINGS, windowDays: 90 },
      );
      expect(pace).toBe(PACES[0]);
      expect(forward!.followedPurchases).toBe(179);
      expect(forward!.capture.networkValue).toBeCloseTo(0.944, 3);
      expect(forward!.capture.influence).toBeCloseTo(0.933, 3);
      expect([forward!.bestRule, forward!.capture.activityTimesFollowers.toFixed(3)]).toEqual([
        'activityTimesFollowers',
        '0.933',
      ]);
      expect([verdictOf(forward!.networkValueAhead), verdictOf(forward!.influenceAhead)]).toEqual(['LEVEL', 'LEVEL']);
    });
  },
);

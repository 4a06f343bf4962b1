/**
 * Does a score made on 1 January find the people whose reviews others follow in the year after? Counted are reviews by
 * followers of films that somebody they follow reviewed 1 … W days earlier; reported is the share of those that goes to
 * the top 1 % and 10 % of each score. Usage: node bench/ciaodvd/run.ts [window days, 90]. Prints; writes nothing.
 */
import { directionTest } from '../../domain/network/direction-test.ts';
import { itemHistory } from '../../domain/network/item-log.ts';
import { seededUniform } from '../../domain/numerics/random.ts';
import { attentionOf } from '../../domain/network/ties.ts';
import { hasCiaoDvd, readCiaoDvd } from '../../test/data/ciaodvd.ts';
import { TOPS, YEARS, captured, rollingHits } from './rolling.ts';
import type { Hit } from './rolling.ts';
import type { Known, Scores, Version } from './scores.ts';
import { networkScores, plainScores, productRules } from './scores.ts';

const VERSIONS: readonly Version[] = (['EXPOSURE', 'ONE'] as const).flatMap((prior) =>
  [90, 180, 365].flatMap((activityHalfLifeDays) =>
    [365, Infinity].map((evidenceHalfLifeDays) => ({ prior, activityHalfLifeDays, evidenceHalfLifeDays })),
  ),
);
const FIXED: Version = { prior: 'FIXED', activityHalfLifeDays: 90, evidenceHalfLifeDays: Infinity };
const nameOf = (v: Version) =>
  `κ ${v.prior}, activity ${v.activityHalfLifeDays} d, evidence ${v.evidenceHalfLifeDays} d`;
/** What the product does by default (domain/network/calibration.ts). */
const DEFAULT = nameOf({ prior: 'EXPOSURE', activityHalfLifeDays: 90, evidenceHalfLifeDays: 365 });
const PRODUCT_RULE = 'activity (90 d half-life) × in-degree';

const windowDays = Number(process.argv[2] ?? 90);
if (!hasCiaoDvd) {
  console.log('skipped: ../shared/data/network/ciaodvd_*.csv.gz is absent');
  process.exit(0);
}
const started = process.cpuUsage();
const data = readCiaoDvd();
printDirectionTest();

const allScores = (known: Known): Scores =>
  Object.assign(
    {},
    ...[...VERSIONS, FIXED].map((version) => {
      const { influence, value } = networkScores(known, version);
      return { [`influence n: ${nameOf(version)}`]: influence, [`network value: ${nameOf(version)}`]: value };
    }),
    productRules(known),
    plainScores(known),
  ) as Scores;
const hits = rollingHits(data, windowDays, allScores);
const names = [...hits[0]!.inTop.keys()];
const rules = names.filter((name) => name.endsWith('× in-degree'));

console.log(
  `\n${hits.length} followed adoptions within ${windowDays} days, ${YEARS[0]}–${YEARS.at(-1)}; share in the ${TOPS.map(({ share, people }) => `top ${100 * share} % of ${people}`).join(', ')}`,
);
for (const name of names)
  console.log(
    row(
      name,
      TOPS.map((_, top) => captured(hits, name, top)),
    ),
  );

for (const name of [`influence n: ${DEFAULT}`, `network value: ${DEFAULT}`]) {
  console.log(`\n${name}\n  minus ${PRODUCT_RULE} (95 % interval, followers resampled 2,000 times)`);
  printDifference(
    hits,
    (hit, top) => hit.inTop.get(name)![top]!,
    (hit, top) => hit.inTop.get(PRODUCT_RULE)![top]!,
  );
}

console.log('\nforward selection: every year the version that did best in the years before it, from the third year on');
const scored = hits.filter((hit) => hit.year >= YEARS[2]!);
const kinds = [
  ['influence n', names.filter((name) => name.startsWith('influence'))],
  ['network value', names.filter((name) => name.startsWith('network'))],
] as const;
const ruleOf = chosenByYear(rules);
console.log(
  row(
    'product rule',
    TOPS.map((_, top) => scored.filter((hit) => hit.inTop.get(ruleOf.get(hit.year)!)![top]).length / scored.length),
  ),
);
for (const [kind, candidates] of kinds) {
  const versionOf = chosenByYear(candidates);
  console.log(
    row(
      kind,
      TOPS.map(
        (_, top) => scored.filter((hit) => hit.inTop.get(versionOf.get(hit.year)!)![top]).length / scored.length,
      ),
    ),
  );
  printDifference(
    scored,
    (hit, top) => hit.inTop.get(versionOf.get(hit.year)!)![top]!,
    (hit, top) => hit.inTop.get(ruleOf.get(hit.year)!)![top]!,
  );
}
const { user, system } = process.cpuUsage(started);
console.log(`\n${names.length} scores; CPU ${((user + system) / 1e6).toFixed(1)} s`);

function printDirectionTest(): void {
  const history = itemHistory(data.log);
  const attention = attentionOf(data.ties, 0);
  for (const days of [30, 60, 90, 180, 365]) {
    const {
      before,
      after,
      ratio,
      timingRatio,
      causalShare,
      causalShareBeyondTiming,
      interval95,
      likeness,
      isBeyondChance,
    } = directionTest(history, attention, days);
    const interval = interval95!.map((end) => end.toFixed(2)).join(' to ');
    console.log(
      `direction test, ${days} days: before ${before}, after ${after}, ratio ${ratio!.toFixed(3)}, plain share ${causalShare!.toFixed(3)}; placebo ratio ${timingRatio!.toFixed(3)}, h beyond timing ${causalShareBeyondTiming!.toFixed(3)} (95 %, followers resampled: ${interval}); ${likeness!.toFixed(2)} × the pairs of random ties; chance ${isBeyondChance ? '' : 'not '}ruled out`,
    );
  }
}

/** For each year the candidate with the highest sum of shares over TOPS in all years before; the first wins a tie. */
function chosenByYear(candidates: readonly string[]): ReadonlyMap<number, string> {
  return new Map(
    YEARS.slice(2).map((year) => {
      const past = hits.filter((hit) => hit.year < year);
      const total = (name: string) => TOPS.reduce((sum, _, top) => sum + captured(past, name, top), 0);
      return [year, candidates.reduce((best, name) => (total(name) > total(best) ? name : best))] as const;
    }),
  );
}

type InTop = (hit: Hit, top: number) => boolean;

/** Bootstrap over followers: adoptions of one follower are not independent. */
function printDifference(among: readonly Hit[], a: InTop, b: InTop): void {
  TOPS.forEach(({ share, people }, top) => {
    const perFollower = new Map<number, { count: number; difference: number }>();
    for (const hit of among) {
      const tally = perFollower.get(hit.follower) ?? { count: 0, difference: 0 };
      tally.count++;
      tally.difference += Number(a(hit, top)) - Number(b(hit, top));
      perFollower.set(hit.follower, tally);
    }
    const tallies = [...perFollower.values()];
    const draw = seededUniform(20_261_121);
    const resampled = Float64Array.from({ length: 2000 }, () => {
      const drawn = tallies.map(() => tallies[Math.floor(draw() * tallies.length)]!);
      return meanDifference(drawn);
    }).sort();
    console.log(
      `    top ${100 * share} % of ${people}: ${meanDifference(tallies).toFixed(3)} (${resampled[49]!.toFixed(3)} to ${resampled[1949]!.toFixed(3)})`,
    );
  });
}

function meanDifference(tallies: readonly { count: number; difference: number }[]): number {
  return (
    tallies.reduce((sum, { difference }) => sum + difference, 0) / tallies.reduce((sum, { count }) => sum + count, 0)
  );
}

function row(name: string, shares: readonly number[]): string {
  return `${name.padEnd(60)} ${shares.map((share) => share.toFixed(3)).join('  ')}`;
}

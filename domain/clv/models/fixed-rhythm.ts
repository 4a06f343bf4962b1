import { logistic } from '../../numerics/elementary.ts';
import { betaPrimeDistribution } from '../../numerics/incomplete-beta.ts';
import { discountedIntegral } from '../../numerics/quadrature.ts';
import { expectedWhileAlive as betaGeometricExpected } from './beta-geometric.ts';
import type { ErlangTiming } from './erlang-timing.ts';
import type { Forecast } from './forecast.ts';

/** Above this many expected purchases the position within a gap no longer matters. */
const MOST_PURCHASES = 2_000;
const NEGLIGIBLE = 1e-13;

/**
 * MBG/CNBD-k towards its limit k → ∞, a rhythm of each customer's own that is kept to the day. With U_n the time from the last purchase to
 * the n-th from now, U_n/(α+t_x) is beta prime (kn, r+kx), exactly. What is not exact for finite k is how U_n hangs together with
 * the first: here one rhythm moves them together, as it does in the limit,
 *
 *   P(U_n ≤ c+t | U_1 > c) = [P(U_n ≤ c+t) − P(U_1 ≤ c)]₊ / P(U_1 > c),   c = T − t_x.
 *
 * It is exact for n = 1, so for P(alive) and P(at least one purchase) at any k, and wherever no purchase is overdue. Unlike the sum over
 * stages it costs the same for any k.
 *
 * @param logLikelihood of the exact model
 */
export function fixedRhythmForecast(m: ErlangTiming, logLikelihood: Forecast['logLikelihood']): Forecast {
  const { k, r, alpha, a, b } = m;
  const arrival = (n: number, u: number, x: number, recency: number) =>
    betaPrimeDistribution(u / (alpha + recency), k * n, r + k * x);
  const waitingAt = (x: number, recency: number, age: number) => arrival(1, age - recency, x, recency);
  /** P(U_n ≤ c+t | U_1 > c), from whichever ends of the two distributions lose no digits. */
  const chance = (
    waiting: { below: number; above: number },
    n: number,
    x: number,
    recency: number,
    age: number,
    t: number,
  ): number => {
    const then = arrival(n, age - recency + t, x, recency);
    return Math.max(0, (then.below < 0.5 ? then.below - waiting.below : waiting.above - then.above) / waiting.above);
  };

  const expected = (x: number, recency: number, age: number, t: number): number => {
    if (t === 0) return 0;
    if (((r + k * x + k) * t) / (k * (alpha + age)) > MOST_PURCHASES) {
      return betaGeometricExpected({ r: r + k * x - x, alpha: k * (alpha + age), a, b, dropoutAtFirst: 1 }, x, 0, t);
    }
    const waiting = waitingAt(x, recency, age);
    if (waiting.above === 0) return 0;
    const survivors = b + x + 1;
    let stillHere = 1;
    let sum = 0;
    for (let n = 1; ; n++) {
      const term = stillHere * chance(waiting, n, x, recency, age, t);
      sum += term;
      if (term <= NEGLIGIBLE * sum) return sum;
      stillHere *= (survivors + n - 1) / (a + survivors + n - 1);
    }
  };

  return {
    recencyMattersWhileAlive: true,
    logLikelihood,
    probabilityAlive: (x, recency, age) => logistic(Math.log(a / (b + x)) - Math.log(waitingAt(x, recency, age).above)),
    expectedWhileAlive: expected,
    purchaseWhileAlive: (x, recency, age, horizon) => {
      const waiting = waitingAt(x, recency, age);
      return horizon === 0 || waiting.above === 0 ? 0 : Math.min(1, chance(waiting, 1, x, recency, age, horizon));
    },
    // By parts: e^{−δh}·E(h) + δ∫₀ʰ e^{−δt} E(t) dt.
    discountedWhileAlive: (x, recency, age, horizon, discountRate) => {
      if (discountRate === 0) return expected(x, recency, age, horizon);
      const integral =
        discountRate * discountedIntegral((t) => expected(x, recency, age, t), alpha + age, horizon, discountRate);
      if (horizon === Infinity) return integral;
      const undiscounted = expected(x, recency, age, horizon);
      return Math.min(undiscounted, Math.exp(-discountRate * horizon) * undiscounted + integral);
    },
  };
}

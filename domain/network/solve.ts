import { DomainError, KringError } from '../errors.ts';
import type { Csr } from '../graph/kernel/csr.ts';
import { toCaller, toInternal } from '../graph/kernel/order.ts';
import { rowRanges } from '../graph/kernel/shards.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import { absoluteSum, compensatedSum } from '../graph/kernel/sum.ts';
import { openWorkspace } from '../graph/kernel/workspace.ts';

export interface SolveInput {
  readonly csr: Csr;
  readonly shares: Shares;
  /** v: what each node is worth before credit moves; any sign. Caller's numbering, as everything here. */
  readonly value: Float64Array;
  /** f of an earlier run; the answer is the same to the tolerance, in fewer sweeps. */
  readonly warmStart?: Float64Array;
  /** Bound on Σ|f − exact f| relative to Σ|v|. */
  readonly tolerance?: number;
  /** Gauss–Seidel needs about half the sweeps; Jacobi gives the same bits however the rows are cut into shards. */
  readonly method?: 'gauss-seidel' | 'jacobi';
  /** Jacobi only: sweep the rows in this many independent ranges. */
  readonly shards?: number;
}

export interface NetworkValue {
  /** f = v + C f: own value plus everything credited by those who follow. */
  readonly f: Float64Array;
  /** e = (1 − K) f: customer value, what stays after passing credit on. Σe = Σv. */
  readonly retained: Float64Array;
  /** f − v: value credited by others, before passing any on. */
  readonly gross: Float64Array;
  /** e − v: net network value; sums to 0. */
  readonly net: Float64Array;
  readonly sweeps: number;
  /** Σ|v + C f − f| of the last sweep. */
  readonly residual: number;
  /** Proven bound on Σ|f − exact f|: K_max / (1 − K_max) · residual. */
  readonly errorBound: number;
  /** |Σe − Σv| / Σ|v|. */
  readonly conservationError: number;
}

/**
 * Solves f = v + C f and splits it into what every node retains: the conserved value of each customer.
 *
 * Sweeps run until the error is proven below the tolerance: the columns of C sum to at most K_max < 1, so
 * Σ|f − exact| ≤ K_max/(1 − K_max) · Σ|last change| for Jacobi and Gauss–Seidel alike. A closing Jacobi sweep
 * f′ = v + C f then yields e = f′ − K f, which adds up to Σv whatever error is left in f: each share that leaves a
 * follower is the same product f_j c_ij that arrived at a followed.
 *
 * Source: docs/how-value-flows.md; linear network value of Richardson & Domingos (2002), in closed form.
 *
 * @throws DomainError for columns of a wrong length or a value that is not finite
 * @throws KringError NOT_CONVERGED when rounding keeps the error above the tolerance asked for
 * @example solveConserving({ csr, shares, value: Float64Array.of(100, 50) }).f
 */
export function solveConserving(input: SolveInput): NetworkValue {
  const { csr, shares, value, warmStart = value, tolerance = 1e-13, method = 'gauss-seidel', shards = 1 } = input;
  if (method === 'gauss-seidel' && shards !== 1)
    throw new DomainError('only Jacobi sweeps can be cut into shards', { shards });
  const n = csr.nodeCount;
  const scale = absoluteSum(value);
  if (!(scale < Infinity && absoluteSum(warmStart) < Infinity))
    throw new DomainError('every value must be finite, in a warm start too');
  const given = toInternal(csr, shares.given);
  const boundPerChange = errorPerChange(given);
  const target = tolerance * scale;

  const { sweep, f, ...fixed } = openWorkspace(csr);
  let { gather, spare } = fixed;
  toInternal(csr, warmStart, f);
  toInternal(csr, value, fixed.value);
  toInternal(csr, shares.follower, fixed.follower);
  toInternal(csr, shares.followed, fixed.followed);
  for (let i = 0; i < n; i++) gather[i] = fixed.follower[i]! * f[i]!;
  const ranges = rowRanges(csr, shards);
  let sweeps = 0;
  const pass = (inPlace: boolean): number => {
    const columns = { ...fixed, f, gather, next: inPlace ? gather : spare };
    let change = 0;
    for (const { begin, end } of ranges) change = sweep(csr, columns, begin, end, change);
    if (!inPlace) [gather, spare] = [spare, gather];
    sweeps++;
    return change;
  };

  const retained = new Float64Array(n);
  let residual: number;
  do {
    let change: number;
    do {
      change = pass(method === 'gauss-seidel');
      if (sweeps > MAX_SWEEPS) throw notConverged(boundPerChange * change, target);
    } while (boundPerChange * change > target);
    for (let i = 0; i < n; i++) retained[i] = -given[i]! * f[i]!;
    residual = pass(false);
  } while (boundPerChange * residual > target);
  for (let i = 0; i < n; i++) retained[i]! += f[i]!;

  return inCallersOrder(csr, value, f, retained, { sweeps, residual, errorBound: boundPerChange * residual, scale });
}

/** K = 0.999 needs about 40,000 sweeps for 13 digits; more means that rounding keeps the answer from settling. */
const MAX_SWEEPS = 100_000;

/** The exact answer is within this times the last change, in the sum norm; 0 when nobody gives anything. */
function errorPerChange(given: Float64Array): number {
  let largest = 0;
  for (const k of given) if (k > largest) largest = k;
  if (!(largest < 1)) throw new DomainError('nobody can give away their whole value', { given: largest });
  return largest / (1 - largest);
}

function inCallersOrder(
  csr: Csr,
  value: Float64Array,
  internalF: Float64Array,
  internalRetained: Float64Array,
  { scale, ...run }: Pick<NetworkValue, 'sweeps' | 'residual' | 'errorBound'> & { scale: number },
): NetworkValue {
  const f = toCaller(csr, internalF);
  const retained = toCaller(csr, internalRetained);
  const gross = f.map((credited, i) => credited - value[i]!);
  const net = retained.map((kept, i) => kept - value[i]!);
  const conservationError = scale > 0 ? Math.abs(compensatedSum(retained) - compensatedSum(value)) / scale : 0;
  return { f, retained, gross, net, ...run, conservationError };
}

function notConverged(error: number, target: number): KringError {
  return new KringError('NOT_CONVERGED', 'the network solve did not reach its tolerance; ask for a larger one', {
    details: { error, target, sweeps: MAX_SWEEPS },
  });
}

import { calibrateInfluence, influenceScores } from '../../domain/influence/score.ts';
import { bothWays, buildCsr, type Arcs } from '../../domain/graph/kernel/csr.ts';
import { pageRank } from '../../domain/graph/kernel/pagerank.ts';
import { proportionalShares } from '../../domain/graph/kernel/shares.ts';
import { compensatedSum } from '../../domain/graph/kernel/sum.ts';
import type { TieProbability } from '../../domain/network/reverse-reachable.ts';
import { seedSet } from '../../domain/network/seeding.ts';
import { solveConserving, type NetworkValue } from '../../domain/network/solve.ts';

export interface AnalysisOptions {
  /** What each node that follows somebody gives of its value, [0, 1). */
  readonly kappa: number;
  readonly undirected: boolean;
  readonly damping?: number;
  readonly seeds?: number;
  readonly probability: TieProbability;
  readonly epsilon: number;
  readonly randomSeed: number;
}

export interface Seeding {
  /** Node numbers, the most useful first. */
  readonly seeds: Int32Array;
  readonly spread: number;
  readonly interval: readonly [number, number];
  readonly samples: number;
  readonly epsilon: number;
  readonly probability: TieProbability;
}

export interface NetworkAnalysis {
  readonly network: NetworkValue;
  /** Influence 0–100, calibrated on this graph. */
  readonly score: Float64Array;
  readonly rank?: Float64Array;
  readonly seeding?: Seeding;
  /** Σ value, and Σ e: the same value after credit has moved. */
  readonly totals: { readonly value: number; readonly credited: number; readonly conservationError: number };
}

/** Everything `kring network` reports about one graph. */
export function analyseNetwork(ties: Arcs, value: Float64Array, options: AnalysisOptions): NetworkAnalysis {
  const csr = buildCsr(options.undirected ? bothWays(ties) : ties);
  const shares = proportionalShares(csr, options.kappa);
  const network = solveConserving({ csr, shares, value });
  const everybodyCounts = solveConserving({ csr, shares, value: new Float64Array(csr.nodeCount).fill(1) });
  const reached = everybodyCounts.gross.map((n) => Math.max(0, n));
  const hasTie = new Uint8Array(csr.nodeCount);
  for (const ends of [ties.from, ties.to]) for (const node of ends) hasTie[node] = 1;
  return {
    network,
    score: influenceScores(
      reached,
      calibrateInfluence(
        reached.map((n, node) => (hasTie[node] === 0 ? Number.NaN : n)),
        1,
      ),
    ).scores,
    totals: {
      value: compensatedSum(value),
      credited: compensatedSum(network.retained),
      conservationError: network.conservationError,
    },
    ...(options.damping === undefined ? {} : { rank: pageRank(csr, { damping: options.damping }).rank }),
    ...(options.seeds === undefined ? {} : { seeding: chooseSeeds(csr, options.seeds, options) }),
  };
}

function chooseSeeds(
  csr: ReturnType<typeof buildCsr>,
  count: number,
  { probability, epsilon, randomSeed }: AnalysisOptions,
): Seeding {
  return { ...seedSet(csr, count, { probability, epsilon, seed: randomSeed }), probability };
}

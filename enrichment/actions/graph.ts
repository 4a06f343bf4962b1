/** Who attended to whom when an action started, and what moved along it. */
import type { ActionPlan } from '../../domain/actions/action.ts';
import { networkEffect, type NetworkEffect } from '../../domain/experiments/network-effect.ts';
import { meanFollowed, type ExposureGraph } from '../../domain/experiments/exposure.ts';
import { classProbabilities, linearity } from '../../domain/experiments/linearity.ts';
import { redraws } from '../../domain/experiments/redraw.ts';
import { seededUniform } from '../../domain/numerics/random.ts';
import type { Attention } from '../../domain/network/ties.ts';
import { putGraph, readGraph, type FrozenGraph } from '../../store/actions/graph.ts';
import type { Db } from '../../store/client/db.ts';
import { SATURATED } from '../../store/actions/freeze.ts';
import { idCount, idTable, pickIds, type PackedIds } from '../../store/customers/packed-ids.ts';
import { attentionAt } from '../compute/relations.ts';
import { kappaOf, type NetworkCalibration } from '../compute/kappa.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The graph an action's effects travel along, in the places of a snapshot: frozen by the first run that met the action drawn. */
export async function graphOf(
  db: Db,
  key: string,
  snapshot: Snapshot,
  network: NetworkCalibration,
  day: number,
): Promise<ExposureGraph> {
  let frozen = await readGraph(db, key);
  if (frozen === null) {
    frozen = freezeGraph(snapshot, network, day);
    await putGraph(db, key, frozen);
  }
  return placed(frozen, snapshot);
}

function freezeGraph(snapshot: Snapshot, network: NetworkCalibration, day: number): FrozenGraph {
  const { attention } = attentionAt(snapshot, network.calibration, day);
  const share = followedShares(network, attention, snapshot.ids);
  const { arcs } = attention;
  const nodes = [...new Set([...arcs.from, ...arcs.to])].sort((a, b) => a - b);
  const at = new Map(nodes.map((node, index) => [node, index]));
  return {
    day,
    ids: pickIds(snapshot.ids, nodes),
    from: Int32Array.from(arcs.from, (node) => at.get(node)!),
    to: Int32Array.from(arcs.to, (node) => at.get(node)!),
    weight: arcs.weight,
    followedShare: Float64Array.from(nodes, (node) => share[node]!),
  };
}

/** q_j: the share of each customer's purchases that somebody they follow made shortly before, drawn to what exposure says; whether or not that caused it. */
export const followedShares = (network: NetworkCalibration, attention: Attention, ids: PackedIds): Float64Array =>
  kappaOf(
    { ...network, calibration: { ...network.calibration, mode: 'MEASURED', fixedKappa: null, h: 1 } },
    attention,
    ids,
  ).kappa;

/** A frozen graph in the places of a snapshot; ties to who is gone are left out. */
export function placed({ ids, from, to, weight, followedShare }: FrozenGraph, snapshot: Snapshot): ExposureGraph {
  const n = idCount(snapshot.ids);
  const table = idTable(snapshot.ids);
  const place = Int32Array.from({ length: idCount(ids) }, (_, at) => table.findAt(ids, at));
  const kept = [...from.keys()].filter((a) => place[from[a]!]! >= 0 && place[to[a]!]! >= 0);
  const order = kept.sort((a, b) => place[from[a]!]! - place[from[b]!]! || place[to[a]!]! - place[to[b]!]!);
  const arcs = {
    nodeCount: n,
    from: Int32Array.from(order, (a) => place[from[a]!]!),
    to: Int32Array.from(order, (a) => place[to[a]!]!),
    weight: Float64Array.from(order, (a) => weight[a]!),
  };
  const offsets = new Int32Array(n + 1);
  for (const follower of arcs.from) offsets[follower + 1]!++;
  for (let j = 0; j < n; j++) offsets[j + 1]! += offsets[j]!;
  const share = new Float64Array(n);
  for (const [at, i] of place.entries()) if (i >= 0) share[i] = followedShare[at]!;
  return { attention: { arcs, offsets }, followedShare: share };
}

/** Members in the places of a snapshot, and who follows one: whose outcomes can tell of the action. */
export function reachOf(
  { attention: { arcs } }: ExposureGraph,
  position: ArrayLike<number>,
  isIn: (member: number) => boolean,
): { readonly treatable: Uint8Array; readonly counted: Uint8Array } {
  const n = arcs.nodeCount;
  const [treatable, counted] = [new Uint8Array(n), new Uint8Array(n)];
  for (let at = 0; at < position.length; at++) if (isIn(at)) treatable[position[at]!] = counted[position[at]!] = 1;
  for (const [a, follower] of arcs.from.entries()) if (treatable[arcs.to[a]!] === 1) counted[follower] = 1;
  return { treatable, counted };
}

export interface EffectInput {
  readonly graph: ExposureGraph;
  readonly plan: Pick<ActionPlan, 'shape' | 'design'>;
  readonly treated: Float64Array;
  readonly treatable: Uint8Array;
  readonly counted: Uint8Array;
  readonly y: Float64Array;
  readonly forecast: Float64Array;
  /** Unit of each place of the snapshot; NaN where customers were drawn. */
  readonly unit: Float64Array;
  /** Place of the arm, or OUT_OF_ANALYSIS, and the block it was drawn in. */
  readonly arm: Uint8Array;
  readonly stratum: Int32Array;
  readonly alpha: number;
}

/** Fewer ties among those counted say nothing. */
const FEWEST_TIES = 40;

/** Of draws that might have come as well, to know how likely everybody's surroundings were. */
const REDRAWS = 100;

/** The effect along ties, and whether it is the straight line that is supposed (null: not to be told); null where there are too few. */
export function effectOf(input: EffectInput): (NetworkEffect & { readonly notLinear: boolean | null }) | null {
  const { graph, plan, treated, treatable, counted, y, forecast, unit, alpha } = input;
  const { arcs } = graph.attention;
  let ties = 0;
  for (const [a, follower] of arcs.from.entries())
    if (counted[follower] === 1 && treatable[arcs.to[a]!] === 1) ties += 1;
  if (ties < FEWEST_TIES) return null;
  // Proportional effects need what they are in proportion to; one below 0 is in proportion to nothing.
  const hasForecast = forecast.some((x) => x > 0);
  const shape = plan.shape === 'PROPORTIONAL' && hasForecast ? 'PROPORTIONAL' : 'ADDITIVE';
  let own = 0;
  const cluster =
    plan.design === 'USER' ? null : Int32Array.from(unit, (one) => (Number.isNaN(one) || one < 0 ? -++own : one));
  const effect = networkEffect({
    ...graph,
    z: treated,
    treatable,
    counted,
    y,
    covariate: hasForecast ? forecast : null,
    shape,
    cluster,
    alpha,
  });
  return { ...effect, notLinear: notLinear(input, effect, cluster) };
}

function notLinear(
  { graph, plan, treated, arm, stratum }: EffectInput,
  { residual, effect }: NetworkEffect,
  cluster: Int32Array | null,
): boolean | null {
  const { offsets } = graph.attention;
  const follows = Uint8Array.from(treated, (_, i) => (offsets[i + 1]! > offsets[i]! ? 1 : 0));
  const rates = plan.design === 'SATURATION' ? ([SATURATED, 1 - SATURATED] as const) : null;
  const chances = classProbabilities(
    follows,
    redraws({ treated, arm, unit: cluster, stratum, rates }, REDRAWS, seededUniform(1)),
    (z) => meanFollowed(graph, z),
  );
  const seen = { z: treated, exposure: meanFollowed(graph, treated), ...chances, cluster };
  const { verdict } = linearity(seen, follows, residual, effect);
  return verdict === 'NOT_TESTABLE' ? null : verdict === 'NOT_LINEAR';
}

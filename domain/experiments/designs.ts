import { DomainError } from '../errors.ts';
import type { Arcs } from '../graph/kernel/csr.ts';
import { louvain } from '../graph/louvain.ts';
import { drawInBlocks } from './assignment.ts';
import { effectiveClusters } from './least-squares.ts';
import { OUT_OF_ANALYSIS, type Arm } from './types.ts';

/**
 * What chance decides about: customers, whole communities, how many of a community, or somebody together with whom they follow. An action is one of the first three; ego clusters
 * are there to be compared with.
 */
export const DESIGNS = ['USER', 'COMMUNITY', 'SATURATION', 'EGO'] as const;
export type Design = (typeof DESIGNS)[number];

/** Who may get an action, in the graph of everybody. */
export interface Audience {
  /** One entry per customer of the graph: 1 for members, who have agreed and are in no global holdout. */
  readonly member: Uint8Array;
  /** X of each customer. */
  readonly forecast: Float64Array;
  /** Community of each customer, from {@link communityUnits}. */
  readonly community: Int32Array;
  readonly arcs: Arcs;
}

export interface DrawnDesign {
  /** Place of each customer's arm; OUT_OF_ANALYSIS for who is no member. */
  readonly arm: Uint8Array;
  /** The unit that shares what chance decided; null where each customer is one. */
  readonly cluster: Int32Array | null;
  /** Block of alike forecasts of each member's unit; −1 for others. */
  readonly stratum: Int32Array;
}

/** Effective communities below which their own luck decides: of 3.9 an A/A test alarms in 10 to 12 % instead of 5. */
export const FEWEST_COMMUNITIES = 40;
/** A larger part of the audience in one community is split. */
export const LARGEST_UNIT = 0.05;
const FINEST = 64;
/** Rates of a saturation design. */
const LOW = 0.1;
const HIGH = 0.9;

/**
 * Communities as units: each holds at most a twentieth of the audience, else it is parted again among its own ties at a higher resolution, as far as that goes.
 *
 * @returns community of each customer, numbered from 0; who has no ties is one by themselves
 */
export function communityUnits(arcs: Arcs, member: Uint8Array): Int32Array {
  const unit = Int32Array.from(louvain(arcs).community);
  partLarge(arcs, unit, member);
  return unit;
}

/** Parts, in place, the communities that hold more than a twentieth of the audience; new ones get the numbers above those there are. */
export function partLarge(arcs: Arcs, unit: Int32Array, member: Uint8Array): void {
  const audience = member.reduce((sum, is) => sum + is, 0);
  let next = unit.reduce((most, one) => Math.max(most, one), -1) + 1;
  for (let resolution = 2; resolution <= FINEST; resolution *= 2) {
    const large = tooLarge(unit, member, audience);
    if (large.length === 0) break;
    for (const c of large) next = split(arcs, unit, c, resolution, next);
  }
}

/** Numbers of the communities that hold more than a twentieth of the audience. */
export function tooLarge(unit: Int32Array, member: Uint8Array, audience: number): number[] {
  const size = new Map<number, number>();
  for (const [i, c] of unit.entries()) if (member[i] === 1) size.set(c, (size.get(c) ?? 0) + 1);
  return [...size.keys()]
    .filter((c) => size.get(c)! > LARGEST_UNIT * audience && size.get(c)! > 1)
    .sort((x, y) => x - y);
}

/** Parts one community among the ties inside it; its first part keeps the number. @returns the lowest number free */
function split(
  { from, to, weight }: Arcs,
  unit: Int32Array,
  community: number,
  resolution: number,
  next: number,
): number {
  const nodes = Int32Array.from(unit.keys()).filter((i) => unit[i] === community);
  const placeOf = new Map(Array.from(nodes, (node, place) => [node, place]));
  const inside = Int32Array.from(from.keys()).filter((a) => unit[from[a]!] === community && unit[to[a]!] === community);
  const parts = louvain(
    {
      nodeCount: nodes.length,
      from: inside.map((a) => placeOf.get(from[a]!)!),
      to: inside.map((a) => placeOf.get(to[a]!)!),
      ...(weight ? { weight: Float64Array.from(inside, (a) => weight[a]!) } : {}),
    },
    resolution,
  );
  for (const [place, node] of nodes.entries())
    if (parts.community[place] !== 0) unit[node] = next + parts.community[place]! - 1;
  return next + parts.count - 1;
}

/** How many communities of equal size the audience's are worth, or null where they are enough: see {@link FEWEST_COMMUNITIES}. */
export function tooFewCommunities({ member, community }: Pick<Audience, 'member' | 'community'>): number | null {
  const effective = effectiveClusters(community.filter((_, i) => member[i] === 1));
  return effective < FEWEST_COMMUNITIES ? effective : null;
}

/** What stands for a unit when u is drawn: a customer by their place, or a number of a community. */
export type UnitKey = { readonly customer: number } | { readonly community: number };

/**
 * Draws the arms of a design over the audience.
 *
 * @param control place of the arm that gets nothing
 * @param draw u of a unit; of an action: that of its id, so that it can be drawn again
 * @throws DomainError for a saturation design whose arms together are below .1 or above .9
 */
export function drawDesign(
  design: Design,
  arms: readonly Arm[],
  control: number,
  audience: Audience,
  draw: (unit: UnitKey) => number,
): DrawnDesign {
  const members = Int32Array.from(audience.member.keys()).filter((i) => audience.member[i] === 1);
  if (design === 'USER') return byUnits(arms, audience, members, null, draw);
  if (design === 'COMMUNITY') return byUnits(arms, audience, members, audience.community, draw);
  if (design === 'EGO') return byUnits(arms, audience, members, egoClusters(audience, members, draw), draw);
  return bySaturation(arms, control, audience, members, draw);
}

/** One draw for each unit; its forecast is what its members' come to. */
function byUnits(
  arms: readonly Arm[],
  { member, forecast }: Audience,
  members: Int32Array,
  cluster: Int32Array | null,
  draw: (unit: UnitKey) => number,
): DrawnDesign {
  const units = cluster === null ? members : Int32Array.from(new Set(Array.from(members, (i) => cluster[i]!)));
  const placeOf = new Map(Array.from(units, (unit, place) => [unit, place]));
  const sum = new Float64Array(units.length);
  for (const i of members) sum[placeOf.get(cluster === null ? i : cluster[i]!)!]! += forecast[i]!;
  const draws = Float64Array.from(units, (unit) => draw(cluster === null ? { customer: unit } : { community: unit }));
  const drawn = drawInBlocks(
    arms,
    draws,
    sum,
    draws.reduce((a, b) => (a + b) % 1, 0),
  );
  const arm = new Uint8Array(member.length).fill(OUT_OF_ANALYSIS);
  const stratum = new Int32Array(member.length).fill(-1);
  for (const i of members) {
    const place = placeOf.get(cluster === null ? i : cluster[i]!)!;
    arm[i] = drawn.arm[place]!;
    stratum[i] = drawn.stratum[place]!;
  }
  return { arm, stratum, cluster };
}

/** Communities draw a rate, a tenth or nine tenths; within each, customers are drawn at that rate. All customers together get their arms at their shares. */
function bySaturation(
  arms: readonly Arm[],
  control: number,
  audience: Audience,
  members: Int32Array,
  draw: (unit: UnitKey) => number,
): DrawnDesign {
  const share = 1 - arms[control]!.share;
  const high = (share - LOW) / (HIGH - LOW);
  if (!(high > 0 && high < 1)) throw new DomainError('a saturation design takes a share between .1 and .9', { share });
  // Blocks hold whole thousandths.
  const rounded = Math.min(0.999, Math.max(0.001, Math.round(high * 1000) / 1000));
  const rates = byUnits(
    [
      { key: 'high', share: rounded },
      { key: 'low', share: 1 - rounded },
    ],
    audience,
    members,
    audience.community,
    draw,
  );
  const arm = new Uint8Array(audience.member.length).fill(OUT_OF_ANALYSIS);
  for (const i of members) {
    const rate = rates.arm[i] === 0 ? HIGH : LOW;
    // By cumulative shares, the treated arms together at the community's rate.
    let below = 0;
    const u = draw({ customer: i });
    arm[i] = control;
    for (const [place, { share: own }] of arms.entries()) {
      if (place === control) continue;
      below += (own / share) * rate;
      if (u >= below) continue;
      arm[i] = place;
      break;
    }
  }
  return { arm, stratum: rates.stratum, cluster: audience.community };
}

/** Somebody with those they follow and who follow them, as far as nobody else took them; egos come in the order of their draw. */
function egoClusters({ member, arcs }: Audience, members: Int32Array, draw: (unit: UnitKey) => number): Int32Array {
  const cluster = new Int32Array(member.length).fill(-1);
  const neighbours = new Map<number, number[]>();
  const add = (a: number, b: number): void => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, [b]);
    else known.push(b);
  };
  for (let a = 0; a < arcs.from.length; a++) {
    add(arcs.from[a]!, arcs.to[a]!);
    add(arcs.to[a]!, arcs.from[a]!);
  }
  const draws = new Map(Array.from(members, (i) => [i, draw({ customer: i })]));
  let next = 0;
  for (const ego of members.toSorted((a, b) => draws.get(a)! - draws.get(b)! || a - b)) {
    if (cluster[ego]! >= 0) continue;
    cluster[ego] = next;
    for (const other of neighbours.get(ego) ?? [])
      if (member[other] === 1 && cluster[other]! < 0) cluster[other] = next;
    next++;
  }
  // Who is no member is by themselves.
  for (let i = 0; i < cluster.length; i++) if (cluster[i]! < 0) cluster[i] = next++;
  return cluster;
}

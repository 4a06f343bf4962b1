import { attentionOf, type Attention } from '../../../domain/network/ties.ts';
import { meanFollowed, spread, type ExposureGraph } from '../../../domain/experiments/exposure.ts';
import { seededUniform, type Uniform } from '../../../domain/numerics/random.ts';
import type { Arcs } from '../../../domain/graph/kernel/csr.ts';

export const attentionFrom = ({ nodeCount, from, to }: Arcs): Attention =>
  attentionOf(
    {
      nodeCount,
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      kind: new Uint8Array(from.length),
      weight: new Float64Array(from.length).fill(1),
      atMs: new Float64Array(from.length),
    },
    0,
  );

export const normalFrom = (uniform: Uniform) => (): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** A shop of communities: everybody follows a few of their own and now and then somebody else; a tenth follow nobody. */
export interface Shop extends ExposureGraph {
  readonly customers: number;
  readonly community: Int32Array;
  /** X: what is forecast of each. */
  readonly forecast: Float64Array;
}

export function shopOf(customers: number, { size = 25, inside = 0.9, share = 0.7, seed = 1 } = {}): Shop {
  const uniform = seededUniform(seed);
  const normal = normalFrom(uniform);
  const from: number[] = [];
  const to: number[] = [];
  for (let j = 0; j < customers; j++) {
    if (uniform() < 0.1) continue;
    const first = Math.floor(j / size) * size;
    for (let k = 0; k < 4; k++) {
      const other = uniform() < inside ? first + Math.floor(uniform() * size) : Math.floor(uniform() * customers);
      if (other === j || other >= customers) continue;
      from.push(j);
      to.push(other);
    }
  }
  return {
    customers,
    community: Int32Array.from({ length: customers }, (_, i) => Math.floor(i / size)),
    forecast: Float64Array.from({ length: customers }, () => Math.exp(normal() / 2)),
    attention: attentionFrom({ nodeCount: customers, from: Int32Array.from(from), to: Int32Array.from(to) }),
    followedShare: Float64Array.from({ length: customers }, () => share * (0.7 + 0.6 * uniform())),
  };
}

/** Half of the customers, or of the communities, drawn by chance. */
export function drawHalf(shop: Shop, byCommunity: boolean, uniform: Uniform): Float64Array {
  if (!byCommunity) return Float64Array.from({ length: shop.customers }, () => (uniform() < 0.5 ? 1 : 0));
  const communities = shop.community.at(-1)! + 1;
  const chosen = Uint8Array.from({ length: communities }, (_, c) => c % 2);
  for (let c = communities - 1; c > 0; c--) {
    const other = Math.floor(uniform() * (c + 1));
    [chosen[c], chosen[other]] = [chosen[other]!, chosen[c]!];
  }
  return Float64Array.from(shop.community, (c) => chosen[c]!);
}

/** y of an action whose effect is the same for all: what was forecast, chance, friends alike in taste, and what the action sets off. */
export function outcomesIn(
  shop: Shop,
  z: Float64Array,
  { tau, h, noise }: { tau: number; h: number; noise: number },
  uniform: Uniform,
): Float64Array {
  const normal = normalFrom(uniform);
  const e = spread(shop, h, z);
  const friends = meanFollowed(shop, shop.forecast);
  return e.map((part, i) => 2 * shop.forecast[i]! + 0.5 * friends[i]! + tau * part + noise * normal());
}

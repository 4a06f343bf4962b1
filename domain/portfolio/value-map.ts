/**
 * The value map: customers counted in the plane of own × network value. Both axes are log-modulus, sign(x) · log₁₀(1 + |x| / 100) (John & Draper
 * 1980), so that losses fit on them too, cut at every eighth of a decade. The cuts depend on nothing but the amount: a bin means the same on every
 * night and in every company, and a night that moves nobody leaves the map as it was.
 */
export const BINS_PER_DECADE = 8;
/** Where the axis bends from linear to logarithmic, minor units. */
const UNIT_MINOR = 100;

/** Where a bin begins, minor units: bin k holds edge(k) ≤ amount < edge(k + 1). */
export const edgeMinor = (bin: number): number =>
  Math.sign(bin) * UNIT_MINOR * (10 ** (Math.abs(bin) / BINS_PER_DECADE) - 1);

/** The bin an amount of minor units lies in. */
export function binOf(minor: number): number {
  const position = Math.sign(minor) * Math.log10(1 + Math.abs(minor) / UNIT_MINOR) * BINS_PER_DECADE;
  let bin = Math.floor(position);
  // The logarithm may be off by its last bit just where a bin ends.
  if (minor < edgeMinor(bin)) bin--;
  else if (minor >= edgeMinor(bin + 1)) bin++;
  return bin;
}

/** The bins anybody is in, by own bin, then by network bin: columns of equal length. Amounts in whole minor units. */
export interface ValueMap {
  readonly own: readonly number[];
  readonly network: readonly number[];
  readonly customers: readonly number[];
  /** Σ over a bin's customers; over all bins the portfolio's direct value. */
  readonly ownMinor: readonly number[];
  /** Σ of what referrals and ties moved, net; over all bins minus the rewards paid. */
  readonly networkMinor: readonly number[];
}

/** Potential value has columns of its own: time alone moves it, and nothing else of the map. */
export interface ValueMapAhead {
  /** Σ of potential value over each bin of the map, in its order; null where none was computed. */
  readonly potentialMinor: readonly number[] | null;
}

/**
 * Everybody in bins.
 *
 * @param ownMinor whole minor units per customer
 * @param networkMinor what referrals and ties moved, net
 * @param potentialMinor null where no lifetime model has run
 */
export function valueMapOf(
  ownMinor: Float64Array,
  networkMinor: Float64Array,
  potentialMinor: Float64Array | null,
): ValueMap & ValueMapAhead {
  const bins = new Map<string, { own: number; network: number; sums: [number, number, number, number] }>();
  for (let i = 0; i < ownMinor.length; i++) {
    const [own, network] = [binOf(ownMinor[i]!), binOf(networkMinor[i]!)];
    const key = `${own} ${network}`;
    let bin = bins.get(key);
    if (bin === undefined) bins.set(key, (bin = { own, network, sums: [0, 0, 0, 0] }));
    bin.sums[0]++;
    bin.sums[1] += ownMinor[i]!;
    bin.sums[2] += networkMinor[i]!;
    bin.sums[3] += potentialMinor?.[i] ?? 0;
  }
  const sorted = [...bins.values()].sort((a, b) => a.own - b.own || a.network - b.network);
  const sum = (at: 0 | 1 | 2 | 3): number[] => sorted.map(({ sums }) => sums[at]);
  return {
    own: sorted.map(({ own }) => own),
    network: sorted.map(({ network }) => network),
    customers: sum(0),
    ownMinor: sum(1),
    networkMinor: sum(2),
    potentialMinor: potentialMinor === null ? null : sum(3),
  };
}

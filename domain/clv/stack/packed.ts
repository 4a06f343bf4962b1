import { DomainError } from '../../errors.ts';
import type { Learned } from './mix.ts';
import type { Trees } from './trees.ts';

/** Goes up when the same bytes would come to mean something else. */
const LAYOUT = 1;
const HEADS = ['counts', 'returns', 'margins'] as const;
type Model = Omit<Learned, 'windowDays' | 'meanMargin'>;

/**
 * What was learned as text: at most 14,000 letters, whatever the company. Little-endian: layout, depth, columns, trees of each head; centres, scales and coefficients
 * as f32; borders that some split uses; features, splits and leaves (whole parts of the largest, as i16). {@link unpackModel} gives what is forecast with: what rounding loses, it
 * loses before anything is weighed or judged.
 */
export const packModel = ({ borders, trees, centre, scale, linear }: Model): string => {
  const columns = borders.length;
  const used = borders.map((_, column) => usedSplits(trees, column));
  const bytes: number[] = [LAYOUT, trees.counts.depth, columns];
  const real = (value: number): void => {
    bytes.push(...new Uint8Array(Float32Array.of(value).buffer));
  };
  const inner = 2 ** trees.counts.depth - 1;
  for (const head of HEADS) bytes.push(trees[head].features.length / inner);
  for (const list of [centre, scale, linear.counts, linear.returns]) for (const value of list) real(value);
  used.forEach((bins, column) => {
    bytes.push(bins.length);
    for (const bin of bins) real(borders[column]![bin]!);
  });
  for (const head of HEADS) {
    const { features, splits, leaves } = trees[head];
    bytes.push(...features);
    splits.forEach((bin, at) => bytes.push(bin === 255 ? 255 : used[features[at]!]!.indexOf(bin)));
    const largest = Math.fround(leaves.reduce((most, leaf) => Math.max(most, Math.abs(leaf)), 0));
    real(largest);
    bytes.push(
      ...new Uint8Array(
        Int16Array.from(leaves, (leaf) => (largest > 0 ? Math.round((leaf / largest) * 32767) : 0)).buffer,
      ),
    );
  }
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''));
};

/** The reverse of {@link packModel}. @throws DomainError for another layout */
export const unpackModel = (text: string): Model => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const [layout = 0, depth = 0, columns = 0, ...heads] = bytes.subarray(0, 3 + HEADS.length);
  if (layout !== LAYOUT) throw new DomainError('trees of a layout that this release does not read', { layout });
  let at = 3 + HEADS.length;
  const reals = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => view.getFloat32((at += 4) - 4, true));
  const [centre, scale] = [reals(columns), reals(columns)];
  const linear = { counts: [...reals(columns + 1)], returns: [...reals(columns + 1)] };
  const borders = Array.from({ length: columns }, () => reals(bytes[at++]!));
  const inner = 2 ** depth - 1;
  const trees = HEADS.map((_, head): Trees => {
    const count = heads[head]!;
    const features = bytes.slice(at, (at += count * inner));
    const splits = bytes.slice(at, (at += count * inner));
    const [largest] = reals(1);
    const leaves = Float32Array.from(
      { length: count * (inner + 1) },
      () => (view.getInt16((at += 2) - 2, true) / 32767) * largest!,
    );
    return { depth: depth, features, splits, leaves };
  });
  return { borders, centre, scale, linear, trees: { counts: trees[0]!, returns: trees[1]!, margins: trees[2]! } };
};

/** Bins of a column after which some tree splits, ascending. */
const usedSplits = (trees: Model['trees'], column: number): number[] => {
  const used = new Set<number>();
  for (const { features, splits } of Object.values(trees))
    splits.forEach((bin, at) => {
      if (bin !== 255 && features[at] === column) used.add(bin);
    });
  return [...used].sort((a, b) => a - b);
};

import Table from 'cli-table3';
import type { NetworkValue } from '../../domain/network/solve.ts';
import { csvLine, csvLines } from '../../intake/csv/write.ts';
import type { NetworkAnalysis } from './analysis.ts';

export type OutputFormat = 'json' | 'csv' | 'table';

interface Report {
  readonly ids: readonly string[];
  readonly analysis: NetworkAnalysis;
  /** Wall time of building and solving, without reading files. */
  readonly seconds: number;
  /** Rows of the table. */
  readonly top: number;
}

/** The report as pieces of text, small enough to write one after another however large the graph is. */
export function* reportText(format: OutputFormat, report: Report): Generator<string> {
  if (format === 'json') yield* json(report);
  else if (format === 'csv') yield* csv(report);
  else yield table(report);
}

const NODES_PER_PIECE = 5_000;

function* json({ ids, analysis, seconds }: Report): Generator<string> {
  yield '{"nodes":[';
  for (let begin = 0; begin < ids.length; begin += NODES_PER_PIECE) {
    const piece = ids
      .slice(begin, begin + NODES_PER_PIECE)
      .map((id, k) => JSON.stringify({ id, ...figuresOf(analysis, begin + k) }));
    yield (begin > 0 ? ',\n' : '\n') + piece.join(',\n');
  }
  const { totals, network, seeding } = analysis;
  const named = seeding && { seeding: { ...seeding, seeds: Array.from(seeding.seeds, (node) => ids[node]) } };
  yield `\n],${JSON.stringify({ totals, sweeps: network.sweeps, seconds, ...named }).slice(1)}\n`;
}

function* csv({ ids, analysis }: Report): Generator<string> {
  const position = new Map(Array.from(analysis.seeding?.seeds ?? [], (node, k) => [node, k + 1]));
  const columns = ['id', ...Object.keys(figuresOf(analysis, 0)), ...(analysis.seeding ? ['seed'] : [])];
  yield csvLine(columns);
  for (let begin = 0; begin < ids.length; begin += NODES_PER_PIECE) {
    const lines = ids.slice(begin, begin + NODES_PER_PIECE).map((id, k) => {
      const figures = Object.values(figuresOf(analysis, begin + k));
      return [id, ...figures, ...(analysis.seeding ? [position.get(begin + k) ?? null] : [])];
    });
    yield csvLines(lines);
  }
}

function table({ ids, analysis, seconds, top }: Report): string {
  const { network, totals, seeding } = analysis;
  const order = ids
    .map((_, node) => node)
    .sort((a, b) => network.retained[b]! - network.retained[a]! || a - b)
    .slice(0, top);
  const columns = Object.keys(figuresOf(analysis, 0));
  const grid = new Table({
    head: ['id', ...columns],
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const node of order) grid.push([ids[node]!, ...Object.values(figuresOf(analysis, node)).map(short)]);
  const lines = [
    grid.toString(),
    `${order.length} of ${ids.length} people, by customer value e. Total value ${short(totals.value)}; after crediting ${short(totals.credited)}` +
      ` (relative difference ${totals.conservationError.toExponential(1)}). ${network.sweeps} sweeps, ${seconds.toFixed(3)} s.`,
  ];
  if (seeding) {
    lines.push(
      `Give a sample to: ${Array.from(seeding.seeds, (node) => ids[node]).join(', ')}.`,
      `Expected to move ${short(seeding.spread)} people (95 % interval ${seeding.interval.map(short).join('–')}), themselves included.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function figuresOf({ network, score, rank }: NetworkAnalysis, node: number): Record<string, number> {
  return {
    f: network.f[node]!,
    e: network.retained[node]!,
    gross: network.gross[node]!,
    net: netOf(network, node),
    score: score[node]!,
    ...(rank ? { pagerank: rank[node]! } : {}),
  };
}

/** Rounding of a double, relative: e and v of somebody who gives what they receive differ by this much. */
const ROUNDING = 1e-13;

/** e − v, and 0 where that is less than the solve can tell from nothing. */
function netOf({ net, retained, f, errorBound }: NetworkValue, node: number): number {
  const exact = net[node]!;
  return Math.abs(exact) <= errorBound + ROUNDING * (Math.abs(retained[node]!) + Math.abs(f[node]!)) ? 0 : exact;
}

const short = (figure: number): string =>
  Math.abs(figure) >= 1e-3 || figure === 0 ? figure.toFixed(Math.abs(figure) < 1 ? 5 : 2) : figure.toExponential(2);

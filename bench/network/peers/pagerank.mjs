/** PageRank by ngraph.pagerank or graphology-metrics: node pagerank.mjs ngraph|graphology FILE NODES RANKS */
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { cpuSeconds, peakMegabytes, readPairs } from '../graph-file.ts';

const require = createRequire(import.meta.url);
const [library, file, nodes, ranks] = process.argv.slice(2);
const nodeCount = Number(nodes);
const { from, to } = readPairs(file);
const rank = new Float64Array(nodeCount);
let built = 0;
const start = cpuSeconds();
if (library === 'ngraph') {
  const createGraph = require('ngraph.graph');
  const pageRank = require('ngraph.pagerank');
  const graph = createGraph({ multigraph: false });
  for (let i = 0; i < nodeCount; i++) graph.addNode(i);
  for (let a = 0; a < from.length; a++) graph.addLink(from[a], to[a]);
  built = cpuSeconds();
  // Its epsilon bounds the L1 change of an iteration too.
  const found = pageRank(graph, 0.85, 1e-8);
  for (let i = 0; i < nodeCount; i++) rank[i] = found[i];
} else {
  const { DirectedGraph } = require('graphology');
  const pageRank = require('graphology-metrics/centrality/pagerank');
  const graph = new DirectedGraph();
  for (let i = 0; i < nodeCount; i++) graph.addNode(i);
  for (let a = 0; a < from.length; a++) graph.addEdge(from[a], to[a]);
  built = cpuSeconds();
  // It stops when the L1 change is at most nodes × tolerance.
  const found = pageRank(graph, { alpha: 0.85, tolerance: 1e-8 / nodeCount, maxIterations: 1000, getEdgeWeight: null });
  for (let i = 0; i < nodeCount; i++) rank[i] = found[i];
}
const solveSeconds = cpuSeconds() - built;
writeFileSync(ranks, new Uint8Array(rank.buffer));
console.log(
  JSON.stringify({ buildSeconds: built - start, solveSeconds, sweeps: null, peakMegabytes: peakMegabytes() }),
);

/** What an action of 100,000 members costs to draw and to read, in CPU seconds. Usage: node bench/experiments/run.ts [MEMBERS] */
import { assignUnits, unitDraw } from '../../domain/experiments/assignment.ts';
import { communityUnits, drawDesign, type Audience } from '../../domain/experiments/designs.ts';
import { spread, type ExposureGraph } from '../../domain/experiments/exposure.ts';
import { hybridRule } from '../../domain/experiments/intervals.ts';
import { networkEffect } from '../../domain/experiments/network-effect.ts';
import { experimentReport } from '../../domain/experiments/report.ts';
import { simulateDesigns } from '../../domain/experiments/simulate.ts';
import { attentionOf } from '../../domain/network/ties.ts';
import { seededUniform } from '../../domain/numerics/random.ts';

const members = Number(process.argv[2] ?? 100_000);
const TIES_EACH = 10;
const COMMUNITY = 50;
const uniform = seededUniform(1);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

function timed<T>(what: string, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${what.padEnd(58)} ${((user + system) / 1e6).toFixed(2)} CPU s`);
  return result;
}

const ties = members * TIES_EACH;
const from = Int32Array.from({ length: ties }, (_, t) => Math.floor(t / TIES_EACH));
const to = from.map((j) =>
  uniform() < 0.8
    ? Math.min(members - 1, Math.floor(j / COMMUNITY) * COMMUNITY + Math.floor(COMMUNITY * uniform()))
    : Math.floor(members * uniform() ** 2),
);
const attention = attentionOf(
  {
    nodeCount: members,
    from,
    to,
    kind: new Uint8Array(ties),
    weight: new Float64Array(ties).fill(1),
    atMs: new Float64Array(ties),
  },
  0,
);
const graph: ExposureGraph = {
  attention,
  followedShare: Float64Array.from({ length: members }, () => 0.3 + 0.3 * uniform()),
};
const forecast = Float64Array.from({ length: members }, () => Math.round(10_000 * Math.exp(normal())));
const member = new Uint8Array(members).fill(1);
const arms = [
  { key: 'mail', share: 0.5 },
  { key: 'holdout', share: 0.5 },
];
const ids = Array.from({ length: members }, (_, i) => `C-${String(i).padStart(7, '0')}`);
console.log(`${members} members, ${ties} ties, ${process.version}`);

timed('draw by customers', () => assignUnits('bench', '1', arms, { ids, forecast }));
const community = timed('communities as units', () => communityUnits(attention.arcs, member));
const audience: Audience = { member, forecast, community, arcs: attention.arcs };
const drawn = timed('draw by communities', () =>
  drawDesign('COMMUNITY', arms, 1, audience, (unit) =>
    unitDraw('bench', '1', 'customer' in unit ? ids[unit.customer]! : `community/${unit.community}`),
  ),
);
const residual = forecast.map(() => 5000 * normal());
timed('four designs simulated', () =>
  simulateDesigns({ ...graph, audience, arms, control: 1, h: 0.2, residual, target: 'TOTAL' }),
);

const z = Float64Array.from(drawn.arm, (a) => (a === 0 ? 1 : 0));
const e = spread(graph, 0.3, z);
const y = forecast.map((x, i) => Math.round(0.8 * x + residual[i]! + 1000 * e[i]!));
timed('report: lifts, checks, forecast beside the holdout', () =>
  experimentReport(
    { arms, control: 1, arm: drawn.arm, y, covariate: forecast },
    hybridRule(true, 'COHORT', null),
    forecast,
  ),
);
const { h, total } = timed('report: through the network, with the interval of h', () =>
  networkEffect({
    ...graph,
    z,
    treatable: member,
    counted: member,
    y,
    covariate: forecast,
    shape: 'ADDITIVE',
    cluster: drawn.cluster,
  }),
);
console.log(
  `h ${h.value?.toFixed(3)} [${h.low?.toFixed(3)}, ${h.high?.toFixed(3)}] (true .3); total ${total.value.toFixed(0)} ± ${total.standardError?.toFixed(0)}`,
);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);

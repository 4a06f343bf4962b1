/**
 * What a night of companies larger than were measured would cost: arithmetic on measured figures, nothing else. Say what was measured, or take what is
 * in bench/results/scale.md.
 *
 *   node bench/scale/paper.ts
 *   node bench/scale/paper.ts --cpu 0.00025 --quiet 0.115 --natural 0.348
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    /** CPU seconds a customer, a whole run. */
    cpu: { type: 'string', default: '0.000342' },
    /** Write units a customer: the first run, a night without an event, one in which 1 % order. */
    first: { type: 'string', default: '0.69' },
    quiet: { type: 'string', default: '0.115' },
    natural: { type: 'string', default: '0.348' },
    /** Read units a customer. */
    reads: { type: 'string', default: '0.145' },
  },
});
const measured = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)])) as Record<
  keyof typeof values,
  number
>;

/** Ties a customer. */
const TIES = 5;
/** Bytes a shard of a run keeps a customer at its peak: 2.6 GB for a million. */
const SHARD_BYTES = 2600;
/** What the solve holds: a source and a weight a tie, and of each customer offsets, two shares, value, answer and the last one. */
const SOLVE_BYTES = TIES * (4 + 8) + 6 * 8;
/** Orders and ties of a million customers fit a function of 3,008 MB. */
const SHARD_CUSTOMERS = 1_000_000;

/** Prices of AWS in us-east-1, on demand, in dollars. */
const A_MILLION_WRITE_UNITS = 0.625;
const A_MILLION_READ_UNITS = 0.125;
const A_GB_SECOND = 0.0000166667;
/** A function of 3,008 MB has so many processors. */
const PROCESSORS = 1.7;
const FUNCTION_GB = 3;
/** What a table takes by default, write units a second; and what a new one takes at first. */
const TABLE_WRITES = 40_000;
const NEW_TABLE_WRITES = 4000;
/** Functions at once in an account by default. */
const AT_ONCE = 1000;
/** Sweeps of the solve, and ties a second a core passes: the kernel's 10M ties to 1e-13 take 1.3 CPU s (bench/results/network.md). */
const SOLVE_SECONDS_A_TIE = 1.3e-7;

const dollars = (amount: number): string => (amount < 10 ? amount.toFixed(2) : amount.toFixed(0));
const span = (seconds: number): string => (seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`);

console.log(
  '| customers | night | shards | write units | $ writes | $ reads | $ CPU | $ a night | writing, at 40,000 units a second | computing, all shards at once | solve: memory, one core |',
);
console.log('|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const customers of [1e6, 10e6, 100e6])
  for (const night of ['first', 'quiet', 'natural'] as const) {
    const shards = Math.ceil(customers / SHARD_CUSTOMERS);
    const writes = measured[night] * customers;
    const cost = {
      writes: (writes / 1e6) * A_MILLION_WRITE_UNITS,
      reads: ((measured.reads * customers) / 1e6) * A_MILLION_READ_UNITS,
      cpu: ((measured.cpu * customers) / PROCESSORS) * FUNCTION_GB * A_GB_SECOND,
    };
    const computing = (measured.cpu * Math.min(customers, SHARD_CUSTOMERS) * Math.ceil(shards / AT_ONCE)) / PROCESSORS;
    // The potential moves as the current value does, and influence is a third.
    const solving = 3 * customers * TIES * SOLVE_SECONDS_A_TIE;
    console.log(
      `| ${customers / 1e6}M | ${night} | ${shards} | ${(writes / 1e6).toFixed(1)}M | ${dollars(cost.writes)} | ${dollars(cost.reads)} | ${dollars(cost.cpu)} | ` +
        `${dollars(cost.writes + cost.reads + cost.cpu)} | ${span(writes / TABLE_WRITES)} | ${span(computing)} | ` +
        `${((customers * SOLVE_BYTES) / 1e9).toFixed(1)} GB, ${span(solving)} |`,
    );
  }
console.log(
  `\nA first run on a new table, which takes ${NEW_TABLE_WRITES.toLocaleString('en')} units a second and doubles from its peak: ${span((measured.first * 100e6) / NEW_TABLE_WRITES)} for 100M if it never doubled. ` +
    `A shard holds ${((SHARD_BYTES * SHARD_CUSTOMERS) / 1e9).toFixed(1)} GB at its peak.`,
);

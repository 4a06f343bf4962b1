/**
 * Writes docs/costs.md from what was measured (bench/results/scale.md, bench/results/import.md) and the prices of scripts/costs/prices.json; with --check it
 * only says whether the page is what it would write. A figure that is not found is a fault, so a page that is measured anew changes this one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../', import.meta.url);
const PAGE = new URL('docs/costs.md', ROOT);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

interface Prices {
  readonly date: string;
  readonly region: string;
  readonly source: string;
  readonly usd: Readonly<Record<PriceName, number>>;
}
type PriceName =
  | 'readUnitsPerMillion'
  | 'writeUnitsPerMillion'
  | 'tableGbMonth'
  | 'recoveryGbMonth'
  | 'functionGbSecond'
  | 'functionCallsPerMillion'
  | 'durableOperationsPerMillion'
  | 'logsGb'
  | 'alarmMonth'
  | 'keyMonth';
const { date, region, source, usd } = JSON.parse(read('scripts/costs/prices.json')) as Prices;

/** What a run of a company took. */
interface Run {
  readonly customers: number;
  readonly cpuSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

const FIRST = 'first run';
const SAME_DAY = 'nothing new, the same day';
const QUIET = 'a day later, nothing new';
const USUAL = 'a day later, 1 % ordering';
const LARGER = [300_000, 1_000_000];

/** The runs of the last section that measured a first run and usual nights: sections before it were of older layouts. */
function measured(): { readonly section: string; readonly runs: ReadonlyMap<string, readonly Run[]> } {
  for (const section of read('bench/results/scale.md').split(/^## /mu).toReversed()) {
    const runs = new Map<string, Run[]>();
    for (const line of section.split('\n')) {
      const cells = line.split('|').map((cell) => cell.trim());
      const [, customers, what, , cpu, reads, writes] = cells;
      if (!/^\d+$/u.test(customers ?? '') || !/^\d+\.\d+$/u.test(cpu ?? '')) continue;
      const run = {
        customers: Number(customers),
        cpuSeconds: Number(cpu),
        readUnits: Number(reads),
        writeUnits: Number(writes),
      };
      runs.set(what!, [...(runs.get(what!) ?? []), run]);
    }
    if ([FIRST, SAME_DAY, QUIET, USUAL].every((what) => runs.has(what)))
      return { section: section.slice(0, section.indexOf('\n')), runs };
  }
  throw new Error('bench/results/scale.md has no section with first runs and nights');
}

/** Units an order takes as it is imported. */
function perOrder(): { readonly writeUnits: number; readonly readUnits: number } {
  const found = /Per order of Online Retail II: ([\d.]+) write units, ([\d.]+) read units/u.exec(
    read('bench/results/import.md'),
  );
  if (found === null) throw new Error('bench/results/import.md does not say what an order takes');
  return { writeUnits: Number(found[1]), readUnits: Number(found[2]) };
}

const { section, runs } = measured();
const of = (what: string, customers: number): { readonly run: Run; readonly isMeasured: boolean } => {
  const all = runs.get(what)!;
  const exact = all.findLast((run) => run.customers === customers);
  if (exact !== undefined) return { run: exact, isMeasured: true };
  const nearest = all.toSorted((a, b) => a.customers - b.customers).at(-1)!;
  // Fixed costs of a run in which nothing is new do not grow; everything else does with the customers.
  const times = what === SAME_DAY ? 1 : customers / nearest.customers;
  return {
    isMeasured: false,
    run: {
      customers,
      cpuSeconds: nearest.cpuSeconds * (customers / nearest.customers),
      readUnits: nearest.readUnits * (customers / nearest.customers),
      writeUnits: nearest.writeUnits * times,
    },
  };
};

const FUNCTION_GB = 3008 / 1024;
const DAYS = 30;
/** Runs a day in which nothing is new: of the 24 of every hour the one that finds a new day is a night. */
const IDLE_A_DAY = 23;
/** What the workflow of a run that is left alone keeps: its start, five steps (functions/enrich-workflow.ts). */
const OPERATIONS = 6;

const unitsUsd = ({ readUnits, writeUnits }: Pick<Run, 'readUnits' | 'writeUnits'>): number =>
  (readUnits * usd.readUnitsPerMillion + writeUnits * usd.writeUnitsPerMillion) / 1e6;
const functionUsd = ({ cpuSeconds }: Run): number => cpuSeconds * FUNCTION_GB * usd.functionGbSecond;
const runUsd = (run: Run): number => unitsUsd(run) + functionUsd(run);

/** Two figures that count; more would say more than is known. */
const money = (amount: number): string => {
  if (amount < 0.005) return `$${amount.toPrecision(1)}`;
  return `$${amount < 10 ? amount.toFixed(2) : Math.round(Number(amount.toPrecision(2))).toLocaleString('en')}`;
};
const count = (units: number): string => Math.round(Number(units.toPrecision(3))).toLocaleString('en');

const sizes = [...new Set([...runs.get(USUAL)!.map(({ customers }) => customers), ...LARGER])].toSorted(
  (a, b) => a - b,
);
const rows = sizes.map((customers) => {
  const [first, quiet, usual, idle] = [FIRST, QUIET, USUAL, SAME_DAY].map((what) => of(what, customers));
  const monthly = DAYS * (runUsd(usual!.run) + IDLE_A_DAY * runUsd(idle!.run));
  const daily = DAYS * runUsd(usual!.run);
  const isMeasured = usual!.isMeasured && first!.isMeasured;
  return (
    `| ${customers.toLocaleString('en')}${isMeasured ? '' : ', calculated'} | ${count(first!.run.writeUnits)}; ${money(runUsd(first!.run))} | ${count(quiet!.run.writeUnits)}; ${money(runUsd(quiet!.run))} | ` +
    `${count(usual!.run.writeUnits)}; ${money(runUsd(usual!.run))} | ${money(daily)} | ${money(monthly)} |`
  );
});
const order = perOrder();
const CUSTOMER_READ_UNITS = 3;

const page = `# What it costs

Written by \`scripts/costs.ts\` from what was measured ([scale](../bench/results/scale.md): "${section}"; [importing](../bench/results/import.md)) and prices of
${region} of ${date}: ${source}. Change \`scripts/costs/prices.json\` to those of your region and write the page again. Not deployed from here, so no bill has been seen.

## Runs, by size of the company

Write units and what they, the read units and the function cost together. A function of 3,008 MB is counted for as long as the CPU seconds that were measured, on a machine that was shared: an upper bound.

| customers | first run | a night without an event | a night in which 1 % ordered | a month of such nights, one run a day | the same, a run every hour |
|---|---|---|---|---|---|
${rows.join('\n')}

A run an hour that finds nothing new writes next to nothing but reads everybody, and computes for seconds: where a night is enough, \`runEveryHours: 24\` in stages.ts saves it. "Calculated" is the
largest size that was measured, times the customers; so is a run that finds nothing new where it was not measured.

## Everything else

| | | |
|---|---|---|
| a million orders imported, once | ${count(order.writeUnits * 1e6)} write and ${count(order.readUnits * 1e6)} read units, the index not counted | ${money(unitsUsd({ writeUnits: order.writeUnits * 1e6, readUnits: order.readUnits * 1e6 }))} |
| a million times one customer with everything | ${count(CUSTOMER_READ_UNITS * 1e6)} read units | ${money(unitsUsd({ readUnits: CUSTOMER_READ_UNITS * 1e6, writeUnits: 0 }))} |
| a million calls of the API, 100 ms of 1 GB each | | ${money(usd.functionCallsPerMillion + 1e6 * 0.1 * usd.functionGbSecond)} |
| a GB in the table, with recovery, a month | | ${money(usd.tableGbMonth + usd.recoveryGbMonth)} |
| a GB of logs | | ${money(usd.logsGb)} |
| an alarm, a month | some thirty in a stage | ${money(usd.alarmMonth)} |
| \`ownEncryptionKey\`, a month | beside its calls | ${money(usd.keyMonth)} |
| \`runs: 'WORKFLOW'\`, a run an hour, a month | ${count(OPERATIONS * 24 * DAYS)} durable operations | ${money((OPERATIONS * 24 * DAYS * usd.durableOperationsPerMillion) / 1e6)} |

Not counted: traffic out, calls of the buckets, what AWS gives away every month. Every answer of the API says in \`extensions.cost\` what it used, every run in \`cost\`.
`;

if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/costs.md is not what scripts/costs.ts writes: run node scripts/costs.ts');
  process.exitCode = 1;
}

/**
 * The files a reader opens to follow one value through the house: from the entry to the result, the files in which the value is read, changed,
 * kept or passed on; not those with types only, errors, retries, batching or what else runs on the way. A path is told here by hand and checked
 * by machine: each file must be imported from, by name and not as a type, by one told before it. `node scripts/call-paths.ts` counts; the
 * figures stand in docs/architecture.md.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/** From the record in the table to the profile readers see: what every run does with one customer's numbers. */
const RUN = [
  'enrichment/run.ts',
  'enrichment/parts.ts',
  'enrichment/steps.ts',
  'enrichment/checkpoint.ts',
  'enrichment/snapshot/take.ts',
  'store/work/inputs.ts',
  'enrichment/snapshot/columns.ts',
  'enrichment/compute/compute.ts',
  'enrichment/compute/flow.ts',
];
const SHOWN = [
  'enrichment/publish/publish.ts',
  'enrichment/publish/customers.ts',
  'store/published/profile-codec.ts',
  'store/published/planes.ts',
  'store/published/profiles.ts',
];

const ASKED = [
  'resolvers/server.ts',
  'resolvers/resolvers.ts',
  'resolvers/customers/customers.ts',
  'resolvers/wire/identifiers.ts',
  'store/customers/identity.ts',
  'store/client/keyed-hash.ts',
  'resolvers/serve/context.ts',
  'resolvers/serve/loaders.ts',
  'store/published/customers.ts',
  'store/client/keys.ts',
  'store/client/batch.ts',
  'store/customers/records.ts',
  'store/published/generations.ts',
  'store/published/profiles.ts',
  'store/published/profile-codec.ts',
  'store/published/planes.ts',
  'resolvers/value/provenance.ts',
  'resolvers/value/value.ts',
  'domain/profile/profile.ts',
  'resolvers/wire/money.ts',
  'domain/money/money.ts',
];

const PATHS: Readonly<Record<string, readonly string[]>> = {
  'an order row of a file → import, run, JSON': [
    'cli/commands/import.ts',
    'intake/job.ts',
    'intake/prepare.ts',
    'intake/orders.ts',
    'intake/context.ts',
    'intake/order-file.ts',
    'intake/rows.ts',
    'intake/csv/read.ts',
    'intake/csv/bytes.ts',
    'intake/csv/records.ts',
    'intake/csv/columns.ts',
    'intake/columns.ts',
    'intake/order-rows.ts',
    'intake/cells.ts',
    'intake/decimal.ts',
    'domain/money/money.ts',
    'intake/order-lines.ts',
    'intake/order-settlement.ts',
    'store/events/events.ts',
    'store/customers/resolve.ts',
    'store/events/receipts.ts',
    'store/events/content-codec.ts',
    'store/events/history.ts',
    'store/events/fold.ts',
    'domain/history/fold.ts',
    'store/customers/records.ts',
    'store/customers/summary-codec.ts',
    '+ enrichment/run.ts',
    ...RUN.slice(1),
    'enrichment/snapshot/customer-columns.ts',
    'domain/summary/columns.ts',
    'domain/referral/shapley.ts',
    'domain/network/solve.ts',
    'domain/network/cents.ts',
    ...SHOWN,
    '+ resolvers/server.ts',
    ...ASKED.slice(1),
  ],
  '`customer(by:)` with its value': ASKED,
  'a tie → ingest, run, value': [
    'resolvers/relations/mutations.ts',
    'store/relations/ties.ts',
    'store/customers/resolve.ts',
    'store/customers/identity.ts',
    'store/relations/tie-items.ts',
    'store/relations/tie-put.ts',
    '+ enrichment/run.ts',
    ...RUN.slice(1),
    'enrichment/snapshot/tie-columns.ts',
    'enrichment/compute/relations.ts',
    'domain/network/ties.ts',
    'domain/graph/kernel/csr.ts',
    'domain/network/direct-credit.ts',
    'domain/network/solve.ts',
    'domain/network/cents.ts',
    ...SHOWN,
    '+ resolvers/value/value.ts',
  ],
  'a segment rule, from the mutation to its members': [
    'resolvers/segments/mutations.ts',
    'domain/segments/rules.ts',
    'domain/segments/fields.ts',
    'domain/profile/fields.ts',
    'store/definitions/segments.ts',
    '+ enrichment/steps.ts',
    'enrichment/compute/compute.ts',
    'enrichment/compute/segments.ts',
    'domain/segments/evaluate.ts',
    'domain/segments/percentiles.ts',
    'domain/segments/measure.ts',
    'enrichment/publish/publish.ts',
    'enrichment/publish/lists.ts',
    'store/published/lists.ts',
  ],
};

/** The files a file imports or passes on values from, types aside. */
function usedBy(file: string): Set<string> {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = text.matchAll(/(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gu);
  return new Set(Array.from(imports, ([, from, late]) => relative(root, join(root, dirname(file), (from ?? late)!))));
}

let broken = 0;
for (const [name, path] of Object.entries(PATHS)) {
  const reachable = new Set<string>();
  const files = new Set<string>();
  for (const [at, told] of path.entries()) {
    // What begins anew with what the table holds: a run after an ingest, a query after a run.
    const file = told.replace(/^\+ /u, '');
    if (at > 0 && file === told && !reachable.has(file)) {
      broken += 1;
      console.error(`${name}: nothing told before uses ${file}`);
    }
    files.add(file);
    for (const next of usedBy(file)) reachable.add(next);
  }
  console.log(`| ${name} | ${files.size} |`);
}
if (broken > 0) process.exitCode = 1;

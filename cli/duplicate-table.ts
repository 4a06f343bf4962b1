import Table from 'cli-table3';
import { REPORTS } from '../published/blocks.ts';
import { decodeReports } from '../published/reports.ts';
import { statisticsOf } from '../published/statistics.ts';
import type { Db } from '../store/client/db.ts';
import { readShownBlock } from '../store/published/blocks.ts';
import { loadViews, survivingViews } from '../store/published/customers.ts';
import { visibleGeneration } from '../store/published/generations.ts';
import { dismissedDuplicates } from '../store/merges/dismissals.ts';
import { nameOf } from './value-table.ts';

/** Customers who may be one person, as a table; those who were merged since are left out. */
export async function duplicateTable(db: Db, most: number): Promise<string> {
  const generation = await visibleGeneration(db);
  if (generation === null) return 'No run yet. Start one with: npm run -s kring -- enrich';
  // What another release published is not misread.
  statisticsOf(generation);
  const bytes = await readShownBlock(db, generation, REPORTS, 0);
  const { count, listed } = (bytes && decodeReports(new TextDecoder().decode(bytes)).duplicates) ?? {
    count: 0,
    listed: [],
  };
  const isDismissed = await dismissedDuplicates(db);
  const open = listed.filter(({ reason, customers }) => !isDismissed(reason, customers));
  const left = count - (listed.length - open.length);
  const table = new Table({ head: ['share', 'customers', 'ids'], style: { head: [], border: [], compact: true } });
  const shown = open.slice(0, most);
  for (const { reason, customers } of shown) {
    const views = await survivingViews(db, await loadViews(db, customers, generation), generation);
    const found = [
      ...new Map(views.flatMap((view) => (view === null ? [] : [[view.record.id, view.record]]))).values(),
    ];
    if (found.length > 1) table.push([reason, found.map(nameOf).join(', '), found.map(({ id }) => id).join(' ')]);
  }
  if (left === 0) return 'No two customers share an e-mail address, a phone number or a means of payment.';
  return [
    table.toString(),
    `${left} in all${left > shown.length ? `, shown are the ${shown.length} with most value` : ''}. To make two one: npm run -s kring -- merge SURVIVOR MERGED --preview; to say that they are different people: npm run -s kring -- different SHARED CUSTOMER CUSTOMER`,
  ].join('\n');
}

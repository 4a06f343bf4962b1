import Table from 'cli-table3';
import { SUSPICIONS } from '../domain/referral/suspicion.ts';
import type { RunReports } from '../published/reports.ts';
import { loadViews } from '../store/published/customers.ts';
import type { Db } from '../store/client/db.ts';
import type { VisibleGeneration } from '../store/published/generations.ts';
import { formatMinor } from './money.ts';
import { nameOf } from './value-table.ts';

const SHOWN = 10;
const NAMED = 5;

/** Claims that look like people referring themselves, the most at stake first; empty where there are none. */
export async function suspicionTable(
  db: Db,
  generation: VisibleGeneration,
  { count, listed }: RunReports['suspicions'],
): Promise<string> {
  if (count === 0) return '';
  const shown = listed.slice(0, SHOWN);
  const ids = [...new Set(shown.flatMap(({ customers }) => customers.slice(0, NAMED)))];
  const views = await loadViews(db, ids, generation);
  const names = new Map(ids.map((id, index) => [id, views[index] ? nameOf(views[index].record) : id]));
  const money = (minor: number): string => formatMinor(minor, generation.currencyCode);
  const head = ['suspicion', 'customers', 'claims', 'credited', 'rewards', 'at stake'];
  const table = new Table({
    head,
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { reason, customers, claims, creditMinor, rewardMinor } of shown) {
    const named = customers
      .slice(0, NAMED)
      .map((id) => names.get(id)!)
      .join(', ');
    table.push([
      reason,
      customers.length > NAMED ? `${named} …` : named,
      String(claims.length),
      money(creditMinor),
      money(rewardMinor),
      money(creditMinor + rewardMinor),
    ]);
  }
  return [
    '',
    `Worth a look (nothing is refused for it): ${count}${count > shown.length ? `, of which the ${shown.length} with most at stake` : ''}.`,
    table.toString(),
    ...[...new Set(shown.map(({ reason }) => reason))].map((reason) => `${reason}: ${SUSPICIONS[reason]}.`),
  ].join('\n');
}

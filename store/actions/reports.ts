import { S, str, type Item } from '../client/attributes.ts';
import { putItem, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { actionPk, actionReportKey, REPORT_SK } from '../client/keys.ts';

/** A report as it lies in the table; published/actions.ts knows what is in it. */
export interface StoredReport {
  readonly runId: string;
  readonly asOf: number;
  readonly report: unknown;
}

/** With its place in the list of an action's reports. */
export interface ListedReport extends StoredReport {
  readonly place: string;
}

/** Keeps what a run reports of an action. Repeatable: the same run writes the same. */
export async function putReport(db: Db, action: string, { runId, asOf, report }: StoredReport): Promise<void> {
  const key = actionReportKey(action, asOf, runId);
  await putItem(db, { pk: S(key.pk), sk: S(key.sk), json: packText(JSON.stringify(report)) });
}

const TIME_DIGITS = 14;
const placeOf = (item: Item): string => str(item, 'sk').slice(REPORT_SK.length);

const decode = (item: Item): ListedReport => ({
  runId: placeOf(item).slice(TIME_DIGITS + 1),
  asOf: Number(placeOf(item).slice(0, TIME_DIGITS)),
  place: placeOf(item),
  report: JSON.parse(unpackText(item['json']) ?? 'null'),
});

/** Reports of an action, the newest first: a page. */
export async function listReports(
  db: Db,
  action: string,
  page: { readonly first: number; readonly after?: string },
): Promise<{ readonly items: ListedReport[]; readonly next: string | null }> {
  const pk = actionPk(action);
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :reports)',
    ExpressionAttributeValues: { ':pk': S(pk), ':reports': S(REPORT_SK) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(pk), sk: S(`${REPORT_SK}${page.after}`) } }),
  });
  return {
    items: items.map(decode),
    next: lastKey === undefined ? null : str(lastKey, 'sk').slice(REPORT_SK.length),
  };
}

/** The newest report of an action; null before the first. */
export const latestReport = async (db: Db, action: string): Promise<StoredReport | null> =>
  (await listReports(db, action, { first: 1 })).items[0] ?? null;

/** What all actions of a year brought lies like the reports of an action of this name; no action has it: a slash is in no key. */
const yearName = (year: number): string => `year/${year}`;

/** Keeps what a run reports of a year. Repeatable. */
export const putYear = (db: Db, year: number, report: StoredReport): Promise<void> =>
  putReport(db, yearName(year), report);

/** The newest report of a year; null before the first. */
export const latestYear = (db: Db, year: number): Promise<StoredReport | null> => latestReport(db, yearName(year));

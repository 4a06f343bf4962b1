import { defaultRuleSet, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { VisibleError } from '../../domain/errors.ts';
import { S } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { getItem, isConditionFailed, putItem, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import type { Client } from '../client/sdk.ts';
import type { CustomerEvent } from '../../domain/events.ts';
import { uncostedProducts } from '../../domain/history/product-costs.ts';
import { costsChanged, costsIn, withCosts } from './costs.ts';
import { RULE_SETS_PK, ruleSetKey } from '../client/keys.ts';

/** For how long an ingest may go on folding with the rule set it knows. A run folds again whatever was counted with an older one. */
const CACHE_MS = 30_000;
const cached = new WeakMap<Client, Map<string, { readonly ruleSet: EngagementRuleSet; readonly until: number }>>();

function remember(db: Db, ruleSet: EngagementRuleSet): void {
  const tables = cached.get(db.client) ?? new Map<string, { ruleSet: EngagementRuleSet; until: number }>();
  tables.set(db.table, { ruleSet, until: db.clock() + CACHE_MS });
  cached.set(db.client, tables);
}

/** The engagement rule set with the highest version; the built-in one while none was published. */
export const currentRuleSet = async (db: Db): Promise<EngagementRuleSet> => (await readRules(db)).ruleSet;

async function readRules(
  db: Db,
): Promise<{ readonly ruleSet: EngagementRuleSet; readonly pending: readonly string[] }> {
  const { items } = await queryPage(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(RULE_SETS_PK) },
    ScanIndexForward: false,
    // The newest, and before it what is known of costs.
    Limit: 2,
  });
  const text = unpackText(items.find((item) => item['json'] !== undefined)?.['json']);
  const { version, pending } = costsIn(items);
  const rules = text === undefined ? defaultRuleSet : (JSON.parse(text) as EngagementRuleSet);
  const ruleSet = version === undefined ? rules : { ...rules, costsVersion: version };
  remember(db, ruleSet);
  return { ruleSet, pending };
}

/** {@link currentRuleSet} for a run: a change of costs whose writer died is counted as made. */
export async function settledRuleSet(db: Db): Promise<EngagementRuleSet> {
  const { ruleSet, pending } = await readRules(db);
  if (pending.length === 0) return ruleSet;
  await costsChanged(db, pending);
  return currentRuleSet(db);
}

/** {@link currentRuleSet} from memory when it was read within the last half minute. */
export async function recentRuleSet(db: Db): Promise<EngagementRuleSet> {
  const known = cached.get(db.client)?.get(db.table);
  return known !== undefined && known.until > db.clock() ? known.ruleSet : currentRuleSet(db);
}

/** One version, or null; version 1 is built in. */
export async function getRuleSet(db: Db, version: number): Promise<EngagementRuleSet | null> {
  const text = unpackText((await getItem(db, ruleSetKey(version)))?.['json']);
  if (text !== undefined) return JSON.parse(text) as EngagementRuleSet;
  return version === defaultRuleSet.version ? defaultRuleSet : null;
}

/**
 * Publishes a rule set as the next version; published versions never change. The next run counts everybody's points
 * again. Throws VisibleError RULE_SET_EXISTS when that version is taken by other rules or is not the newest.
 */
export async function publishRuleSet(db: Db, ruleSet: EngagementRuleSet): Promise<void> {
  const key = ruleSetKey(ruleSet.version);
  const { costsVersion, ...current } = await currentRuleSet(db);
  const json = JSON.stringify(ruleSet);
  if (current.version === ruleSet.version && JSON.stringify(current) === json) return;
  const taken = new VisibleError(
    'RULE_SET_EXISTS',
    `Version ${ruleSet.version} is not new: the current version is ${current.version}. Publish version ${current.version + 1}.`,
    { details: { currentVersion: current.version } },
  );
  if (ruleSet.version <= current.version) throw taken;
  try {
    await putItem(
      db,
      { pk: S(key.pk), sk: S(key.sk), json: packText(json) },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    if (JSON.stringify(await getRuleSet(db, ruleSet.version)) !== json) throw taken;
  }
  remember(db, costsVersion === undefined ? ruleSet : { ...ruleSet, costsVersion });
}

/** Orders as readers see them: with the cost of their products where they state none. Nothing is read where all of them state theirs. */
export const costedAsShown = async <E extends CustomerEvent>(db: Db, events: readonly E[]): Promise<readonly E[]> =>
  uncostedProducts(events).length === 0 ? events : withCosts(db, events, (await recentRuleSet(db)).costsVersion);

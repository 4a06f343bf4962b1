/** What a webhook is told: whom a change is about and what changed, by name; no amount, no name or address of anybody. Scores are read with `partnerScores`. */
import type { Scope } from '../../domain/access/scopes.ts';
import { currentOfRow, totalOfRow, type ScoreRow } from '../../domain/profile/score-row.ts';
import type { WatchedScore } from '../../schema/generated.ts';
import type { FeedEntry, FeedPage, ScoresCompared } from '../../store/changes/feed.ts';
import type { Webhook } from '../../store/changes/webhooks.ts';
import { OPENED_BY, type ScoreField } from '../partners/rows.ts';
import { toGlobalId } from '../wire/ids.ts';

const WATCHED: Readonly<Record<WatchedScore, readonly [ScoreField, (row: ScoreRow) => unknown]>> = {
  TOTAL: ['total', totalOfRow],
  CURRENT: ['current', currentOfRow],
  DIRECT: ['direct', (row) => row.directMinor],
  REFERRAL: ['referral', (row) => row.referralMinor],
  NETWORK: ['network', (row) => row.networkMinor],
  POTENTIAL: ['potential', (row) => row.potentialMinor],
  AT_RISK: ['atRisk', (row) => row.valueAtRiskMinor],
  RETURN_PROBABILITY: ['returnProbability', (row) => row.returnProbability],
  EXPECTED_ORDERS: ['expectedOrders', (row) => row.expectedOrders],
  INFLUENCE: ['influence', (row) => row.influence],
  ENGAGEMENT_POINTS: ['engagementPoints', (row) => row.engagementPoints],
  RFM_GROUP: ['rfmGroup', (row) => row.rfmGroup],
  QUARTER: ['quarter', (row) => row.quarter],
  STAGE: ['stage', (row) => row.stage],
  LAPSED: ['lapsed', (row) => row.lapsed],
};

/** The scope that opens a score. */
export const scopeOfScore = (score: WatchedScore): Scope => OPENED_BY[WATCHED[score][0]];

/** The names a webhook keeps, as the schema has them; one of a release that is gone is left out. */
export const watchedScores = ({ scores }: Pick<Webhook, 'scores'>): WatchedScore[] =>
  (Object.keys(WATCHED) as WatchedScore[]).filter((score) => scores.includes(score));

type Watched = Pick<Webhook, 'segments' | 'scores'>;

/** What of a difference a webhook asked for. */
function differencesOf(watched: Watched, { before, now }: ScoresCompared) {
  const isIn = (row: ScoreRow | null, segment: string): boolean => row?.segments.includes(segment) ?? false;
  return {
    scores: watchedScores(watched).filter((score) => {
      const [, of] = WATCHED[score];
      return (before === null ? null : of(before)) !== (now === null ? null : of(now));
    }),
    entered: watched.segments.filter((segment) => isIn(now, segment) && !isIn(before, segment)),
    left: watched.segments.filter((segment) => isIn(before, segment) && !isIn(now, segment)),
  };
}

/** Whether a difference is worth telling a webhook. */
export const wantsOf =
  (watched: Watched) =>
  (scores: ScoresCompared): boolean =>
    Object.values(differencesOf(watched, scores)).some((named) => named.length > 0);

/** One change as it is sent; `client/webhooks.ts` has the same shape. */
interface SentChange {
  readonly kind: 'CHANGED' | 'DELETE' | 'MERGE' | 'ERASE';
  readonly customerId: string;
  readonly externalIds?: readonly string[];
  readonly scores?: readonly string[];
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
  readonly intoId?: string;
}

function changeOf(webhook: Webhook, entry: FeedEntry): SentChange[] {
  const customerId = toGlobalId('Customer', entry.customerId);
  if (entry.kind === 'MERGE') return [{ kind: 'MERGE', customerId, intoId: toGlobalId('Customer', entry.intoId) }];
  if (entry.kind !== 'UPSERT') return [{ kind: entry.kind, customerId }];
  // Of a customer who only got another name nothing changed that a webhook could ask for.
  if (entry.scores === undefined) return [];
  const { source } = webhook;
  const externalIds = entry.identities
    .filter((identity) => source !== null && identity.type === 'EXTERNAL_ID' && identity.source === source)
    .map(({ value }) => value);
  return [
    {
      kind: 'CHANGED',
      customerId,
      ...(source === null ? {} : { externalIds }),
      ...differencesOf(webhook, entry.scores),
    },
  ];
}

/** The body of the message about a page; null where nothing in it is the webhook's business. */
export function messageOf(webhook: Webhook, page: FeedPage): string | null {
  const changes = page.entries.flatMap((entry) => changeOf(webhook, entry));
  return changes.length === 0
    ? null
    : JSON.stringify({
        type: 'scores.changed',
        webhookId: webhook.id,
        generation: page.from.target ?? page.from.base,
        changes,
      });
}

/** Told where changes are lost, because the webhook was paused too long: whoever gets it reads `scoreChanges` from the beginning. */
export const resyncMessage = ({ id }: Webhook): string =>
  JSON.stringify({ type: 'scores.resync', webhookId: id, generation: null, changes: [] });

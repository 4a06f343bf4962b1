import type { Request, RequestOptions } from './request.ts';

/** A customer's scores in one flat row; the schema's `PartnerScore` says what each is. */
export interface PartnerScore {
  readonly externalId: string | null;
  readonly customerId: string | null;
  readonly status: 'SCORED' | 'NOT_COMPUTED' | 'UNKNOWN';
  readonly generation: number | null;
  /** RFC 3339. */
  readonly asOf: string | null;
  readonly currencyCode: string;
  /** Amounts are exact decimals as text: "1299.95". */
  readonly total: string | null;
  readonly current: string | null;
  readonly direct: string | null;
  readonly referral: string | null;
  readonly network: string | null;
  readonly potential: string | null;
  readonly atRisk: string | null;
  readonly returnProbability: number | null;
  readonly expectedOrders: number | null;
  readonly influence: number | null;
  readonly engagementPoints: number | null;
  readonly rfmGroup: string | null;
  readonly quarter: string | null;
  readonly stage: string | null;
  readonly lapsed: boolean | null;
  readonly segments: readonly string[] | null;
  /** Fields that are null because of the key, and why. */
  readonly withheld: readonly { readonly field: string; readonly reason: string }[];
}

export interface ScoreChange {
  readonly kind: 'UPSERT' | 'DELETE' | 'ERASE' | 'MERGE';
  readonly customerId: string;
  readonly externalIds: readonly { readonly source: string; readonly id: string }[];
  readonly score: PartnerScore | null;
  readonly intoId: string | null;
}

/** A page of what changed. Keep what it says and its token together, in one transaction where you can. */
export interface ScorePage {
  readonly changes: readonly ScoreChange[];
  /** Where to go on from once this page is kept. */
  readonly token: string;
  readonly caughtUp: boolean;
  /** The feed begins anew with this page: when it is caught up, drop every customer it has not told you of since. */
  readonly resyncRequired: boolean;
}

const ROW = `externalId customerId status generation asOf currencyCode total current direct referral network potential atRisk returnProbability
  expectedOrders influence engagementPoints rfmGroup quarter stage lapsed segments withheld { field reason }`;

/** Documents this client sends by itself: for the manifest of a key that takes trusted documents only. */
export const SCORE_DOCUMENTS = {
  partnerScores: `query KringPartnerScores($source: String!, $externalIds: [ID!]!) {
  partnerScores(source: $source, externalIds: $externalIds) { ${ROW} }
}`,
  scoreChanges: `query KringScoreChanges($since: String, $first: Int!) {
  scoreChanges(since: $since, first: $first) {
    changes { kind customerId externalIds { source id } intoId score { ${ROW} } }
    token caughtUp resyncRequired
  }
}`,
} as const;

const AT_ONCE = 100;

/** Scores of any number of customers by their ids in one source, in that order; a hundred a request, one after the other. */
export async function partnerScores(
  request: Request,
  source: string,
  externalIds: readonly string[],
  options?: RequestOptions,
): Promise<PartnerScore[]> {
  const scores: PartnerScore[] = [];
  for (let at = 0; at < externalIds.length; at += AT_ONCE) {
    const { partnerScores: some } = await request<{ readonly partnerScores: readonly PartnerScore[] }>(
      SCORE_DOCUMENTS.partnerScores,
      { source, externalIds: externalIds.slice(at, at + AT_ONCE) },
      options,
    );
    scores.push(...some);
  }
  return scores;
}

export interface FollowOptions extends RequestOptions {
  /** The token of the last page that was kept; absent: from the beginning. */
  readonly since?: string | null;
  /** Customers a page at most; 100 where absent. */
  readonly first?: number;
}

/** Pages of what has changed since a token, until everything is told. Stop wherever you like: whoever asks with the last token kept loses nothing. */
export async function* scoreChanges(
  request: Request,
  { since = null, first = AT_ONCE, ...options }: FollowOptions = {},
): AsyncGenerator<ScorePage, void, void> {
  for (let token = since; ;) {
    const { scoreChanges: page } = await request<{ readonly scoreChanges: ScorePage }>(
      SCORE_DOCUMENTS.scoreChanges,
      { since: token, first },
      options,
    );
    yield page;
    if (page.caughtUp) return;
    token = page.token;
  }
}

/** What somebody who follows the feed keeps; plain data, to be written down as JSON. */
export interface KeptScores {
  readonly token: string | null;
  /** By customer. */
  readonly scores: Readonly<Record<string, PartnerScore>>;
  /** While the feed begins anew: customers it has not told of yet; null otherwise. */
  readonly untold: readonly string[] | null;
}

export const NO_SCORES_KEPT: KeptScores = { token: null, scores: {}, untold: null };

/**
 * What is kept after a page. A pure function: the reference of how a page is to be read, and enough for some ten thousand customers.
 *
 * @example
 * for await (const page of kring.scoreChanges({ since: kept.token })) kept = keepScores(kept, page);
 */
export function keepScores(kept: KeptScores, page: ScorePage): KeptScores {
  const scores = { ...kept.scores };
  const untold = page.resyncRequired
    ? new Set(Object.keys(scores))
    : kept.untold === null
      ? null
      : new Set(kept.untold);
  for (const { kind, customerId, score } of page.changes) {
    untold?.delete(customerId);
    if (kind === 'UPSERT' && score !== null) scores[customerId] = score;
    else delete scores[customerId];
  }
  if (page.caughtUp) for (const customerId of untold ?? []) delete scores[customerId];
  return { token: page.token, scores, untold: page.caughtUp || untold === null ? null : [...untold] };
}

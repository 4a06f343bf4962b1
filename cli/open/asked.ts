import { ok } from 'node:assert';
import type { Db } from '../../store/client/db.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';

/** Customers named in an answer, and of those with most value whom opportunities are looked for with. */
export const SHOWN = 5;
/** Those of whom it is asked what could be sold to them: each costs a read of their events. */
const LOOKED_AT = 20;
/** The list of who leaves is no longer than this; whoever has lapsed already stands in it too. */
const LISTED = 60;

export interface Amount {
  readonly amount: string;
}

export interface Named {
  readonly displayName: string | null;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
}

interface Part {
  readonly status: 'COMPUTED' | 'NOT_COMPUTED';
  readonly reason: string | null;
}

export interface Focus extends Part {
  readonly customers: number | null;
  readonly of: number | null;
  readonly valueShare: number | null;
  readonly curve: readonly { readonly customers: number; readonly valueShare: number | null }[];
}

export interface Offered extends Named {
  readonly value: {
    readonly total: Amount;
    readonly current: { readonly direct: Amount | null; readonly indirect: Amount | null };
    readonly potential: { readonly total: Amount | null };
  } | null;
  readonly opportunities: {
    readonly list: readonly {
      readonly kind: string;
      readonly target: string;
      readonly probability: number;
      readonly expectedMargin: Amount;
      readonly because: { readonly text: string };
    }[];
    readonly reason: string | null;
    readonly blockedBy: readonly string[];
  };
}

export interface Carrier extends Named {
  readonly value: {
    readonly current: { readonly indirect: Amount | null };
    readonly referralValue: { readonly gross: Amount };
    readonly networkValue: { readonly net: Amount };
  } | null;
  readonly influence: { readonly score: number } | null;
}

export interface Leaver {
  readonly customer:
    | (Named & { readonly lifecycle: { readonly lapsed: boolean; readonly overdueDays: number } | null })
    | null;
  readonly returnProbability: number;
  readonly ownExpected: Amount;
  readonly networkExpected: Amount | null;
}

export interface Leaving extends Part {
  readonly ownExpected: Amount | null;
  readonly customers: readonly Leaver[];
}

export interface SegmentFigures {
  readonly key: string;
  readonly size: { readonly count: number } | null;
  readonly value: Amount | null;
}

/** What the four questions are answered from: one query of the API anybody can ask. */
export interface Answered {
  readonly total: Focus;
  readonly current: Focus;
  readonly potential: Focus;
  readonly offered: { readonly nodes: readonly Offered[] };
  readonly carriers: { readonly nodes: readonly Carrier[] };
  readonly own: Leaving;
  readonly carried: Leaving;
  readonly lifecycleSummary: { readonly stages: readonly { readonly lapsed: number }[] } | null;
  readonly segments: { readonly nodes: readonly SegmentFigures[] };
}

const FIELDS = `
  total: focus(share: 0.2, by: TOTAL) { ...Focus }
  current: focus(share: 0.2, by: CURRENT) { ...Focus }
  potential: focus(share: 0.2, by: POTENTIAL) { ...Focus }
  offered: customers(first: ${LOOKED_AT}) { nodes { ...Who value { total { amount } current { direct { amount } indirect { amount } } potential { total { amount } } }
    opportunities(first: 1) { list { kind target probability expectedMargin { amount } because { text } } reason blockedBy } } }
  carriers: customers(first: ${SHOWN}, orderBy: { field: INDIRECT_VALUE }) { nodes { ...Who
    value { current { indirect { amount } } referralValue { gross { amount } } networkValue { net { amount } } } influence { score } } }
  own: leaving(by: OWN, first: ${LISTED}) { ...Leaving }
  carried: leaving(by: NETWORK, first: ${LISTED}) { ...Leaving }
  lifecycleSummary { stages { lapsed } }
  segments(first: 100) { nodes { key size { count } value { amount } } }`;

const FRAGMENTS = `
fragment Who on Customer { displayName identities { type value } }
fragment Focus on FocusReport { status reason customers of valueShare curve { customers valueShare } }
fragment Leaving on LeavingReport { status reason ownExpected { amount } customers { returnProbability ownExpected { amount } networkExpected { amount }
  customer { ...Who lifecycle { lapsed overdueDays } } } }`;

/**
 * Asks the API, in this process, what the last run says of the four questions.
 *
 * @param view the run whose view of the past is asked; null: what everybody sees
 */
export async function askedOf(db: Db, currency: string, view: string | null): Promise<Answered> {
  const server = await createGraphqlServer({
    db,
    currency,
    introspection: false,
    authenticate: () => Promise.resolve(DEVELOPMENT),
    onError: (_, error) => console.error(error),
  });
  try {
    const { body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({
        query: `query Answers${view === null ? '' : ` @view(run: "${toGlobalId('EnrichmentRun', view)}")`} {${FIELDS}\n}${FRAGMENTS}`,
      }),
    });
    const { data, errors } = JSON.parse(body) as { data?: Answered | null; errors?: readonly { message: string }[] };
    ok(data != null && errors === undefined, errors?.[0]?.message ?? body);
    return data;
  } finally {
    await server.stop();
  }
}

import type { Db } from '../../../store/client/db.ts';
import { DEVELOPMENT } from '../../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../../resolvers/server.ts';
import type { CompanyEstimate, CustomerEstimate } from './estimates.ts';

const PAGE = 50;
const CUSTOMERS = `query Estimates($after: String) {
  customers(first: ${PAGE}, after: $after) {
    nodes {
      identities { type value }
      value {
        current { direct { amount } }
        clv { predicted { amount } low { amount } high { amount } expectedOrders returnProbability }
        referralValue { net { amount } passedOn { amount } rewards { amount } }
        networkValue { net { amount } passedOn { amount } }
      }
      lifecycle { lapsed }
      influence { score }
      health { band factors { key value } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;
const NETWORK = '{ networkCalibration { followedShare causalShare evidence { directionTest { low high } } } }';

interface Amount {
  readonly amount: string;
}
interface Node {
  readonly identities: readonly { readonly type: string; readonly value: string }[];
  readonly value: {
    readonly current: { readonly direct: Amount | null };
    readonly clv: {
      readonly predicted: Amount;
      readonly low: Amount;
      readonly high: Amount;
      readonly expectedOrders: number;
      readonly returnProbability: number;
    } | null;
    readonly referralValue: { readonly net: Amount; readonly passedOn: Amount; readonly rewards: Amount };
    readonly networkValue: { readonly net: Amount; readonly passedOn: Amount };
  } | null;
  readonly lifecycle: { readonly lapsed: boolean } | null;
  readonly influence: { readonly score: number } | null;
  readonly health: {
    readonly band: string;
    readonly factors: readonly { readonly key: string; readonly value: number | null }[];
  };
}
interface Page {
  readonly customers: {
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}
interface Network {
  readonly networkCalibration: {
    readonly followedShare: number;
    readonly causalShare: number;
    readonly evidence: { readonly directionTest: { readonly low: number | null; readonly high: number | null } | null };
  };
}

/** What the API says of everybody in a table: the answers every client gets. */
export async function askEstimates(db: Db, currency: string): Promise<CompanyEstimate> {
  const server = await createGraphqlServer({
    db,
    currency,
    introspection: false,
    authenticate: async () => DEVELOPMENT,
  });
  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = JSON.parse(body) as { data: T; errors?: readonly { readonly message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join(' '));
    return data;
  };
  try {
    const customers: CustomerEstimate[] = [];
    for (let after: string | null = null; ;) {
      const page: Page = await ask<Page>(CUSTOMERS, { after });
      customers.push(...page.customers.nodes.map(estimateOf));
      if (!page.customers.pageInfo.hasNextPage) break;
      after = page.customers.pageInfo.endCursor;
    }
    const { followedShare, causalShare, evidence } = (await ask<Network>(NETWORK)).networkCalibration;
    return {
      customers,
      followedShare,
      causalShare,
      causalLow: evidence.directionTest?.low ?? null,
      causalHigh: evidence.directionTest?.high ?? null,
    };
  } finally {
    await server.stop();
  }
}

const minorOf = (amount: Amount | null): number => Math.round(100 * Number(amount?.amount ?? 0));

function estimateOf({ identities, value, lifecycle, influence, health }: Node): CustomerEstimate {
  const clv = value?.clv ?? null;
  const referral = value?.referralValue;
  return {
    key: identities.find(({ type }) => type === 'EXTERNAL_ID')?.value ?? '',
    directMinor: minorOf(value?.current.direct ?? null),
    expectedOrders: clv?.expectedOrders ?? null,
    predictedMinor: clv === null ? null : minorOf(clv.predicted),
    lowMinor: clv === null ? null : minorOf(clv.low),
    highMinor: clv === null ? null : minorOf(clv.high),
    returnProbability: clv?.returnProbability ?? null,
    lapsed: lifecycle?.lapsed ?? false,
    referralReceivedMinor:
      referral === undefined ? 0 : minorOf(referral.net) + minorOf(referral.passedOn) + minorOf(referral.rewards),
    networkMinor: minorOf(value?.networkValue.net ?? null),
    networkPassedOnMinor: minorOf(value?.networkValue.passedOn ?? null),
    influence: influence?.score ?? null,
    healthBand: health.band,
    wellbeing: health.factors.find(({ key }) => key === 'WELLBEING')?.value ?? null,
  };
}

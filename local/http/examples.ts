/** A tab of the GraphiQL page. */
export interface ExampleQuery {
  readonly query: string;
  readonly variables?: string;
}

const TOP_TEN = `# The ten most valuable customers: direct value, and what moved through referrals and ties.
query TopTen {
  portfolio {
    customers { count }
    direct { amount currencyCode }
    rewards { amount }
    current { amount }
    potential { amount }
    total { amount }
    simulated
  }
  customers(first: 10) {
    totalCount { count precision }
    edges {
      position
      node {
        displayName
        identities { type source value }
        value {
          total { amount currencyCode }
          current { direct { amount } indirect { amount } }
          potential { total { amount } }
          referralValue { net { amount } }
          networkValue { net { amount } }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const EXPLAINED = `# One customer with everything explained. Every breakdown adds up exactly.
# To look one up by your own id: customer(by: { externalId: { source: "superstore", id: "…" } }) { … }
query Explained {
  customers(first: 1) {
    nodes {
      id
      displayName
      simulated
      value {
        total { amount currencyCode }
        breakdown { key label amount { amount } }
        current { total { amount } direct { amount } indirect { amount } }
        potential { status reason total { amount } }
        clv {
          predicted { amount } low { amount } high { amount }
          expectedOrders returnProbability expectedNextOrderOn provenance { method confidence }
        }
        atRisk { own { amount } network { amount } }
        standing { percentile of }
        referralValue {
          net { amount } gross { amount } passedOn { amount } rewards { amount }
          received { total { amount } flows { customer { displayName } amount { amount } } rest { amount } }
        }
        networkValue {
          net { amount } passedOn { amount } provenance { method confidence }
          received { total { amount } flows { customer { displayName } amount { amount } } rest { amount } }
        }
        provenance { asOf generation runId missingInputs }
      }
      engagement {
        points
        breakdown { label department count points }
        byDepartment { department points }
      }
      rfm { recency frequency monetary group }
      lifecycle { quarter stage since cycle lapsed lapsedBelow returnProbability expectedNextOrderOn usualGapDays overdueDays }
      influence { score network aboveThreshold }
      segments { key name }
      orders(first: 3) { nodes { placedAt net { amount } margin { amount } lines { sku group quantity } } }
      interactions(first: 3) { nodes { occurredAt type channel simulated } }
      followers(first: 3) { nodes { follower { displayName } kind weight simulated } }
      referralsMade(first: 3) { nodes { friend { displayName } kind at } }
    }
  }
}
`;

const SEGMENTS = `# Segments as of the last run: the RFM groups and the rules.
query Segments {
  segments {
    nodes { key name kind description rule { text } size { count } measure value { amount currencyCode } }
  }
}
`;

const LIFECYCLE = `# Where customers stand in the SONAR lifecycle.
query Lifecycle {
  lifecycleSummary {
    asOf
    stages { quarter stage customers { count } lapsed value { amount currencyCode } }
  }
}
`;

const NETWORK = `# Communities partition those with ties; with the unconnected they sum to the whole.
query Network {
  communities(first: 5) {
    totalCount { count }
    nodes { key size value { amount currencyCode } internalShare leaders { displayName } }
    unconnected { customers value { amount } }
  }
  seedSet(first: 5) { customers { displayName } expectedReach low high }
  networkCalibration { version mode followedShare followedShareSource causalShare causalShareSource windowDays }
}
`;

const MODEL = `# How lifetime value was computed: the models and plain rules on held-out history, and why one was chosen.
query Model {
  modelReport {
    method horizonDays measurableShare valueAtRisk { amount currencyCode }
    chosen seasonal blended reason
    models { model converged holdout { rmse bias capture20 aucActive logLoss } }
    rules { rule holdout { rmse bias capture20 aucActive } }
    spend { chosen reason }
    warnings
  }
}
`;

const START_RUN = `# Writing needs a key; npm start shows the first one once, "kring keys create" makes more. Under Headers: { "authorization": "Bearer kring_local_…" }
# Starts a run and returns at once; ask again with enrichmentRuns.
mutation StartRun($input: EnrichmentRunStartInput!) {
  enrichmentRunStart(input: $input) {
    run { id status step asOf }
    userErrors { code message ... on AlreadyRunningError { runningId } }
  }
}

query Runs {
  enrichmentRuns(first: 5) {
    nodes { id status step asOf generation progress { total done skipped failed } startedAt finishedAt cost { readUnits writeUnits requests } }
  }
}
`;

const INGEST = `# Writing needs a key; npm start shows the first one once, "kring keys create" makes more. Under Headers: { "authorization": "Bearer kring_local_…" }
# Sends one order. Sending it again changes nothing: DUPLICATE.
mutation Ingest($input: OrdersIngestInput!) {
  ordersIngest(input: $input) {
    accepted
    duplicates
    rejected
    results { index status customerId nodeId userErrors { code message field } }
    userErrors { code message field }
  }
}
`;

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** One example per thing people come to do; each runs as it stands, those that write with a key. */
export const exampleQueries = (currency: string): readonly ExampleQuery[] => [
  { query: TOP_TEN },
  { query: EXPLAINED },
  { query: SEGMENTS },
  { query: LIFECYCLE },
  { query: NETWORK },
  { query: MODEL },
  { query: START_RUN, variables: json({ input: { idempotencyKey: 'my-first-run' } }) },
  {
    query: INGEST,
    variables: json({
      input: {
        idempotencyKey: 'my-first-order',
        orders: [
          {
            source: 'graphiql',
            id: 'order-1',
            by: { externalId: { source: 'graphiql', id: 'customer-1' } },
            placedAt: '2025-01-15T10:00:00Z',
            lines: [
              {
                sku: 'chair-1',
                group: 'Furniture',
                quantity: 2,
                net: { amount: '199.90', currencyCode: currency },
                cost: { amount: '120.00', currencyCode: currency },
              },
            ],
          },
        ],
      },
    }),
  },
];

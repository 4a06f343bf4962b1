/** What is asked: a list as a table shows it, a customer with everything, and a page of the explorer. */
import { EVERYTHING } from '../../test/resolvers/queries.ts';

/** Fifty customers of fifteen fields each. */
const LIST = `query List { customers(first: 50) { nodes {
  id displayName createdAt
  value { revenue { minorUnits } total { minorUnits } current { direct { minorUnits } indirect { minorUnits } } clv { returnProbability expectedNextOrderOn } }
  rfm { group } lifecycle { stage lapsed } influence { score } engagement { points } segments { key }
} } }`;

const ONE = `query One($id: ID!) { customer(by: { id: $id }) { ${EVERYTHING} } }`;

/** The explorer's first page. */
const TODAY = `query Today {
  portfolio { asOf simulated customers { count } direct { minorUnits } rewards { minorUnits } current { minorUnits } potential { minorUnits }
    total { minorUnits amount currencyCode } betweenRuns { current { minorUnits } direct { minorUnits } } provenance { generation computedAt } }
  focus(share: 0.2, by: CURRENT) { status customers value { minorUnits } total { minorUnits } valueShare }
  customers(first: 2, orderBy: { field: INDIRECT_VALUE }) { nodes { id displayName value { current { indirect { minorUnits } } } } }
  leaving(by: OWN, first: 2) { status ownExpected { minorUnits } customers { customer { id displayName } ownExpected { minorUnits } } }
  lifecycleSummary { stages { lapsed } }
  segments { nodes { key size { count } value { minorUnits } } }
  scorecard { items { key label share gap } }
}`;

export interface Question {
  readonly name: string;
  readonly body: string;
}

/** @param id of the customer of whom everything is asked */
export const questions = (id: string): readonly Question[] => [
  { name: '50 customers × 15 fields', body: JSON.stringify({ query: LIST }) },
  { name: 'one customer, everything', body: JSON.stringify({ query: ONE, variables: { id } }) },
  { name: "the explorer's first page", body: JSON.stringify({ query: TODAY }) },
];

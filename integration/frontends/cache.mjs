// Two components on one page ask for different parts of one customer. Neither may take fields from the other's answer, and the second must find
// what the first has read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InMemoryCache, gql } from '@apollo/client';

const work = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(work, name), 'utf8'));
const fresh = (typePolicies) => new InMemoryCache({ possibleTypes: read('possible-types.json'), typePolicies });

const HEADER = gql`
  query Header($id: ID!) {
    node(id: $id) {
      id
      ... on Customer {
        displayName
        value {
          total {
            amount
          }
          standing {
            percentile
          }
        }
        lifecycle {
          stage
        }
      }
    }
  }
`;
const WATERFALL = gql`
  query Waterfall($id: ID!) {
    node(id: $id) {
      id
      ... on Customer {
        value {
          total {
            minorUnits
            currencyCode
          }
          current {
            direct {
              amount
            }
          }
        }
        lifecycle {
          quarter
        }
      }
    }
  }
`;
const variables = { id: 'customer-1' };
const customer = (rest) => ({ node: { __typename: 'Customer', id: variables.id, ...rest } });
const header = customer({
  displayName: 'Ann',
  value: {
    __typename: 'CustomerValue',
    total: { __typename: 'Money', amount: '12.00' },
    standing: { __typename: 'ValueStanding', percentile: 90 },
  },
  lifecycle: { __typename: 'Lifecycle', stage: 'IN_USE' },
});
const waterfall = customer({
  value: {
    __typename: 'CustomerValue',
    total: { __typename: 'Money', minorUnits: 1200, currencyCode: 'EUR' },
    current: { __typename: 'ValueSide', direct: { __typename: 'Money', amount: '10.00' } },
  },
  lifecycle: { __typename: 'Lifecycle', quarter: 'SERVICE' },
});

const both = (cache) => {
  cache.writeQuery({ query: HEADER, variables, data: header });
  cache.writeQuery({ query: WATERFALL, variables, data: waterfall });
  return [HEADER, WATERFALL].map((query) => cache.readQuery({ query, variables }));
};

const types = readFileSync(join(work, 'schema.graphql'), 'utf8');
const named = new Set(JSON.stringify([header, waterfall]).match(/(?<="__typename":")\w+/gu));
for (const name of named) if (!types.includes(`type ${name} `)) throw new Error(`The schema has no type ${name}.`);

const [asked, other] = both(fresh(read('type-policies.json')));
if (asked === null || other === null) throw new Error('With the published policies one component evicts the other.');
// Apollo Client warns of exactly this; that it is there without the policies shows that they do something.
const warn = console.error;
console.error = () => {};
const [evicted] = both(fresh({}));
console.error = warn;
if (evicted !== null) throw new Error('Without the policies nothing is lost: this check checks nothing.');
console.log(
  `Apollo Client: two components, one cache, ${named.size} types; without the policies the first loses its fields.`,
);

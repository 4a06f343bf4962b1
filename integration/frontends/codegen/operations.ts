import { graphql } from './generated/gql';

export const Top = graphql(`
  query Top($first: Int!) {
    customers(first: $first) {
      nodes {
        id
        ...Row
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const Row = graphql(`
  fragment Row on Customer {
    displayName
    value {
      total {
        amount
      }
    }
  }
`);

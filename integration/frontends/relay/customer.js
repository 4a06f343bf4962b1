import { graphql } from 'relay-runtime';

// A page of customers that scrolls, each row a component with a fragment of its own.
export const page = graphql`
  query customerPageQuery($first: Int!, $after: String) {
    ...customer_list @arguments(first: $first, after: $after)
  }
`;

export const list = graphql`
  fragment customer_list on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "customerListPaginationQuery") {
    customers(first: $first, after: $after) @connection(key: "list_customers") {
      edges {
        position
        node {
          id
          ...customer_row
        }
      }
    }
  }
`;

export const row = graphql`
  fragment customer_row on Customer {
    displayName
    value {
      total {
        amount
        currencyCode
      }
      current {
        direct {
          minorUnits
        }
      }
    }
    segments {
      key
    }
  }
`;

export const one = graphql`
  query customerNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...customer_row @alias
    }
  }
`;

export const upsert = graphql`
  mutation customerUpsertMutation($input: CustomerUpsertInput!) {
    customerUpsert(input: $input) {
      customer {
        id
        displayName
      }
      userErrors {
        code
        ... on StaleVersionError {
          currentVersion
        }
      }
    }
  }
`;

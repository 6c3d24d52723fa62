import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay';
import type { componentsCalls$key } from './__generated__/componentsCalls.graphql.ts';
import type { componentsCallsQuery } from './__generated__/componentsCallsQuery.graphql.ts';
import type { componentsList$key } from './__generated__/componentsList.graphql.ts';
import type { componentsListQuery } from './__generated__/componentsListQuery.graphql.ts';
import type { componentsNextCallsQuery } from './__generated__/componentsNextCallsQuery.graphql.ts';
import type { componentsNextListQuery } from './__generated__/componentsNextListQuery.graphql.ts';

/** The connections of all providers: the first page, or the last one. */
export function useList(variables: componentsListQuery['variables']) {
  const query: componentsList$key = useLazyLoadQuery<componentsListQuery>(
    graphql`
      query componentsListQuery($first: Int, $last: Int) {
        ...componentsList @arguments(first: $first, last: $last)
      }
    `,
    variables,
  );
  return usePaginationFragment<componentsNextListQuery, componentsList$key>(
    graphql`
      fragment componentsList on Query
      @refetchable(queryName: "componentsNextListQuery")
      @argumentDefinitions(
        first: { type: "Int" }
        after: { type: "String" }
        last: { type: "Int" }
        before: { type: "String" }
      ) {
        connections(first: $first, after: $after, last: $last, before: $before) @connection(key: "List_connections") {
          edges {
            node {
              id
              name
              provider
              source {
                name
              }
            }
          }
          outcomes {
            ok
            source {
              name
            }
            problem {
              code
            }
          }
        }
      }
    `,
    query,
  );
}

/** The active calls of one connection: the first page, or the last one. */
export function useCalls(variables: componentsCallsQuery['variables']) {
  const { node } = useLazyLoadQuery<componentsCallsQuery>(
    graphql`
      query componentsCallsQuery($id: ID!, $first: Int, $last: Int) {
        node(id: $id) {
          ...componentsCalls @arguments(first: $first, last: $last) @alias(as: "trunk")
        }
      }
    `,
    variables,
  );
  return usePaginationFragment<componentsNextCallsQuery, componentsCalls$key>(
    graphql`
      fragment componentsCalls on TelnyxConnection
      @refetchable(queryName: "componentsNextCallsQuery")
      @argumentDefinitions(
        first: { type: "Int" }
        after: { type: "String" }
        last: { type: "Int" }
        before: { type: "String" }
      ) {
        name
        activeCalls(first: $first, after: $after, last: $last, before: $before) @connection(key: "Calls_activeCalls") {
          totalCount
          edges {
            node {
              id
            }
          }
        }
      }
    `,
    node?.trunk,
  );
}

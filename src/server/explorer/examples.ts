/** An operation that the explorer opens in a tab. The tab has the operation's name. */
export interface Example {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export const EXAMPLES: readonly Example[] = [
  {
    query: `# The connections of all providers in one list.
# For the next page, copy "endCursor" into the variable "after".
query Connections(
  $first: Int = 10
  $after: String
  $filter: ConnectionFilter
  $orderBy: ConnectionOrder
) {
  connections(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    nodes {
      __typename
      id
      name
      active
      createdAt
      source {
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: {
      first: 5,
      after: null,
      filter: { providers: ['EMS', 'TELNYX', 'X'], active: true },
      orderBy: { field: 'NAME', direction: 'ASC' },
    },
  },
  {
    query: `# Who publishes to the media servers, and how many watch.
query EmsStreams(
  $first: Int = 10
  $filter: EmsConnectionFilter
) {
  emsConnections(first: $first, filter: $filter) {
    totalCount
    nodes {
      name
      type
      source {
        name
      }
      streams {
        name
        viewerCount
        uptimeMs
        video {
          codec
          width
          height
        }
      }
    }
  }
}
`,
    variables: { first: 10, filter: { direction: 'IN' } },
  },
  {
    query: `# The active calls of each trunk and application.
# Each list of calls has pages of its own.
query TelnyxActiveCalls($first: Int = 10, $calls: Int = 3) {
  telnyxConnections(first: $first) {
    nodes {
      name
      recordType
      activeCalls(first: $calls) {
        totalCount
        nodes {
          durationSeconds
          callSessionId
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
`,
    variables: { first: 10, calls: 3 },
  },
  {
    query: `# Streaming clients that X disconnected, and why.
query XDisconnections(
  $first: Int = 10
  $status: XStreamConnectionStatus
) {
  xStreamConnections(first: $first, status: $status) {
    totalCount
    nodes {
      endpointName
      connectedAt
      disconnectedAt
      disconnectReason
    }
  }
}
`,
    variables: { first: 10, status: 'INACTIVE' },
  },
  {
    query: `# A source that is down omits only its own items.
# "outcomes" and "errors" have the reason.
query OneSourceDown($first: Int = 3) {
  connections(first: $first) {
    nodes {
      name
      freshness {
        ageMs
        stale
      }
    }
    outcomes {
      ok
      stale
      omittedRows
      source {
        name
      }
      problem {
        code
        message
        retryAt
      }
    }
  }
  sources {
    name
    provider
    status
    lastSuccessAt
    rateLimit {
      remaining
      resetsAt
    }
  }
}
`,
    variables: { first: 3 },
  },
];

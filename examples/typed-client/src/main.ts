import { execute } from './execute.ts';
import { graphql } from './gql/index.ts';

const document = graphql(`
  query ActiveConnections($first: Int!, $after: String) {
    connections(first: $first, after: $after, filter: { active: true }) {
      nodes {
        ...ConnectionSummary
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      outcomes {
        ...Outcome
      }
    }
  }
`);

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';

/** @returns where the next page starts; null after the last one */
async function printPage(after: string | null): Promise<string | null> {
  const { data, errors } = await execute(url, document, { first: 100, after });
  if (data === null) throw new Error(errors?.[0]?.message);
  const { nodes, pageInfo, outcomes } = data.connections;
  for (const { name, source } of nodes) console.log(`${source.name}: ${name}`);
  // A source that fails omits only its own connections.
  for (const { source, problem } of outcomes) if (problem) console.error(`${source.name}: ${problem.message}`);
  return pageInfo.hasNextPage ? pageInfo.endCursor : null;
}

let after = await printPage(null);
while (after !== null) after = await printPage(after);

import type { TypedDocumentString } from './gql/graphql.ts';

/** `data` has what could be read, `errors` why the rest is missing. */
export interface Answer<Result> {
  readonly data: Result | null;
  readonly errors?: readonly { readonly message: string }[];
}

export async function execute<Result, Variables>(
  url: string,
  query: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<Result>;
}

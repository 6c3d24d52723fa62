/*
 * The media type of an answer, from the header `Accept`.
 */

/** Whether an answer can be sent in a media type that the client accepts. */
export function acceptsAnswers(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return preferenceFor(GRAPHQL_RESPONSE, accept).quality > 0 || preferenceFor(JSON_TYPE, accept).quality > 0;
}

/** Whether Apollo Server chooses `application/graphql-response+json` over `application/json`. */
export function prefersGraphqlResponse(accept: string): boolean {
  const graphql = preferenceFor(GRAPHQL_RESPONSE, accept);
  const json = preferenceFor(JSON_TYPE, accept);
  const order =
    graphql.quality - json.quality || json.vagueness - graphql.vagueness || json.position - graphql.position;
  return order > 0;
}

const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

interface Preference {
  readonly quality: number;
  /** 0 for the exact media type, more for a wildcard. */
  readonly vagueness: number;
  readonly position: number;
}

/** The most specific range of an `Accept` header that includes the media type. */
function preferenceFor(type: string, accept: string): Preference {
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()));
  const candidates = [type, 'application/*', '*/*'].map((name, vagueness) => {
    const position = ranges.findIndex(([range]) => range === name);
    const quality = ranges[position]?.find((part) => part.startsWith('q='))?.slice('q='.length) ?? 1;
    return { quality: Number(quality), vagueness, position };
  });
  return candidates.find(({ position }) => position >= 0) ?? { quality: 0, vagueness: 0, position: 0 };
}

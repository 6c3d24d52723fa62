/*
 * The media type of an answer, from the header `Accept`.
 */

/** Whether an answer can be sent in a media type that the client accepts. */
export function acceptsAnswers(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return acceptsJson(accept) || acceptsSeveralParts(accept);
}

/**
 * Whether an operation with `@defer` or `@stream` can be answered in several parts. A client says so by name, and names no other version
 * of the format than 20220824.
 */
export function acceptsSeveralParts(accept: string): boolean {
  return rangesOf(accept).some(
    ([type, ...parameters]) =>
      type === 'multipart/mixed' &&
      parameters.every((one) => !one.startsWith('incrementalspec=')) &&
      parameters.every((one) => !one.startsWith('deferspec=') || /^deferspec="?20220824"?$/.test(one)) &&
      qualityOf(parameters) > 0,
  );
}

/** The same `Accept` header with the version of the format for several parts, and with JSON, which answers in one part are. */
export function acceptWithVersion(accept: string): string {
  const others = accept.split(',').filter((range) => !/^\s*multipart\/mixed/i.test(range));
  return [PARTS_TYPE, ...others, ...(acceptsJson(accept) ? [] : [JSON_RANGE])].join();
}

function acceptsJson(accept: string): boolean {
  return preferenceFor(GRAPHQL_RANGE, accept).quality > 0 || preferenceFor(JSON_RANGE, accept).quality > 0;
}

/** Whether Apollo Server chooses `application/graphql-response+json` over `application/json`. */
export function prefersGraphqlResponse(accept: string): boolean {
  const graphql = preferenceFor(GRAPHQL_RANGE, accept);
  const json = preferenceFor(JSON_RANGE, accept);
  const order =
    graphql.quality - json.quality || json.vagueness - graphql.vagueness || json.position - graphql.position;
  return order > 0;
}

/** Without parameters, unlike the content types of answers in rejection.ts. */
const GRAPHQL_RANGE = 'application/graphql-response+json';
const JSON_RANGE = 'application/json';

const PARTS_TYPE = 'multipart/mixed; deferSpec=20220824';

interface Preference {
  readonly quality: number;
  /** 0 for the exact media type, more for a wildcard. */
  readonly vagueness: number;
  readonly position: number;
}

/** The most specific range of an `Accept` header that includes the media type. */
function preferenceFor(type: string, accept: string): Preference {
  const ranges = rangesOf(accept);
  const candidates = [type, 'application/*', '*/*'].map((name, vagueness) => {
    const position = ranges.findIndex(([range]) => range === name);
    return { quality: qualityOf(ranges[position] ?? []), vagueness, position };
  });
  return candidates.find(({ position }) => position >= 0) ?? { quality: 0, vagueness: 0, position: 0 };
}

/** The media ranges of an `Accept` header, each with its parameters. */
function rangesOf(accept: string): string[][] {
  return accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()));
}

function qualityOf(parameters: readonly string[]): number {
  return Number(parameters.find((part) => part.startsWith('q='))?.slice('q='.length) ?? 1);
}

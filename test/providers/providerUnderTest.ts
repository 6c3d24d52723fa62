import type { Provider } from '../../src/__generated__/resolvers.ts';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { epoch } from '../fixtures/ems.ts';
import type { SourceSettings } from '../support/switchboard.ts';
import type { TestUpstream } from '../support/upstreams.ts';

/** The fields that connections of all providers have, as the graph must return them. */
export interface ConnectionFacts {
  /** Digits, more than a JavaScript number holds. */
  readonly nativeId: string;
  readonly name: string;
  readonly active: boolean;
  /** RFC 3339 with milliseconds. */
  readonly createdAt: string;
}

/** What `testProvider` needs of a provider. */
export interface ProviderUnderTest {
  /** Its value of the enum `Provider`. */
  readonly name: Provider;
  /** Its list in `Query`, sorted by creation time, newest first, by default. */
  readonly list: string;
  /** Arguments that the list needs to show everything, such as `status: ALL`. */
  readonly listArguments?: string;
  readonly connectionType: string;
  readonly sourceType: string;
  /** A row as the vendor sends it. */
  readonly row: (facts: ConnectionFacts) => MockRow;
  /** Starts the mock server with these rows; the tests change the array. */
  readonly start: (rows: readonly MockRow[], name: string) => Promise<TestUpstream>;
  /** The body of the vendor's response to a listing, with all rows in one page. */
  readonly listingBody: (rows: readonly unknown[]) => string;
  /** A row that cannot be read. */
  readonly brokenRow: unknown;
  /** The settings of a source, without `provider` and `name`, for an API at `url`, which may have a path. */
  readonly settings: (url: string, secret: string) => Readonly<Record<string, unknown>>;
  /** The path of a listing, after the path of `url`. */
  readonly path: string;
  /** The `Authorization` header that the upstream must receive. */
  readonly authorization: (secret: string) => string;
}

/** This many connections, oldest first. Two in succession share their creation time, and every third is inactive. */
export function manyFacts(count: number): ConnectionFacts[] {
  return Array.from({ length: count }, (_, index) => ({
    nativeId: String(2_769_813_532_219_000_000n + BigInt(index)),
    name: `Line ${index}`,
    active: index % 3 !== 2,
    createdAt: new Date(epoch + Math.floor(index / 2) * 60_000 + 125).toISOString(),
  }));
}

/** The list field with these arguments and its own. */
export function listField({ list, listArguments }: ProviderUnderTest, ...more: readonly string[]): string {
  const all = [listArguments, ...more].filter((one) => one !== undefined);
  return all.length === 0 ? list : `${list}(${all.join(', ')})`;
}

/** The settings of a source named `main` with its API at `url`. */
export function settingsAt(provider: ProviderUnderTest, url: string, secret = 'open-sesame'): SourceSettings {
  return { name: 'main', ...provider.settings(url, secret), provider: provider.name };
}

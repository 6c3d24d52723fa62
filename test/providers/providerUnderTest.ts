import type { Provider } from '../../src/__generated__/resolvers.ts';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { epoch } from '../fixtures/ems.ts';
import type { SourceSettings } from '../support/switchboard.ts';
import type { TestUpstream } from '../support/upstreams.ts';

/** What a connection of any provider has, and what the graph must say of it in these very words. */
export interface ConnectionFacts {
  /** Digits, more of them than a JavaScript number holds. */
  readonly nativeId: string;
  readonly name: string;
  readonly active: boolean;
  /** RFC 3339 with milliseconds. */
  readonly createdAt: string;
}

/** What `testProvider` has to know of a provider. */
export interface ProviderUnderTest {
  /** Value of the schema's enum `Provider`. */
  readonly name: Provider;
  /** Its list in `Query`, newest first by itself. */
  readonly list: string;
  /** Arguments without which the list would not show everything: `status: ALL`. */
  readonly listArguments?: string;
  readonly connectionType: string;
  readonly sourceType: string;
  /** A row in the vendor's words. */
  readonly row: (facts: ConnectionFacts) => MockRow;
  /** The stand-in with these rows; the tests change the array. */
  readonly start: (rows: readonly MockRow[], name: string) => Promise<TestUpstream>;
  /** The vendor's whole answer to a listing, as text: everything in one page. */
  readonly answer: (rows: readonly unknown[]) => string;
  /** A row of which nothing can be made. */
  readonly brokenRow: unknown;
  /** How a source is configured (`provider` and `name` left out) whose API begins at `url`, which may have a path. */
  readonly settings: (url: string, secret: string) => Readonly<Record<string, unknown>>;
  /** The path of a listing, behind the path of that `url`. */
  readonly path: string;
  /** The `Authorization` header that the upstream must see. */
  readonly authorization: (secret: string) => string;
}

/** That many connections, the oldest first. Two at a time share their moment, and every third is not active. */
export function manyFacts(count: number): ConnectionFacts[] {
  return Array.from({ length: count }, (_, index) => ({
    nativeId: String(2_769_813_532_219_000_000n + BigInt(index)),
    name: `Line ${index}`,
    active: index % 3 !== 2,
    createdAt: new Date(epoch + Math.floor(index / 2) * 60_000 + 125).toISOString(),
  }));
}

/** The list with these arguments beside its own. */
export function listField({ list, listArguments }: ProviderUnderTest, ...more: readonly string[]): string {
  const given = [listArguments, ...more].filter((one) => one !== undefined);
  return given.length === 0 ? list : `${list}(${given.join(', ')})`;
}

/** The settings of a source named `main` whose API begins at `url`. */
export function settingsAt(provider: ProviderUnderTest, url: string, secret = 'open-sesame'): SourceSettings {
  return { name: 'main', ...provider.settings(url, secret), provider: provider.name };
}

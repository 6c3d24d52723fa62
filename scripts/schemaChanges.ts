import { readFileSync } from 'node:fs';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/*
 * Compares the schema for clients with that of the last release. Fails on a breaking change that CHANGELOG.md does not name under
 * "Unreleased". A release copies src/__generated__/schema.graphql to docs/released-schema.graphql.
 */

const RELEASED = 'docs/released-schema.graphql';
const CURRENT = 'src/__generated__/schema.graphql';
const CHANGELOG = 'CHANGELOG.md';

const read = (file: string) => readFileSync(file, 'utf8');
const schemaIn = (file: string) => buildSchema(read(file));

const changes = await diff(schemaIn(RELEASED), schemaIn(CURRENT));
const unreleased = unreleasedIn(read(CHANGELOG));
const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
const unnamed = breaking.filter((change) => !isNamed(change, unreleased));

for (const { message, criticality } of changes) console.log(`${criticality.level}: ${message}`);
if (unnamed.length > 0) {
  const lines = unnamed.map(({ path, message }) => `  \`${path ?? message}\`: ${message}`);
  console.error(`Breaking changes that ${CHANGELOG} does not name under "Unreleased":\n${lines.join('\n')}`);
  process.exitCode = 1;
}

function unreleasedIn(changelog: string): string {
  return changelog.split(/^## /m).find((section) => /^\[?Unreleased\b/.test(section)) ?? '';
}

/** By its coordinate in backticks, such as `Query.nodes` or `Query.nodes.ids`. */
function isNamed({ path, message }: Change, text: string): boolean {
  return text.includes(`\`${path ?? message}\``);
}

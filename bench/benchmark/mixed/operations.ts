import { seededRandom } from '../../../src/sandbox/mockServer.ts';

/** One operation of mixed traffic. */
export interface MixedOperation {
  readonly document: string;
  readonly variables: Readonly<Record<string, number>>;
}

const SHARED = ['__typename', 'id', 'nativeId', 'name', 'active', 'createdAt', 'source { name }'];
const EMS = ['type', 'direction', 'carrier { bytesReceived }'];
const TELNYX = ['connectionName', 'recordType', 'outboundVoiceProfileId', 'tags'];
const X = ['endpointName', 'clientIp'];
const CALL = ['callLegId', 'callSessionId', 'recordType', 'durationSeconds', 'clientState'];

/**
 * Different documents, each with variables of its own: fields and aliases are chosen at random, but the same in each run. Their
 * proportions are those of a dashboard: mostly lists of one provider, some of all, a few with the calls of each connection.
 */
export function mixedOperations(count: number): readonly MixedOperation[] {
  const random = seededRandom(9);
  const someOf = (fields: readonly string[]) => fields.filter(() => random() < 0.6);
  const selection = (number: number, fields: readonly string[]) =>
    // An alias that no other document has. The rest of the document could be the same.
    [`n${number}: id`, ...someOf(fields)].join(' ');

  return Array.from({ length: count }, (_, number) => {
    const kind = random();
    const first = 1 + Math.floor(random() * 100);
    if (kind < 0.6) {
      const fields = selection(number, [...SHARED, ...TELNYX]);
      return {
        document: `query Lines${number}($first: Int!) { telnyxConnections(first: $first) { nodes { ${fields} } } }`,
        variables: { first },
      };
    }
    if (kind < 0.9) {
      const types = [
        `... on EmsConnection { ${selection(number, EMS)} }`,
        `... on TelnyxConnection { ${selection(number, TELNYX)} }`,
        `... on XStreamConnection { ${selection(number, X)} }`,
      ];
      const fields = [...someOf(SHARED), ...types].join(' ');
      return {
        document: `query All${number}($first: Int!) { connections(first: $first) { nodes { ${fields} } } }`,
        variables: { first },
      };
    }
    const calls = `activeCalls(first: $calls) { nodes { ${['callLegId', ...someOf(CALL)].join(' ')} } }`;
    const fields = `${selection(number, TELNYX)} ${calls}`;
    return {
      document: `query Calls${number}($first: Int!, $calls: Int!) { telnyxConnections(first: $first) { nodes { ${fields} } } }`,
      variables: { first: 1 + (first % 20), calls: 1 + Math.floor(random() * 10) },
    };
  });
}

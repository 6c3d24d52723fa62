import { gql, InMemoryCache } from '@apollo/client';
import { expect, test } from 'vitest';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { emsProtocol, emsStream, epoch } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

/** The part of the schema that a normalised cache needs. Clients generate it. */
const possibleTypes = {
  Connection: ['EmsConnection', 'TelnyxConnection', 'XStreamConnection'],
  Source: ['EmsSource', 'TelnyxSource', 'XSource'],
  Node: [
    'EmsConnection',
    'TelnyxConnection',
    'XStreamConnection',
    'EmsSource',
    'TelnyxSource',
    'XSource',
    'ActiveCall',
  ],
};

/** Sockets, protocols and streams have the same IDs, because a real server numbers each of these kinds separately. */
function emsRows(server: string): readonly MockRow[] {
  return [1, 2, 3, 4].map((number) => ({
    carrier: { id: 5 - number, type: 'IOHT_TCP_CARRIER', farIP: `192.0.2.${number}`, rx: number, tx: server.length },
    stack: [
      emsProtocol({ id: number, serverAgent: `${server} socket ${number}` }),
      emsProtocol({
        id: number + 1,
        type: 'IR',
        creationTimestamp: epoch + number,
        serverAgent: `${server} agent ${number}`,
        streams: [
          {
            ...emsStream(`${server} stream ${number}`),
            uniqueId: number,
            type: number === 1 ? 'INR' : 'ONR',
            ...(number === 1 ? { outStreamsUniqueIds: [2, 3, 4] } : { inStreamUniqueId: 1, outStreamsUniqueIds: null }),
          },
        ],
      }),
    ],
  }));
}

const QUERY = `query {
  sources { __typename id name ... on EmsSource { connectionsCountLimit { __typename current limit } } }
  connections(first: 100) {
    __typename totalCount outcomes { __typename ok source { __typename id name } }
    edges { __typename cursor node {
      __typename id name nativeId createdAt source { __typename id name }
      ... on EmsConnection {
        type direction
        carrier { __typename nativeId farIp bytesSent bytesReceived }
        stack { __typename nativeId type serverAgent }
        streams {
          __typename nativeId name type viewerCount
          inStream { __typename nativeId name connection { __typename id name } }
          outStreams { __typename nativeId name connection { __typename id name } }
        }
      }
      ... on TelnyxConnection {
        recordType activeCalls { __typename nodes { __typename id callLegId connection { __typename id name } } }
      }
      ... on XStreamConnection { endpointName disconnectReason }
    } }
  }
}`;

test('a normalised cache returns the same data as the answer, because no two objects share a key', async () => {
  const upstreams = [
    await startEms(emsRows('fra'), 'fra'),
    await startEms(emsRows('ams'), 'ams'),
    await startTelnyx([telnyxRow(1), telnyxRow(2)], new Map([[telnyxId(1), [callRow(1), callRow(2)]]]), 'support'),
    await startTelnyx([telnyxRow(1), telnyxRow(2)], new Map([[telnyxId(1), [callRow(1), callRow(2)]]]), 'sales'),
    await startX([xRow(1), xRow(2)]),
  ];
  const { query } = await startSwitchboard(...upstreams.map(({ settings }) => settings));
  const { data, errors } = await query(QUERY);
  expect(errors).toEqual([]);
  expect(data.connections.totalCount).toBe(14);

  const cache = new InMemoryCache({ possibleTypes });
  const document = gql(QUERY);
  cache.writeQuery({ query: document, data });

  expect(cache.readQuery({ query: document })).toEqual(data);
});

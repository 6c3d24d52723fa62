import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { expect, onTestFinished, test } from 'vitest';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { startSlowEms } from '../support/parts.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyx } from '../support/upstreams.ts';

test('Apollo Client shows the connections of Telnyx while EMS is slow, and then all', async () => {
  const ems = await startSlowEms();
  const telnyx = await startTelnyx([telnyxRow(1)]);
  const { url } = await startSwitchboard(ems.settings, telnyx.settings);
  const client = new ApolloClient({
    link: new HttpLink({ uri: url }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
  onTestFinished(() => client.stop());
  const query = client.watchQuery({
    query: gql`
      query Board {
        telnyxConnections { nodes { id name } }
        ... @defer { emsConnections { nodes { id nativeId } } }
      }
    `,
  });
  const seen: unknown[] = [];
  query.subscribe(({ data, dataState }) => void seen.push({ data, dataState }));

  const TELNYX = { telnyxConnections: { nodes: [{ name: 'Line 1' }] } };
  await expect.poll(() => seen.at(-1)).toMatchObject({ dataState: 'streaming', data: TELNYX });
  expect(seen.at(-1)).not.toHaveProperty('data.emsConnections');
  await ems.respond();
  await expect
    .poll(() => seen.at(-1))
    .toMatchObject({ dataState: 'complete', data: { ...TELNYX, emsConnections: { nodes: [{ nativeId: '1' }] } } });
});

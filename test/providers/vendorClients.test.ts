import { Client as XClient } from '@xdevplatform/xdk';
import Telnyx from 'telnyx';
import { describe, expect, test } from 'vitest';
import { sandboxApiKey } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken } from '../../src/providers/xstream/sandbox/server.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { closed, xRow } from '../fixtures/xstream.ts';
import { startTelnyx, startX } from '../support/upstreams.ts';

/*
 * The vendors' own SDKs check the mock servers: they must read the rows and errors of the mock servers as those of the vendors.
 */

const account = Array.from({ length: 60 }, (_, number) => telnyxRow(number));

/** An SDK client of a mock account whose first connection has calls. */
async function startTelnyxClient(apiKey = sandboxApiKey) {
  const calls = new Map([[telnyxId(0), [callRow(1), callRow(2), callRow(3)]]]);
  const { settings } = await startTelnyx(account, calls);
  return new Telnyx({ apiKey, baseURL: settings.baseUrl, maxRetries: 0, logLevel: 'off' });
}

describe('the Telnyx SDK', () => {
  test('lists all connections page by page', async () => {
    const client = await startTelnyxClient();
    const ids: unknown[] = [];
    for await (const { id } of client.connections.list({ sort: 'created_at', 'page[size]': 25 })) ids.push(id);
    expect(ids).toEqual(account.map(({ id }) => id));
  });

  test('filters connections, and retrieves one', async () => {
    const client = await startTelnyxClient();
    const { data } = await client.connections.list({ filter: { connection_name: { contains: 'line 5' } } });
    expect(data?.map(({ connection_name }) => connection_name)).toContain('Line 59');
    expect(data).toHaveLength(11);
    expect((await client.connections.retrieve(telnyxId(7))).data).toEqual(account[7]);
  });

  // One page only: the SDK's iterator expects numbered pages here, and would not end.
  test('lists active calls', async () => {
    const client = await startTelnyxClient();
    const { data } = await client.connections.listActiveCalls(telnyxId(0));
    expect(data).toEqual([callRow(1), callRow(2), callRow(3)]);
  });

  test('reads the errors', async () => {
    const { connections } = await startTelnyxClient();
    await expect(connections.retrieve('123')).rejects.toThrow(Telnyx.NotFoundError);
    await expect(connections.listActiveCalls(telnyxId(1))).rejects.toThrow(Telnyx.UnprocessableEntityError);
    await expect(connections.list({ 'page[size]': 999 })).rejects.toThrow(Telnyx.BadRequestError);
  });

  test('is rejected with another API key', async () => {
    const { connections } = await startTelnyxClient('ANOTHER-KEY');
    await expect(connections.list()).rejects.toThrow(Telnyx.AuthenticationError);
    await expect(connections.listActiveCalls(telnyxId(0))).rejects.toThrow(Telnyx.AuthenticationError);
  });
});

type History = XClient['connections']['getConnectionHistory'];
type Fields = NonNullable<NonNullable<Parameters<History>[0]>['connectionFields']>;

describe('the X SDK', () => {
  const history = [xRow(1), xRow(2, closed), xRow(3, { ...closed, endpoint_name: 'sample_stream' })];
  const fields: Fields = ['id', 'endpoint_name', 'connected_at', 'disconnected_at', 'disconnect_reason', 'client_ip'];

  async function startXClient(bearerToken = sandboxBearerToken) {
    const { settings } = await startX(history);
    return new XClient({ bearerToken, baseUrl: settings.baseUrl }).connections;
  }

  test('lists active and inactive connections', async () => {
    const connections = await startXClient();
    const open = await connections.getConnectionHistory({ connectionFields: fields });
    expect(open.data).toEqual([expect.objectContaining({ id: history[0]?.['id'], endpointName: 'filtered_stream' })]);
    const dropped = await connections.getConnectionHistory({
      status: 'inactive',
      endpoints: ['sample_stream'],
      connectionFields: fields,
    });
    expect(dropped.data).toEqual([expect.objectContaining({ disconnectReason: 'operator_disconnect' })]);
  });

  test('reads all pages', async () => {
    const connections = await startXClient();
    const seen: unknown[] = [];
    let paginationToken: string | undefined;
    do {
      const { data, meta } = await connections.getConnectionHistory({
        status: 'all',
        maxResults: 1,
        connectionFields: fields,
        ...(paginationToken !== undefined && { paginationToken }),
      });
      seen.push(...(data ?? []));
      paginationToken = meta?.nextToken;
    } while (paginationToken !== undefined);
    expect(seen).toHaveLength(3);
  });

  test('is rejected with another token, and with too large a page', async () => {
    const unauthenticated = await startXClient('another-token');
    await expect(unauthenticated.getConnectionHistory()).rejects.toMatchObject({ status: 401 });
    const connections = await startXClient();
    await expect(connections.getConnectionHistory({ maxResults: 101 })).rejects.toMatchObject({ status: 400 });
  });
});

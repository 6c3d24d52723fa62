import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { emsBody } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startServerOf } from '../../support/upstreams.ts';

/*
 * The hints in the messages about an EMS that does not respond.
 */

const LIST = '{ emsConnections { outcomes { problem { code message retryable } } } }';
const COUNTS = '{ sources { ... on EmsSource { connectionsCount connectionsCountLimit { limit } } } }';
const NO_RESPONSE = 'Source "ems" sent no complete response within 1000 ms.';
const EDGE_HINT =
  'One of its edge processes may not be responding: EMS waits 30 s and more for those, and then leaves out their connections.';
const PORT_HINT =
  'The HTTP CLI of EMS listens on port 7777 by default; 1112 is its JSON CLI and 1935 its RTMP port, which do not speak HTTP.';

/** Listens on a port that does not speak HTTP. */
async function startPort(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startAt(url: string) {
  const { query } = await startSwitchboard({ provider: 'EMS', name: 'ems', url, timeoutMs: 1_000, retries: 2 });
  const problem = async () => (await query(LIST)).data.emsConnections.outcomes[0].problem;
  return { query, problem };
}

/** An EMS that responds to the first request only. */
async function startHangingLater() {
  const { url, requests } = await startServerOf(
    (_request, response) => void (requests.length === 1 && response.end(emsBody([]))),
  );
  const started = await startAt(url);
  expect(await started.problem()).toBeNull();
  return started;
}

test('the timeout of a listing has a hint about edge processes', async () => {
  const { problem } = await startHangingLater();

  expect(await problem()).toEqual({
    code: 'UPSTREAM_TIMEOUT',
    message: `${NO_RESPONSE} ${EDGE_HINT}`,
    retryable: true,
  });
});

test('the timeout of a count has no hint about edge processes', async () => {
  const { query } = await startHangingLater();

  const { errors } = await query(COUNTS);

  expect(errors.map(({ message }) => message)).toEqual([NO_RESPONSE, NO_RESPONSE]);
});

test('a timeout before the first response has a hint about the port', async () => {
  const url = await startPort(() => undefined);
  const { query, problem } = await startAt(url);

  expect(await problem()).toMatchObject({ message: `${NO_RESPONSE} ${EDGE_HINT} ${PORT_HINT}` });
  expect((await query(COUNTS)).errors.map(({ message }) => message)).toEqual(
    Array(2).fill(`${NO_RESPONSE} ${PORT_HINT}`),
  );
});

test.each<[string, (socket: Socket) => void]>([
  [
    'speaks the JSON CLI protocol of EMS',
    (socket) => socket.once('data', () => socket.end('\u0000\u0000\u0000\u0015{"status":"FAIL"}\r\n\r\n')),
  ],
  ['speaks RTMP', (socket) => socket.once('data', () => socket.write('\u0003\u0000\u0000\u0001'))],
  ['sends a greeting first', (socket) => socket.write('220 mail.example.com ESMTP\r\n')],
])('a port that %s is reported as not speaking HTTP, and is not retried', async (_what, onConnection) => {
  let connections = 0;
  const url = await startPort((socket) => {
    connections += 1;
    onConnection(socket);
  });
  const { problem } = await startAt(url);

  expect(await problem()).toEqual({
    code: 'UPSTREAM_MALFORMED',
    message: `Source "ems" does not speak HTTP on this port. Check the port in its URL. ${PORT_HINT}`,
    retryable: false,
  });
  expect(connections).toBe(1);
});

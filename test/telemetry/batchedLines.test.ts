import { pino } from 'pino';
import { expect, test } from 'vitest';
import { BatchedLines } from '../../src/telemetry/batchedLines.ts';
import { run, send, urlOf } from '../support/program.ts';
import { startServerOf } from '../support/upstreams.ts';

/** A log, and what was written at once, as lists of messages. */
function start() {
  const written: string[][] = [];
  const messages = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
  const log = pino({}, new BatchedLines({ write: (text) => void written.push(messages(text)) }));
  return { log, written };
}

test('lines are written together, in their order', async () => {
  const { log, written } = start();
  for (const message of ['a', 'b', 'c']) log.info(message);
  expect(written).toEqual([]);
  await expect.poll(() => written).toEqual([['a', 'b', 'c']]);
});

test.each(['warn', 'error'] as const)('a line of level %s is written at once, after those before it', (level) => {
  const { log, written } = start();
  log.info('a');
  log[level]('b');
  expect(written).toEqual([['a', 'b']]);
});

test('no more lines than fit into a buffer are kept', () => {
  const { log, written } = start();
  for (const message of Array.from({ length: 7 }, () => 'x'.repeat(10_000))) log.info(message);
  expect(written.flat()).toHaveLength(7);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s loses no line', async (signal) => {
  const { url: EMS_URL } = await startServerOf((_request, response) => {
    response.end('{"data":null,"description":"","status":"SUCCESS"}');
  });
  const program = run({ PORT: '0', EMS_URL, SHUTDOWN_DELAY_MS: '0' });
  const url = await urlOf(program);
  await Promise.all(['a', 'b', 'c'].map((id) => send(url, '{ __typename }', { 'x-request-id': id })));
  program.child.kill(signal);
  const { stdout } = await program.ended;
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.flatMap(({ msg, requestId }) => (msg === 'operation' ? [requestId] : [])).sort()).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(lines.at(-1).msg).toBe('Shutdown complete');
});

import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { emsBody, emsRow } from '../fixtures/ems.ts';
import type { SourceSettings } from './switchboard.ts';
import { until } from './until.ts';
import { startServerOf } from './upstreams.ts';

export const PARTS_TYPE = 'multipart/mixed; deferSpec=20220824';

/** An EMS with one connection, which responds only when the test calls `respond`. */
export async function startSlowEms() {
  const held: ServerResponse[] = [];
  const { url, requests } = await startServerOf((_request, response) => void held.push(response));
  onTestFinished(() => {
    for (const response of held) response.destroy();
  });
  const settings: SourceSettings = { provider: 'EMS', name: 'ems', url, timeoutMs: 29_000 };
  /** Sends the response to the oldest request, and waits for one if there is none. */
  const respond = async (body = emsBody([emsRow({ id: 1 })])) => {
    await until(() => held.length > 0);
    held.shift()?.end(body);
  };
  return { settings, requests, respond, held };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what its query selects
type Part = any;

/** Sends a query, and reads its answer part by part. */
export async function sendForParts(
  url: string,
  query: string,
  { variables = {}, headers = {} }: { variables?: object; headers?: Readonly<Record<string, string>> } = {},
) {
  const {
    statusCode,
    headers: answered,
    body,
  } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: PARTS_TYPE, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const type = String(answered['content-type']);
  const reader = type.startsWith('multipart/mixed') ? readParts(body) : readWhole(body);
  /** The next part; undefined after the last one. */
  const next = async (): Promise<Part> => (await reader.next()).value;
  const rest = async (): Promise<Part[]> => {
    const parts: Part[] = [];
    for await (const part of reader) parts.push(part);
    return parts;
  };
  return { status: statusCode, type, headers: answered, next, rest, disconnect: () => void body.destroy() };
}

async function* readParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Part, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const pieces = text.split(/\r\n---(?:--)?\r\n/);
    text = pieces.pop() ?? '';
    for (const piece of pieces.filter((one) => one !== '')) yield JSON.parse(piece.split('\r\n\r\n')[1] ?? '');
  }
}

async function* readWhole(body: { json(): Promise<unknown> }): AsyncGenerator<Part, void> {
  yield await body.json();
}

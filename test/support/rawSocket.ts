import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Connects a socket and sends this text unchanged. `received` is what it has received so far.
 *
 * @param address of the client
 */
export async function openSocket(url: string, sent: string, host = '127.0.0.1', address?: string) {
  const from = address === undefined ? {} : { localAddress: address };
  const socket = connect({ port: Number(new URL(url).port), host, ...from });
  onTestFinished(() => void socket.destroy());
  const received = { text: '' };
  socket.setEncoding('latin1').on('data', (text) => (received.text += text));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (sent !== '') await new Promise((resolve) => socket.write(sent, resolve));
  return { socket, received };
}

export async function closed(socket: Socket): Promise<void> {
  // `once` of Node.js would reject at the error of a client that still sends.
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

/** The HTTP answers in this text, which must be complete and have a content-length. */
export function answersIn(text: string) {
  const answers: { status: number; headers: Record<string, string>; body: string }[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
    const length = Number(headers['content-length']);
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** A POST request to the GraphQL endpoint. */
export function postOf(query: string, ...headers: readonly string[]): string {
  const body = JSON.stringify({ query });
  const lines = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', ...headers];
  return `${[...lines, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
}

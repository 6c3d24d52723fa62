import type { RequestListener, ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { type Answer, startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';
import { type ProviderUnderTest, settingsAt } from './providerUnderTest.ts';

/*
 * An upstream that tells more than any client may learn: our credential, its address and path, its headers, its words.
 */

export const credential = 'credential-to-hide';
export const words = 'words-to-hide';
const path = 'path-to-hide';
const header = 'header-to-hide';

/** A source named `main` whose upstream does that. Whatever a client asks of it, the answer must hide what is to be hidden. */
export async function startSecretive(
  provider: ProviderUnderTest,
  handle: RequestListener,
  settings: Readonly<Record<string, unknown>> = {},
) {
  const { url, requests } = await startServerOf((request, response) => {
    response.setHeader('x-header', header);
    handle(request, response);
  });
  const switchboard = await startSwitchboard({ ...settingsAt(provider, `${url}/${path}`, credential), ...settings });
  const query = async (document: string) => hiding(provider, await switchboard.query(document));
  return { requests, query };
}

/** A refusal that says what is to be hidden in every member that any of the vendors has for it. */
export function refuse(response: ServerResponse, status: number): void {
  const said = { title: words, detail: words, description: words, message: words, status };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...said, authorization: credential, errors: [{ ...said, meta: { url: words } }] }));
}

/** The same answer, having looked for what no client may see. */
export function hiding({ authorization }: ProviderUnderTest, answer: Answer): Answer {
  const text = JSON.stringify(answer);
  for (const secret of [credential, authorization(credential), words, path, header, '127.0.0.1']) {
    expect(text).not.toContain(secret);
  }
  return answer;
}

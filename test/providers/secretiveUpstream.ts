import type { RequestListener, ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { type Answer, startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';
import { type ProviderUnderTest, settingsAt } from './providerUnderTest.ts';

/*
 * An upstream whose responses contain what no client may see: the credentials, and the upstream's texts, headers, address and path.
 */

export const credential = 'credential-to-hide';
export const vendorText = 'vendor-text-to-hide';
const path = 'path-to-hide';
const header = 'header-to-hide';

/** A source named `main` with such an upstream. Each answer is checked for secrets. */
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
  const query = async (document: string) => expectNoSecrets(provider, await switchboard.query(document));
  return { requests, query };
}

/** Responds with an error that has a secret in every member that any of the vendors uses. */
export function respondWithError(response: ServerResponse, status: number): void {
  const texts = { title: vendorText, detail: vendorText, description: vendorText, message: vendorText, status };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ ...texts, authorization: credential, errors: [{ ...texts, meta: { url: vendorText } }] }),
  );
}

/** Returns the answer, after checking that it contains no secret. */
export function expectNoSecrets({ authorization }: ProviderUnderTest, answer: Answer): Answer {
  const text = JSON.stringify(answer);
  for (const secret of [credential, authorization(credential), vendorText, path, header, '127.0.0.1']) {
    expect(text).not.toContain(secret);
  }
  return answer;
}

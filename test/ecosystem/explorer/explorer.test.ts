import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hashApiKey, makeApiKey } from '../../../src/config/apiKey.ts';
import { EXAMPLES } from '../../../src/server/explorer/examples.ts';
import { run, urlOf } from '../../support/program.ts';
import { launchChromium } from './browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens the explorer of a sandbox. `problems` are what a browser's console shows, and failed requests. */
async function open(settings: Readonly<Record<string, string>> = {}) {
  const url = await urlOf(run({ PORT: '0', ...settings }));
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const requested: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => void requested.push(request.url()));
  page.on('requestfailed', (request) => void problems.push(`failed: ${request.url()}`));
  page.on('pageerror', (error) => void problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  // Until GraphiQL has read the schema, it does not notice that another tab has another operation.
  const introspection = page.waitForResponse(
    (response) => response.request().postData()?.includes('__schema') ?? false,
  );
  await page.goto(url);
  await page.getByRole('tab').first().waitFor();
  await (await introspection).finished();
  return { url, page, requested, problems };
}

/** Executes the operation of the open tab, and returns the answer that the page shows. */
async function execute(page: Page): Promise<string> {
  const shown = page.getByRole('region', { name: 'Result Window' });
  // Again if GraphiQL still has the operation of the tab before.
  const answer = async () => {
    await page.getByRole('button', { name: 'Execute query' }).click();
    return shown.innerText();
  };
  await expect.poll(answer, { timeout: 30_000, interval: 500 }).toContain('"data"');
  return shown.innerText();
}

describe('in a real browser, the explorer', () => {
  test('opens on its tabs, runs each of them and shows the answer, without another host and without an error', async () => {
    const { url, page, requested, problems } = await open();
    expect(await page.getByRole('tab').count()).toBe(EXAMPLES.length);
    for (const [index, { query }] of EXAMPLES.entries()) {
      await page.locator(`#graphiql-session-tab-${index}`).click();
      const answer = await execute(page);
      // The root field, which tells whose answer it is.
      const [, field] = /^ {2}(\w+)/m.exec(query) ?? [];
      expect(answer).toContain(`"${field}":`);
      expect(answer).not.toContain('"errors"');
    }
    expect(requested.length).toBeGreaterThan(EXAMPLES.length);
    expect(requested.filter((each) => new URL(each).origin !== new URL(url).origin)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('sends the header of its editor, so that it works with authentication', async () => {
    const key = makeApiKey();
    const { page } = await open({ SWITCHBOARD_API_KEY_SHA256: hashApiKey(key).toString('hex'), EXPLORER: 'on' });
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('section[aria-label="Headers"]').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(JSON.stringify({ authorization: `Bearer ${key}` }));
    // The editor adds closing quotes and brackets of its own.
    await page.keyboard.press('ControlOrMeta+Shift+End');
    await page.keyboard.press('Delete');
    expect(await execute(page)).toContain('"totalCount"');
  });
});

/** Sends a query from a page of this origin, whose content is served here: nothing is requested from the internet. */
async function sendFrom(origin: string, target: string, permissions: readonly string[]) {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  await context.grantPermissions([...permissions], { origin });
  const page = await context.newPage();
  await page.route(`${origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'A page' }));
  await page.goto(`${origin}/sandbox/explorer`);
  return page.evaluate(
    ([url]) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-any-header': 'of the header editor' },
        body: '{"query":"{ __typename }"}',
      }).then(
        (response) => response.text(),
        (error: unknown) => `refused: ${error}`,
      ),
    [target] as const,
  );
}

describe('in a real browser, a page of Apollo Studio', () => {
  test('reaches the sandbox', async () => {
    const url = await urlOf(run({ PORT: '0' }));
    expect(await sendFrom('https://studio.apollographql.com', url, ['local-network-access'])).toContain('"Query"');
    expect(await sendFrom('https://evil.example', url, ['local-network-access'])).toContain('refused');
  });
});

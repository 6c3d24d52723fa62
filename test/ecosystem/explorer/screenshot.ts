import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './browser.ts';

/*
 * Writes docs/explorer.png: `node test/ecosystem/explorer/screenshot.ts`
 */

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const server = spawn(process.execPath, [fromRoot('src/start.js')], { env: { PORT: '0' } });
const browser = await launchChromium();
try {
  const url = await new Promise<string>((resolve) => {
    let printed = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const [found] = /http:\S+\/graphql/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const introspection = page.waitForResponse(
    (response) => response.request().postData()?.includes('__schema') ?? false,
  );
  await page.goto(url);
  await (await introspection).finished();
  await page.getByRole('button', { name: 'EmsStreams' }).click();
  await page.getByText('emsConnections').first().waitFor();
  await page.getByRole('button', { name: 'Execute query' }).click();
  await page.getByText('"totalCount"').waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: fromRoot('docs/explorer.png') });
} finally {
  await browser.close();
  server.kill();
}

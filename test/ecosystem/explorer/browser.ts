import pack from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Starts a real Chromium without a window. The first start on a machine unpacks it, which takes most of a minute. */
export async function launchChromium(): Promise<Browser> {
  // As root, as in a container, Chromium cannot start its own sandbox.
  return chromium.launch({ executablePath: await pack.executablePath(), args: ['--no-sandbox'] });
}

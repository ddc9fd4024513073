/** Where the tests find a Chromium, and how they start it. */
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Places looked at after `CHROMIUM_PATH`, in this order. */
const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/** Quiet, without a sandbox (containers run as root), and without a call to anywhere but the test. */
export const launchFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of an installed Chromium, or `undefined` when there is none.
 * A `CHROMIUM_PATH` that leads nowhere is a mistake to be told, not to be passed over: it throws.
 */
export function findChromium(): string | undefined {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!isExecutable(wanted)) throw new Error(`CHROMIUM_PATH is not executable: ${wanted}`);
    return wanted;
  }
  return [...systemPaths, chromium.executablePath()].find(isExecutable);
}

/** Starts a headless Chromium. Throws, and says what to run, when the machine has none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium here: run `node scripts/ensure-chromium.ts`.');
  return chromium.launch({ executablePath, args: [...launchFlags] });
}

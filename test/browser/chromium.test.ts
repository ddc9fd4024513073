/** Proves that the browser tests have a browser, and that a wrong path to one is told. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the browser', () => {
  it('starts, runs a page and has what the widget stands on', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<p id="greeting">hello</p>');
      expect(await page.locator('#greeting').textContent()).toBe('hello');
      const present = await page.evaluate(() => ({
        sheets: 'adoptedStyleSheets' in document,
        elements: 'customElements' in window,
        trustedTypes: 'trustedTypes' in window,
      }));
      expect(present).toEqual({ sheets: true, elements: true, trustedTypes: true });
    } finally {
      await browser.close();
    }
  });

  it('is the one that CHROMIUM_PATH names', () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect(findChromium()).toBe(process.execPath);
  });

  it('is not looked for elsewhere when CHROMIUM_PATH leads nowhere', () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
    expect(() => findChromium()).toThrow('CHROMIUM_PATH is not executable: /nowhere/chromium');
  });
});

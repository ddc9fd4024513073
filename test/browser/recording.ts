/** Everything that a browser context sends, receives and says, kept to be searched afterwards. */
import type { BrowserContext, Page, Request, Response } from 'playwright-core';

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal by the page's content security policy. */
export interface Violation {
  readonly directive: string;
  readonly blocked: string;
  readonly sample: string;
}

/** In every page before its own scripts: keeps violations, which a page could otherwise stop from being seen. */
function keepViolations(): void {
  const kept: Violation[] = [];
  Object.defineProperty(globalThis, 'keptViolations', { value: kept });
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective, blockedURI, sample }) =>
      kept.push({ directive: effectiveDirective, blocked: blockedURI, sample }),
    true,
  );
}

export const violationsOf = (page: Page): Promise<Violation[]> =>
  page.evaluate(() => Reflect.get(globalThis, 'keptViolations') as Violation[]);

export class Recording {
  /** Requests as they were sent, answered or not. */
  readonly sent: Request[] = [];
  /** What pages wrote to their consoles, errors that nobody caught among it. */
  readonly console: string[] = [];
  readonly #answers: Promise<Exchange | null>[] = [];

  static async of(context: BrowserContext): Promise<Recording> {
    const record = new Recording();
    context.on('request', (request) => record.sent.push(request));
    context.on('response', (response) => record.#answers.push(exchangeOf(response)));
    context.on('console', (message) => record.console.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', (error) => record.console.push(`uncaught: ${error.error().message}`));
    await context.addInitScript(keepViolations);
    return record;
  }

  /** All answers that have arrived, in the order of their arrival. Downloads have no body here. */
  async exchanges(): Promise<Exchange[]> {
    return (await Promise.all(this.#answers)).filter((one) => one !== null);
  }

  /** How many requests went to this path so far. */
  countOf(method: string, path: string | RegExp): number {
    const fits = (pathname: string) =>
      typeof path === 'string' ? pathname === path : path.test(pathname);
    return this.sent.filter(
      (request) => request.method() === method && fits(new URL(request.url()).pathname),
    ).length;
  }
}

async function exchangeOf(response: Response): Promise<Exchange | null> {
  const request = response.request();
  try {
    const [requestHeaders, responseHeaders] = await Promise.all([
      request.allHeaders(),
      response.allHeaders(),
    ]);
    return {
      method: request.method(),
      url: request.url(),
      path: new URL(request.url()).pathname,
      requestHeaders,
      requestBody: request.postData() ?? '',
      status: response.status(),
      responseHeaders,
      body: (await response.body().catch(() => null))?.toString('utf8') ?? '',
    };
  } catch {
    // The page went away before all of it was known.
    return null;
  }
}

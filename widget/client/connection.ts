/** The page's one connection: found on the loader's own script tag or configured by hand, then shared by all widgets. */
import { type AssertionSource, assertionFrom } from './assertion.ts';
import { type Client, createClient } from './client.ts';
import type { Fetch } from './fetching.ts';
import { createSession } from './session.ts';
import { Trouble } from './trouble.ts';

export interface Configuration {
  /** A function that answers a fresh assertion, or a same-origin address that does. */
  readonly assertion: AssertionSource | string;
  /** Accepted only when it names the origin that the script came from; anything else is refused. */
  readonly apiBase?: string;
}

/** How long a page may take to call `configure` before its widgets say that nobody did. */
const patienceMs = 4000;

/** The API is wherever this very module came from: no attribute or option can point a token elsewhere. */
const apiOrigin = new URL(import.meta.url).origin;
const fetcher: Fetch = (input, init) => globalThis.fetch(input, init);

let connect: (client: Client) => void = () => undefined;
let fail: (trouble: Trouble) => void = () => undefined;
let connection = awaited();
let settled = false;

function awaited(): Promise<Client> {
  const promise = new Promise<Client>((resolve, reject) => {
    connect = resolve;
    fail = reject;
  });
  promise.catch(() => undefined);
  return promise;
}

/** The client, once the page is configured. Rejects with `Trouble('misconfigured')` when it never is, or wrongly. */
export const connected = (): Promise<Client> => connection;

/**
 * Connects the page's widgets. Calling it again starts a fresh session (another user signed in); every widget
 * loads anew. A wrong configuration shows in the widgets and on the console.
 */
export function configure(configuration: Configuration): void {
  const given = Object.hasOwn(configuration, 'assertion') ? configuration.assertion : null;
  const apiBase = Object.hasOwn(configuration, 'apiBase') ? configuration.apiBase : undefined;
  if (settled) connection = awaited();
  settled = true;
  try {
    if (apiBase !== undefined) checkApiBase(apiBase);
    const assertion =
      typeof given === 'string' ? assertionFrom(given, location.href, fetcher) : given;
    if (typeof assertion !== 'function')
      throw new Trouble('misconfigured', 'An assertion source is required.');
    const session = createSession({
      origin: apiOrigin,
      assertion,
      fetch: fetcher,
      now: () => performance.now(),
      onReplaced: () => tell('replaced'),
    });
    connect(createClient({ origin: apiOrigin, fetch: fetcher, session }));
  } catch (error) {
    console.error('Ambit:', error instanceof Error ? error.message : error);
    fail(error instanceof Trouble ? error : new Trouble('misconfigured', null, { cause: error }));
  }
  tell('configured');
}

/** configured: whoever looks may be another now; replaced: a token was refused, so rights may have moved. */
export type Turn = 'configured' | 'replaced';

const listeners = new Set<(turn: Turn) => void>();

function tell(turn: Turn): void {
  for (const listener of listeners) listener(turn);
}

/** Calls `listener` at every turn of the connection; answers how to stop. */
export function onTurn(listener: (turn: Turn) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Refuses any API base but our own origin, so that a pasted attribute cannot send the token to a stranger. */
export function checkApiBase(base: string): void {
  if (URL.parse(base, apiOrigin)?.origin !== apiOrigin) {
    throw new Trouble('misconfigured', 'api-base must be the origin that the script came from.');
  }
}

/**
 * Reads the loader's script tag (`data-assertion`, refused `data-api-base`). Module scripts have no
 * `currentScript`: the tag is known by its address. Without the attribute it waits for `configure`.
 */
export function connectByScriptTag(moduleUrl: string): void {
  const wanted = withoutQuery(moduleUrl);
  const tag = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].find(
    (script) => withoutQuery(script.src) === wanted,
  );
  const assertion = tag?.getAttribute('data-assertion');
  const apiBase = tag?.getAttribute('data-api-base');
  if (assertion) {
    configure({ assertion, ...(apiBase ? { apiBase } : {}) });
    return;
  }
  setTimeout(() => {
    if (settled) return;
    settled = true;
    console.error('Ambit: no data-assertion on the script tag, and nobody called configure().');
    fail(new Trouble('misconfigured'));
  }, patienceMs);
}

function withoutQuery(address: string): string {
  const url = URL.parse(address, location.href);
  return url === null ? address : url.origin + url.pathname;
}

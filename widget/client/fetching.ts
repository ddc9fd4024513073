/** One way to call fetch: fixed safe options, owned keys only, and network failures told apart from answers. */
import { Trouble } from './trouble.ts';

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | URLSearchParams;
  readonly credentials?: 'omit' | 'same-origin';
  readonly cache?: 'default' | 'no-store';
  readonly signal?: AbortSignal | undefined;
}

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** A copy without a prototype: what a page put onto `Object.prototype` cannot be read through it. */
export const ownOnly = <T extends object>(value: T): T => Object.assign(Object.create(null), value);

/**
 * Neither our own options nor those that fetch reads have a prototype, because both readers would see inherited
 * keys too. Redirects are errors: a bearer token must not follow one.
 * Throws `Trouble('offline')` when no answer came, and the abort error as it is.
 */
export async function call(fetcher: Fetch, address: URL, options: Call): Promise<Response> {
  const given = ownOnly(options);
  const init: RequestInit = ownOnly({
    method: given.method ?? 'GET',
    headers: new Headers((given.headers ?? []).map(([name, value]) => [name, value])),
    body: given.body ?? null,
    credentials: given.credentials ?? 'omit',
    cache: given.cache ?? 'default',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    mode: 'cors',
    signal: given.signal ?? null,
  });
  try {
    return await fetcher(address.href, init);
  } catch (error) {
    if (given.signal?.aborted) throw given.signal.reason;
    throw new Trouble('offline', null, { cause: error });
  }
}

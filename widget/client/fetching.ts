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

/**
 * The options have no prototype, because fetch reads inherited keys too and a page may have polluted
 * `Object.prototype`. Redirects are errors: a bearer token must not follow one.
 * Throws `Trouble('offline')` when no answer came, and the abort error as it is.
 */
export async function call(fetcher: Fetch, address: URL, options: Call): Promise<Response> {
  const init: RequestInit = Object.assign(Object.create(null), {
    method: options.method ?? 'GET',
    headers: new Headers((options.headers ?? []).map(([name, value]) => [name, value])),
    body: options.body ?? null,
    credentials: options.credentials ?? 'omit',
    cache: options.cache ?? 'default',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    mode: 'cors',
    signal: options.signal ?? null,
  });
  try {
    return await fetcher(address.href, init);
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw new Trouble('offline', null, { cause: error });
  }
}

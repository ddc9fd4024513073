/** Where the portal's signed word about its user comes from: an address of the same page's origin, or a function. */
import { call, type Fetch } from './fetching.ts';
import { Trouble } from './trouble.ts';

/** Answers a fresh assertion (a compact JWT) at every call: each is good once. */
export type AssertionSource = () => Promise<string>;

const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Takes what a host's function or address answered; throws `Trouble` unless it looks like a JWT. */
export function checkedAssertion(candidate: unknown): string {
  const token = typeof candidate === 'string' ? candidate.trim() : '';
  if (!compactJwt.test(token)) {
    throw new Trouble('misconfigured', 'The portal did not answer with an assertion.');
  }
  return token;
}

/**
 * A source that fetches `address` (resolved against `pageUrl`) with the portal's own cookies. It answers
 * `text/plain` or JSON `{"assertion": "..."}`. Throws at once when the address is of another origin:
 * whoever controls that origin would decide who the reader is.
 */
export function assertionFrom(address: string, pageUrl: string, fetcher: Fetch): AssertionSource {
  const target = new URL(address, pageUrl);
  if (target.origin !== new URL(pageUrl).origin) {
    throw new Trouble(
      'misconfigured',
      'The assertion address must be of the same origin as the page.',
    );
  }
  return async () => {
    const response = await call(fetcher, target, { credentials: 'same-origin', cache: 'no-store' });
    if (response.status === 401 || response.status === 403) throw new Trouble('expired');
    if (!response.ok) {
      throw new Trouble(
        'failed',
        `The portal answered ${response.status} when asked for an assertion.`,
      );
    }
    return checkedAssertion(bodyOf(await response.text()));
  };
}

function bodyOf(body: string): unknown {
  const trimmed = body.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  try {
    const parsed: object = JSON.parse(trimmed);
    return Object.hasOwn(parsed, 'assertion') ? Reflect.get(parsed, 'assertion') : null;
  } catch {
    return null;
  }
}

/** The page's one scope token: exchanged from an assertion, renewed for all widgets at once, never let out. */
import type { TokenAnswer } from '../../shared/wire/session.ts';
import { type AssertionSource, checkedAssertion } from './assertion.ts';
import { call, type Fetch } from './fetching.ts';
import { Trouble } from './trouble.ts';

/** Renewal starts when this share of the token's life is left, in the background of the request that notices. */
const renewalShare = 0.2;

export interface SessionOptions {
  /** The API's origin. */
  readonly origin: string;
  readonly assertion: AssertionSource;
  readonly fetch: Fetch;
  /** Monotonic milliseconds (`performance.now`): a wrong or changed wall clock must not matter. */
  readonly now: () => number;
  /** Called once for each token that took the place of a refused one: whatever else was fetched may be outdated. */
  readonly onReplaced?: () => void;
}

export interface Session {
  /** A token that is good by our clock; exchanges one when there is none. Throws `Trouble`. */
  token(): Promise<string>;
  /** A token other than `refused`, which the server would not take. Throws `Trouble`. */
  replace(refused: string): Promise<string>;
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * RFC 8693 exchange with one request in flight whatever the number of widgets. There is no timer: an idle page
 * asks the portal for nothing, so Ambit never keeps a portal's login alive on its own.
 */
export function createSession(options: SessionOptions): Session {
  let held: Held | null = null;
  let inFlight: Promise<Held> | null = null;
  let told: Held | null = null;

  const renew = (): Promise<Held> => {
    inFlight ??= exchange(options)
      .then((next) => {
        held = next;
        return next;
      })
      .finally(() => {
        inFlight = null;
      });
    return inFlight;
  };

  return {
    async token() {
      const now = options.now();
      if (held === null || now >= held.endsAt) return (await renew()).token;
      // A failed early renewal is no trouble yet: the token in hand still serves, and the next request tries again.
      if (now >= held.renewAt) renew().catch(() => undefined);
      return held.token;
    },
    async replace(refused) {
      if (held !== null && held.token !== refused) return held.token;
      held = null;
      const next = await renew();
      if (told !== next) options.onReplaced?.();
      told = next;
      return next.token;
    },
  };
}

async function exchange(options: SessionOptions): Promise<Held> {
  const assertion = checkedAssertion(await options.assertion());
  const startedAt = options.now();
  const response = await call(options.fetch, new URL('/v1/token', options.origin), {
    method: 'POST',
    body: new URLSearchParams([
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
      ['subject_token', assertion],
      ['subject_token_type', 'urn:ietf:params:oauth:token-type:jwt'],
    ]),
  });
  if (response.status >= 500) throw new Trouble('failed');
  if (!response.ok) throw new Trouble('expired');
  const answer: TokenAnswer = await response.json();
  const lifeMs = answer.expires_in * 1000;
  return {
    token: answer.access_token,
    renewAt: startedAt + lifeMs * (1 - renewalShare),
    endsAt: startedAt + lifeMs,
  };
}

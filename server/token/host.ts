/** `ambit/host`, for portals' backends: signs the word about who sits before the page. WebCrypto and nothing else. */
import { encodeBase64url } from './base64url.ts';

/** The secret that `ambit site` showed once, or a private JWK whose public half is registered with the site. */
export type HostKey =
  | { readonly kid?: string; readonly secret: string }
  | { readonly kid: string; readonly privateJwk: HostPrivateJwk };

/** RFC 7518 section 6.2 (P-256) or RFC 8037 section 2 (Ed25519). */
export interface HostPrivateJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly d: string;
}

export interface AssertionOrder {
  /** The site's id. */
  readonly site: string;
  readonly key: HostKey;
  /** The origin of the Ambit API, as in `https://training.example.com`. */
  readonly audience: string;
  /** The power user's username, from the portal's own login and never from the page. */
  readonly username: string;
  /** 1 to 300; a widget trades it at once, so a minute is plenty. */
  readonly lifetimeSeconds?: number;
  /** Unix seconds; the machine's clock unless given. */
  readonly nowSeconds?: number;
}

interface Signer {
  readonly alg: string;
  readonly importAs: { name: string; hash?: string; namedCurve?: string };
  readonly signAs: { name: string; hash?: string };
}

const hmac: Signer = {
  alg: 'HS256',
  importAs: { name: 'HMAC', hash: 'SHA-256' },
  signAs: { name: 'HMAC' },
};

/** By the curve of the private JWK. */
const signers: ReadonlyMap<string, Signer> = new Map([
  [
    'P-256',
    {
      alg: 'ES256',
      importAs: { name: 'ECDSA', namedCurve: 'P-256' },
      signAs: { name: 'ECDSA', hash: 'SHA-256' },
    },
  ],
  ['Ed25519', { alg: 'EdDSA', importAs: { name: 'Ed25519' }, signAs: { name: 'Ed25519' } }],
]);

const longestSeconds = 300;

/**
 * A compact JWT for `POST /v1/token`, good once: make a new one for every request of the page.
 * Throws a TypeError when the order could only make an assertion that Ambit refuses.
 */
export async function signAssertion(order: AssertionOrder): Promise<string> {
  const { lifetimeSeconds = 60, nowSeconds = Math.floor(Date.now() / 1000) } = order;
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= longestSeconds)) {
    throw new TypeError(`lifetimeSeconds must be from 1 to ${longestSeconds}`);
  }
  for (const field of ['site', 'audience', 'username'] as const) {
    if (typeof order[field] !== 'string' || order[field] === '') {
      throw new TypeError(`${field} must be a text that is not empty`);
    }
  }
  const { signer, key } = await open(order.key);
  const header = {
    alg: signer.alg,
    typ: 'ambit-assertion+jwt',
    ...(order.key.kid !== undefined && { kid: order.key.kid }),
  };
  const claims = {
    iss: order.site,
    sub: order.username,
    aud: order.audience,
    iat: nowSeconds,
    exp: nowSeconds + lifetimeSeconds,
    jti: crypto.randomUUID(),
  };
  const said = `${encodeJson(header)}.${encodeJson(claims)}`;
  const mark = await crypto.subtle.sign(signer.signAs, key, new TextEncoder().encode(said));
  return `${said}.${encodeBase64url(new Uint8Array(mark))}`;
}

const encodeJson = (value: object): string =>
  encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));

async function open(hostKey: HostKey): Promise<{ signer: Signer; key: CryptoKey }> {
  if ('secret' in hostKey) {
    const bytes = new TextEncoder().encode(hostKey.secret);
    const key = await crypto.subtle.importKey('raw', bytes, hmac.importAs, false, ['sign']);
    return { signer: hmac, key };
  }
  const { kty, crv, x, y, d } = hostKey.privateJwk;
  const signer = signers.get(crv);
  if (signer === undefined) throw new TypeError('privateJwk must be of the curve P-256 or Ed25519');
  // Only what is mathematics: members such as `alg` or `key_ops` are read differently from runtime to runtime.
  const jwk = { kty, crv, x, d, ...(y !== undefined && { y }) };
  const key = await crypto.subtle.importKey('jwk', jwk, signer.importAs, false, ['sign']);
  return { signer, key };
}

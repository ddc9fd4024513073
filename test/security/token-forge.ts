/** A workshop in which tokens of any shape can be forged, with any key, down to the letters of their JSON. */
import { sql } from 'drizzle-orm';
import { unseal } from '../../server/token/seal.ts';
import { now, origin, settings, type World } from './token-world.ts';

/** Signs the bytes of `head.body`; null leaves the signature empty. */
export type Signer = ((said: string) => Promise<Uint8Array>) | null;

const bytesOf = (text: string) => new TextEncoder().encode(text);

export const hmacSigner =
  (secret: string): NonNullable<Signer> =>
  async (said) => {
    const as = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', bytesOf(secret), as, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(said)));
  };

export const ecdsaSigner =
  (jwk: JsonWebKey): NonNullable<Signer> =>
  async (said) => {
    const as = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('jwk', jwk, as, false, ['sign']);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    return new Uint8Array(await crypto.subtle.sign(how, key, bytesOf(said)));
  };

export const base64url = (content: string | Uint8Array): string =>
  Buffer.from(content as string).toString('base64url');

/** Header and payload as objects, or as the very text that shall stand there. */
export async function forge(
  header: object | string,
  payload: object | string,
  sign: Signer,
): Promise<string> {
  const text = (part: object | string) => (typeof part === 'string' ? part : JSON.stringify(part));
  const said = `${base64url(text(header))}.${base64url(text(payload))}`;
  return `${said}.${sign ? base64url(await sign(said)) : ''}`;
}

/** The claims of a token. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

export interface OwnKey {
  readonly kid: string;
  readonly sign: NonNullable<Signer>;
  readonly publicJwk: string;
}

/** Our own key in use, which no forger has: what is signed with it is refused for what it says alone. */
export async function ownKey({ database }: World, state = 'current'): Promise<OwnKey> {
  const [[row = []] = []] = await database.read(
    sql`SELECT id, sealed_private_jwk, public_jwk FROM signing_keys WHERE state = ${state}`,
  );
  const [kid = '', sealed = '', publicJwk = ''] = row.map(String);
  const jwk: JsonWebKey = JSON.parse(await unseal(settings, 'signing-key', kid, sealed));
  return { kid, sign: ecdsaSigner(jwk), publicJwk };
}

/** Header and claims of a scope token of Ada as we would mint it now. */
export async function scopeParts(world: World, kid: string, at = now) {
  const [[[epoch] = []] = []] = await world.database.read(
    sql`SELECT epoch FROM epochs WHERE user_id = ${world.adaId}`,
  );
  return {
    header: { alg: 'ES256', typ: 'at+jwt', kid },
    claims: {
      iss: settings.issuer,
      aud: settings.issuer,
      sub: 'u-ada',
      client_id: 'acme',
      site: 'acme',
      site_key: world.acme.hs256.kid,
      origin,
      epoch: `${world.adaId}.${epoch}`,
      permissions: ['reports.view'],
      iat: at,
      exp: at + 600,
      jti: 'a-scope-token-of-ada',
    },
  };
}

/** Header and claims of an assertion of Ada by Acme, with an unused `jti` each time. */
export const assertionParts = (at = now) => ({
  header: { alg: 'HS256', typ: 'JWT' },
  claims: {
    iss: 'acme',
    aud: settings.issuer,
    sub: 'ada',
    iat: at,
    exp: at + 60,
    jti: crypto.randomUUID(),
  },
});

/** The scope token: who looks, through which site and page, with which permissions, at which epoch of their rights. */
import { CompactSign } from 'jose';
import { z } from 'zod';
import { isPermissionId, type PermissionId } from '../../shared/permission/catalogue.ts';
import { randomText } from './base64url.ts';
import { type CompactJws, readCompactJws } from './canonical.ts';
import { lifetimeOf } from './claims.ts';
import { remembering } from './remember.ts';
import type { Settings } from './settings.ts';
import { isSignedBy } from './signature.ts';
import {
  importPublicKey,
  type SigningKey,
  scopeTokenSeconds,
  signingAlgorithm,
} from './signing-keys.ts';

/** RFC 9068 section 2.1. No other token that we accept carries it. */
const type = 'at+jwt';

/** RFC 9068 section 2.2 and our own; a claim beyond these makes the token one that we did not write. */
const claimsSchema = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().describe('The power user, by the id that the LMS gave'),
  client_id: z.string(),
  site: z.string(),
  site_key: z.string().nullable().describe('The key that signed the assertion'),
  origin: z.string(),
  epoch: z.string().describe('Opaque: equal as long as the rights have not moved'),
  permissions: z.array(z.string()),
  iat: z.number(),
  exp: z.number(),
  jti: z.string(),
});
type Claims = z.infer<typeof claimsSchema>;

/** What is put into a token, and what a verified one says. */
export interface ScopeGrant {
  readonly siteId: string;
  readonly siteKeyId: string | null;
  readonly origin: string;
  readonly userKey: string;
  readonly epoch: string;
  readonly permissions: ReadonlySet<PermissionId>;
}

export interface ScopeToken extends ScopeGrant {
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Written by whoever it claims to be of: of no worth until `proveScopeToken` has seen it. */
export interface UnprovenScopeToken {
  readonly jws: CompactJws;
  readonly kid: string;
  readonly token: ScopeToken;
}

/** A number repeats when a person is removed and comes again under the same key; with our own id it does not. */
export const epochOf = (userId: number, epoch: number): string => `${userId}.${epoch}`;

/** Signs a token for `scopeTokenSeconds` from now. */
export async function mintScopeToken(
  settings: Settings,
  { kid, key }: SigningKey,
  grant: ScopeGrant,
  nowSeconds: number,
): Promise<{ text: string; token: ScopeToken }> {
  const claims: Claims = {
    iss: settings.issuer,
    aud: settings.issuer,
    sub: grant.userKey,
    client_id: grant.siteId,
    site: grant.siteId,
    site_key: grant.siteKeyId,
    origin: grant.origin,
    epoch: grant.epoch,
    permissions: [...grant.permissions],
    iat: nowSeconds,
    exp: nowSeconds + scopeTokenSeconds,
    jti: randomText(16),
  };
  const text = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: signingAlgorithm, typ: type, kid })
    .sign(key);
  return { text, token: toToken(claims) };
}

/** Form, type, issuer, audience, claims and times, in that order; null at the first that is not as it should be. */
export function readScopeToken(
  settings: Settings,
  text: string,
  nowSeconds: number,
): UnprovenScopeToken | null {
  const jws = readCompactJws(text, [signingAlgorithm]);
  if (jws === null || jws.kid === null || jws.typ !== type) return null;
  const { iss, aud } = jws.claims;
  if (iss !== settings.issuer || aud !== settings.issuer) return null;
  const claims = claimsSchema.safeParse(jws.claims);
  if (!claims.success || claims.data.client_id !== claims.data.site) return null;
  if (lifetimeOf(jws.claims, nowSeconds, scopeTokenSeconds) === null) return null;
  return { jws, kid: jws.kid, token: toToken(claims.data) };
}

/** Checks the signature against the key that `kid` names; null when it is another's. */
export async function proveScopeToken(
  settings: Settings,
  { jws, token }: UnprovenScopeToken,
  publicJwk: string,
): Promise<ScopeToken | null> {
  const key = await importPublicKey(settings, publicJwk, signingAlgorithm);
  const signed = proven(key, jws.token, () => requireSigned(key, jws));
  return signed.then(
    () => token,
    () => null,
  );
}

/** A page asks many times with one token, and a signature that was good once is good for ever under its key. */
const proven = remembering<true>(1_000);

async function requireSigned(key: CryptoKey, jws: CompactJws): Promise<true> {
  if (await isSignedBy(key, jws)) return true;
  throw new TypeError('another signature');
}

const toToken = (claims: Claims): ScopeToken => ({
  siteId: claims.site,
  siteKeyId: claims.site_key,
  origin: claims.origin,
  userKey: claims.sub,
  epoch: claims.epoch,
  permissions: new Set(claims.permissions.filter(isPermissionId)),
  tokenId: claims.jti,
  issuedAt: claims.iat,
  expiresAt: claims.exp,
});

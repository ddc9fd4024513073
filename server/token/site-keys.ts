/** The keys that portals sign with: a shared secret that we seal, or a public key that we are told. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database, Runnable } from '../data/database.ts';
import { siteKeys } from '../data/schema/index.ts';
import { randomText } from './base64url.ts';
import { remembering } from './remember.ts';
import { seal, unseal } from './seal.ts';
import type { Settings } from './settings.ts';
import { importPublicKey } from './signing-keys.ts';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * How a site may sign, and what its public key looks like; null where both sides hold one secret.
 * A key is good for its own algorithm and for no other (RFC 8725 section 3.1).
 */
const publicKeyOf = {
  HS256: null,
  ES256: z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: coordinate,
    y: coordinate,
  }),
  EdDSA: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
} as const;

export type SiteKeyAlgorithm = keyof typeof publicKeyOf;
export const siteKeyAlgorithms = Object.keys(publicKeyOf) as SiteKeyAlgorithm[];

/** More keys than a change of keys takes would only be more to try. */
export const mostKeysTried = 4;

export interface NewSiteKey {
  readonly siteId: string;
  readonly alg: SiteKeyAlgorithm;
  /** For ES256 and EdDSA: the site's public JWK, as it came. Members that we don't need are dropped. */
  readonly publicJwk?: unknown;
  readonly nowSeconds: number;
}

export interface CreatedSiteKey {
  readonly id: string;
  /** To be put into the command's batch, with its audit row. */
  readonly statement: Runnable;
  /** For HS256, to be shown once: the text whose bytes are the key. Null where the site holds the private half. */
  readonly secret: string | null;
}

/** Throws Refusal `unprocessable` when the public key is missing, malformed, private, or of another algorithm. */
export async function createSiteKey(
  { orm }: Database,
  settings: Settings,
  { siteId, alg, publicJwk, nowSeconds }: NewSiteKey,
): Promise<CreatedSiteKey> {
  const id = randomText(12);
  const row = { id, siteId, alg, createdAt: nowSeconds };
  if (publicKeyOf[alg] !== null) {
    const text = await checkedPublicKey(settings, alg, publicJwk);
    const statement = orm.insert(siteKeys).values({ ...row, publicJwk: text });
    return { id, statement, secret: null };
  }
  if (publicJwk !== undefined) throw badKey('An HS256 key is made here and takes no public key.');
  const secret = randomText(32);
  const sealedSecret = await seal(settings, 'site-key', id, secret);
  return { id, statement: orm.insert(siteKeys).values({ ...row, sealedSecret }), secret };
}

/** Tokens that were minted for the key's assertions end with it. Keeps the time of an earlier revocation. */
export const revokeSiteKey = (
  { orm }: Database,
  { siteId, keyId, nowSeconds }: { siteId: string; keyId: string; nowSeconds: number },
): Runnable =>
  orm
    .update(siteKeys)
    .set({ revokedAt: nowSeconds })
    .where(and(eq(siteKeys.id, keyId), eq(siteKeys.siteId, siteId), isNull(siteKeys.revokedAt)));

const badKey = (detail: string, cause?: unknown) =>
  new Refusal('unprocessable', detail, {
    places: [{ field: 'public_jwk', message: detail }],
    cause,
  });

/** Some runtimes export a public key with every member of a JWK, the absent ones undefined. */
const isPrivate = (candidate: unknown): boolean =>
  typeof candidate === 'object' &&
  candidate !== null &&
  'd' in candidate &&
  candidate.d !== undefined;

async function checkedPublicKey(
  settings: Settings,
  alg: SiteKeyAlgorithm,
  candidate: unknown,
): Promise<string> {
  if (isPrivate(candidate)) {
    throw badKey(
      'This is a private key. Register its public half, and replace it: it has been shown.',
    );
  }
  const parsed = publicKeyOf[alg]?.safeParse(candidate);
  if (!parsed?.success) throw badKey(`This is no public key for ${alg} in JWK form.`);
  const text = JSON.stringify(parsed.data);
  // A point off the curve looks well formed; only the import finds out.
  await importPublicKey(settings, text, alg).catch((cause: unknown) => {
    throw badKey(`This public key is not valid for ${alg}.`, cause);
  });
  return text;
}

/** The keys that an assertion of a site may be signed with: its own, active, of that algorithm, newest first. */
export const siteKeyRows = (siteId: string, alg: string, kid: string | null): SQL =>
  sql`SELECT k.id, k.alg, k.sealed_secret, k.public_jwk FROM sites s
    JOIN site_keys k ON k.site_id = s.id
    WHERE s.id = ${siteId} AND s.active = 1 AND k.alg = ${alg} AND k.revoked_at IS NULL
    AND (${kid} IS NULL OR k.id = ${kid})
    ORDER BY k.created_at DESC, k.id LIMIT ${mostKeysTried}`;

const keyRow = z.union([
  z.tuple([z.string(), z.literal('HS256'), z.string(), z.null()]),
  z.tuple([z.string(), z.enum(['ES256', 'EdDSA']), z.null(), z.string()]),
]);

export interface SiteKey {
  readonly id: string;
  readonly key: CryptoKey;
}

const opened = remembering<CryptoKey>(64);

/** Makes a row of `siteKeyRows` ready to verify. Throws an Error when the row is not as we write it. */
export async function openSiteKey(settings: Settings, row: unknown): Promise<SiteKey> {
  const [id, alg, sealedSecret, publicJwk] = keyRow.parse(row);
  if (publicJwk !== null) return { id, key: await importPublicKey(settings, publicJwk, alg) };
  const key = await opened(settings, `${id} ${sealedSecret}`, async () =>
    crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(await unseal(settings, 'site-key', id, sealedSecret)),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    ),
  );
  return { id, key };
}

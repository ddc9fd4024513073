/** Our own ES256 keys as they are used: the current one signs, and the retired verify until their last token ends. */
import { type SQL, sql } from 'drizzle-orm';
import { importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { skewSeconds } from './claims.ts';
import { remembering } from './remember.ts';
import { unseal } from './seal.ts';
import type { Settings } from './settings.ts';

export const signingAlgorithm = 'ES256';

/** How long a scope token lives. */
export const scopeTokenSeconds = 600;

/** A retired key still verifies for this long: the last token's life, and the clocks' difference. */
export const graceSeconds = scopeTokenSeconds + skewSeconds;

export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** Which of `signing_keys k` verify at the time. The next key signs nothing yet, so nothing of it is good. */
export const verifiesAt = (nowSeconds: number): SQL =>
  sql`(k.state = 'current' OR (k.state = 'retired' AND k.retired_at > ${nowSeconds - graceSeconds}))`;

/** Its row is what `openSigningKey` takes. */
export const currentKeyRow = (): SQL =>
  sql`SELECT id, sealed_private_jwk FROM signing_keys WHERE state = 'current'`;

const keyRow = z.tuple([z.string(), z.string()]);
const opened = remembering<CryptoKey>(4);
const imported = remembering<CryptoKey>(64);

/** The private key of a row of `currentKeyRow`. Throws Refusal `unavailable` when there is none. */
export async function openSigningKey(settings: Settings, row: unknown): Promise<SigningKey> {
  const parsed = keyRow.safeParse(row);
  if (!parsed.success) throw new Refusal('unavailable', 'There is no signing key yet.');
  const [kid, sealed] = parsed.data;
  const key = await opened(settings, `${kid} ${sealed}`, async () => {
    const jwk = JSON.parse(await unseal(settings, 'signing-key', kid, sealed));
    return importKey({ ...jwk, ext: false }, signingAlgorithm);
  });
  return { kid, key };
}

/** The key of a `public_jwk` column. It is kept by its text, so whatever changes in the row counts at once. */
export const importPublicKey = (
  settings: Settings,
  publicJwk: string,
  alg: string,
): Promise<CryptoKey> =>
  imported(settings, `${alg} ${publicJwk}`, () => importKey(JSON.parse(publicJwk), alg));

async function importKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('A shared secret is no key pair');
  return key;
}

/** What `/.well-known/jwks.json` answers (RFC 7517): whatever verifies, and the next key ahead of its use. */
export async function publicJwks(
  database: Database,
  nowSeconds: number,
): Promise<{ keys: readonly JWK[] }> {
  const [rows = []] = await database.read(sql`SELECT k.public_jwk FROM signing_keys k
    WHERE k.state = 'next' OR ${verifiesAt(nowSeconds)} ORDER BY k.created_at, k.id`);
  return { keys: rows.map(([text]) => JSON.parse(String(text))) };
}

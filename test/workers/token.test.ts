/** The token room inside workerd, on D1: its cryptography, its guards and its single use are those of Node. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { exchangeAssertion } from '../../server/token/exchange.ts';
import { type HostKey, type HostPrivateJwk, signAssertion } from '../../server/token/host.ts';
import { ensureSigningKeys, rotateSigningKeys } from '../../server/token/key-rotation.ts';
import { authenticate } from '../../server/token/session.ts';
import { createSiteKey, type SiteKeyAlgorithm } from '../../server/token/site-keys.ts';

const now = 1_772_366_400;
const origin = 'https://portal.acme.example';
const settings = {
  issuer: 'https://training.example.org',
  secret: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
};
const database = openDatabase(openD1(env.DB));
const keys: Record<string, HostKey> = {};

const curves = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
} as const;

async function addKey(alg: SiteKeyAlgorithm): Promise<HostKey> {
  const order = { siteId: 'acme', alg, nowSeconds: now };
  if (alg === 'HS256') {
    const { id, secret, statement } = await createSiteKey(database, settings, order);
    await database.write([statement]);
    return { kid: id, secret: secret ?? '' };
  }
  const pair = (await crypto.subtle.generateKey(curves[alg], true, ['sign'])) as CryptoKeyPair;
  const publicJwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const { id, statement } = await createSiteKey(database, settings, { ...order, publicJwk });
  await database.write([statement]);
  const privateJwk = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as HostPrivateJwk;
  return { kid: id, privateJwk };
}

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await ensureSigningKeys(database, settings, now);
  await database.write([
    sql`INSERT INTO users (key, username, level) VALUES ('u-ada', 'ada', 'power_user')`,
    sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('acme', 'Acme portal', 1)`,
    sql`INSERT INTO site_origins (site_id, origin) VALUES ('acme', ${origin})`,
  ]);
  for (const alg of ['HS256', 'ES256', 'EdDSA'] as const) keys[alg] = await addKey(alg);
});

const assertionBy = (alg: string) =>
  signAssertion({
    site: 'acme',
    key: keys[alg] ?? { secret: '' },
    audience: settings.issuer,
    username: 'ada',
    nowSeconds: now,
  });

const trade = (assertion: string) =>
  exchangeAssertion(database, settings, { assertion, origin, nowSeconds: now });

const enter = (token: string, nowSeconds = now) =>
  authenticate(database, settings, { authorization: `Bearer ${token}`, origin, nowSeconds });

describe('tokens in workerd', () => {
  it.each(['HS256', 'ES256', 'EdDSA'])('an assertion by %s becomes a session', async (alg) => {
    const { access_token } = await trade(await assertionBy(alg));
    expect(await enter(access_token)).toMatchObject({ userKey: 'u-ada', siteId: 'acme' });
    await expect(enter(`${access_token}A`)).rejects.toMatchObject({ slug: 'unauthenticated' });
  });

  it('T-11 of twenty who bring one assertion at once, exactly one gets a token', async () => {
    const assertion = await assertionBy('HS256');
    const seen = await Promise.allSettled(Array.from({ length: 20 }, () => trade(assertion)));
    expect(seen.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of seen) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'invalid_grant' });
    }
  });

  it('T-12 T-14 a token outlives a rotation, and not a change of rights', async () => {
    const { access_token } = await trade(await assertionBy('ES256'));
    await rotateSigningKeys(database, settings, { actor: 'test', nowSeconds: now });
    expect(await enter(access_token, now + 60)).toMatchObject({ userKey: 'u-ada' });
    await database.write([sql`UPDATE users SET status = 'inactive' WHERE key = 'u-ada'`]);
    await expect(enter(access_token)).rejects.toMatchObject({ slug: 'unauthenticated' });
  });
});

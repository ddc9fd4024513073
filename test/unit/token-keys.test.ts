/** Our keys and those of the sites: how they are made, kept, rotated and refused. */
import { sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { ensureSigningKeys, rotateSigningKeys } from '../../server/token/key-rotation.ts';
import { readSettings } from '../../server/token/settings.ts';
import { currentKeyRow, openSigningKey, publicJwks } from '../../server/token/signing-keys.ts';
import {
  createSiteKey,
  openSiteKey,
  revokeSiteKey,
  type SiteKeyAlgorithm,
  siteKeyRows,
} from '../../server/token/site-keys.ts';

const now = 1_772_366_400;
const AMBIT_ISSUER = 'https://training.example.org';
const settings = readSettings({
  AMBIT_ISSUER,
  AMBIT_SECRET: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
});
const another = readSettings({
  AMBIT_ISSUER,
  AMBIT_SECRET: 'k3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzAnJ0rVb6yKq8Z',
});

let database: Database;
beforeEach(async () => {
  database = openDatabase(await openLibsql(':memory:'));
  await applyMigrations(database);
});

const rows = async (query: ReturnType<typeof sql>) => (await database.read(query))[0] ?? [];
const states = () => rows(sql`SELECT state FROM signing_keys ORDER BY state`);
const audit = () => rows(sql`SELECT actor, action, subject, before, after FROM audit_events`);
const rotate = (nowSeconds = now) =>
  rotateSigningKeys(database, settings, { actor: 'cli', nowSeconds });

describe('our signing keys', () => {
  it('T-14 are made once, a current and a next, however many instances start together', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ensureSigningKeys(database, settings, now)));
    await ensureSigningKeys(database, settings, now + 1000);
    expect(await states()).toEqual([['current'], ['next']]);
    expect((await audit()).map(([actor, action]) => [actor, action])).toEqual([
      ['server', 'signing-keys.create'],
    ]);
  });

  it('T-06 does not start when the database was sealed with another secret', async () => {
    await ensureSigningKeys(database, settings, now);
    await expect(ensureSigningKeys(database, another, now)).rejects.toThrow('another AMBIT_SECRET');
    await ensureSigningKeys(database, { ...settings }, now);
  });

  it('T-06 two rotations give a database with a lost secret working keys again', async () => {
    await ensureSigningKeys(database, another, now);
    await rotate(now + 1);
    await expect(ensureSigningKeys(database, settings, now)).rejects.toThrow(
      'another AMBIT_SECRET',
    );
    await rotate(now + 2);
    await ensureSigningKeys(database, settings, now);
  });

  it('lie sealed: no private half is to be read in the table', async () => {
    await ensureSigningKeys(database, settings, now);
    for (const [publicJwk, sealed] of await rows(
      sql`SELECT public_jwk, sealed_private_jwk FROM signing_keys`,
    )) {
      expect(JSON.parse(String(publicJwk))).not.toHaveProperty('d');
      expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]{200,}$/);
    }
    const [row] = await rows(currentKeyRow());
    const { key } = await openSigningKey(settings, row);
    expect([key.extractable, key.type, key.usages]).toEqual([false, 'private', ['sign']]);
  });

  it('T-14 rotation moves next to current and current to retired, with its audit row', async () => {
    await ensureSigningKeys(database, settings, now);
    const [[first, second] = []] = await rows(sql`SELECT
      (SELECT id FROM signing_keys WHERE state = 'current'), (SELECT id FROM signing_keys WHERE state = 'next')`);
    const after = await rotate(now + 5);
    expect(after.current).toBe(second);
    expect(await states()).toEqual([['current'], ['next'], ['retired']]);
    expect(
      await rows(
        sql`SELECT id, retired_at, sealed_private_jwk FROM signing_keys WHERE state = 'retired'`,
      ),
    ).toEqual([[first, now + 5, '']]);
    expect((await audit())[1]).toEqual([
      'cli',
      'signing-keys.rotate',
      `signing-key:${second}`,
      JSON.stringify({ current: first, next: second }),
      JSON.stringify(after),
    ]);
  });

  it('T-14 rotation makes the first keys itself, and clears those out of grace away', async () => {
    await rotate(now);
    expect(await states()).toEqual([['current'], ['next'], ['retired']]);
    await rotate(now + 629);
    expect(await states()).toEqual([['current'], ['next'], ['retired'], ['retired']]);
    await rotate(now + 630);
    expect(await states()).toEqual([['current'], ['next'], ['retired'], ['retired']]);
  });

  it('T-14 of rotations at the same moment one goes through, and each that does is whole', async () => {
    await ensureSigningKeys(database, settings, now);
    const seen = await Promise.allSettled(Array.from({ length: 10 }, () => rotate()));
    const through = seen.filter(({ status }) => status === 'fulfilled').length;
    expect(through).toBeGreaterThan(0);
    for (const one of seen) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ slug: 'conflict' });
    }
    const [[current, next, audits] = []] = await rows(sql`SELECT
      (SELECT count(*) FROM signing_keys WHERE state = 'current'),
      (SELECT count(*) FROM signing_keys WHERE state = 'next'),
      (SELECT count(*) FROM audit_events WHERE action = 'signing-keys.rotate')`);
    expect([current, next, audits]).toEqual([1, 1, through]);
  });

  it('publishes nothing before there are keys, and signs nothing', async () => {
    expect(await publicJwks(database, now)).toEqual({ keys: [] });
    await expect(openSigningKey(settings, undefined)).rejects.toMatchObject({
      slug: 'unavailable',
    });
  });
});

describe('the keys of a site', () => {
  const pair = (alg: string, options = {}) =>
    generateKeyPair(alg, { extractable: true, ...options });
  const publicOf = async (alg: string, options = {}) =>
    exportJWK((await pair(alg, options)).publicKey);
  const create = (alg: SiteKeyAlgorithm, publicJwk?: unknown, nowSeconds = now) =>
    createSiteKey(database, settings, { siteId: 'acme', alg, publicJwk, nowSeconds });

  beforeEach(async () => {
    await database.write([
      sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('acme', 'Acme', 1), ('globex', 'Globex', 1)`,
    ]);
  });

  it('an HS256 secret is made here, shown once, and lies sealed', async () => {
    const made = await create('HS256');
    expect(made.secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await database.write([made.statement]);
    const stored = await rows(sql`SELECT * FROM site_keys`);
    expect(JSON.stringify(stored)).not.toContain(made.secret);
    expect((await create('HS256')).secret).not.toBe(made.secret);
  });

  it.each(['ES256', 'EdDSA'] as const)(
    'an %s public key keeps what it needs alone',
    async (alg) => {
      const publicJwk = await publicOf(alg);
      const extras = {
        kid: 'theirs',
        use: 'sig',
        key_ops: ['verify'],
        alg,
        x5u: 'http://127.0.0.1:9',
      };
      const made = await create(alg, { ...publicJwk, ...extras, d: undefined });
      expect(made.secret).toBeNull();
      await database.write([made.statement]);
      const [[stored] = []] = await rows(sql`SELECT public_jwk FROM site_keys`);
      expect(JSON.parse(String(stored))).toEqual(publicJwk);
    },
  );

  it('T-02 refuses what is no public key of the algorithm', async () => {
    const { privateKey } = await pair('ES256');
    const es256 = await publicOf('ES256');
    const bad: [SiteKeyAlgorithm, unknown][] = [
      ['ES256', undefined],
      ['ES256', null],
      ['ES256', '{}'],
      ['ES256', {}],
      ['ES256', await exportJWK(privateKey)],
      ['ES256', await publicOf('ES384')],
      ['ES256', await publicOf('EdDSA')],
      ['ES256', await publicOf('RS256', { modulusLength: 2048 })],
      ['ES256', { kty: 'oct', k: 'AAAA' }],
      ['ES256', { ...es256, y: es256.x }],
      ['ES256', { ...es256, x: `${es256.x}=` }],
      ['EdDSA', es256],
      ['EdDSA', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }],
      ['EdDSA', { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(42) }],
      ['HS256', es256],
    ];
    for (const [alg, publicJwk] of bad) {
      await expect(create(alg, publicJwk), JSON.stringify(publicJwk)).rejects.toMatchObject({
        slug: 'unprocessable',
      });
    }
    await create('ES256', es256);
  });

  it('says so when it is handed a private key, and does not repeat it', async () => {
    const jwk = await exportJWK((await pair('EdDSA')).privateKey);
    const error: Error = await create('EdDSA', jwk).then(
      () => Error(),
      (e) => e,
    );
    expect(error.message).toContain('private key');
    expect(error.message).not.toContain(jwk.d);
  });

  it('T-08 answers the keys of one active site, of one algorithm, newest first, unrevoked', async () => {
    const made = [];
    for (let at = 0; at < 6; at++) made.push(await create('HS256', undefined, now + at));
    await database.write(made.map(({ statement }) => statement));
    const ids = made.map(({ id }) => id);
    const found = async (siteId: string, alg: string, kid: string | null = null) =>
      (await rows(siteKeyRows(siteId, alg, kid))).map(([id]) => id);
    expect(await found('acme', 'HS256')).toEqual(ids.slice(2).reverse());
    expect(await found('acme', 'HS256', ids[0])).toEqual([ids[0]]);
    expect(await found('globex', 'HS256', ids[0])).toEqual([]);
    expect(await found('acme', 'ES256', ids[0])).toEqual([]);
    const revoke = (siteId: string, at: number) =>
      revokeSiteKey(database, { siteId, keyId: ids[5] ?? '', nowSeconds: at });
    await database.write([revoke('globex', now)]);
    expect(await found('acme', 'HS256')).toContain(ids[5]);
    await database.write([revoke('acme', now)]);
    await database.write([revoke('acme', now + 99)]);
    expect(await found('acme', 'HS256')).toEqual(ids.slice(1, 5).reverse());
    expect(await rows(sql`SELECT revoked_at FROM site_keys WHERE id = ${ids[5]}`)).toEqual([[now]]);
    await database.write([sql`UPDATE sites SET active = 0`]);
    expect(await found('acme', 'HS256')).toEqual([]);
  });

  it('opens into a key that only verifies', async () => {
    const made = await create('HS256');
    await database.write([made.statement]);
    const [row] = await rows(siteKeyRows('acme', 'HS256', null));
    const { id, key } = await openSiteKey(settings, row);
    expect([id, key.extractable, key.usages]).toEqual([made.id, false, ['verify']]);
    await expect(openSiteKey(another, row)).rejects.toThrow('another AMBIT_SECRET');
    await expect(openSiteKey(settings, ['x', 'RS256', null, '{}'])).rejects.toThrow();
  });
});

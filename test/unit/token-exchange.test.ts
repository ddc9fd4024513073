/** The door as an honest portal meets it: the form, the assertion of any usual library, the token, the session. */
import { sql } from 'drizzle-orm';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { exchangeAssertion } from '../../server/token/exchange.ts';
import { type AssertionOrder, signAssertion } from '../../server/token/host.ts';
import { authenticate } from '../../server/token/session.ts';
import { publicJwks } from '../../server/token/signing-keys.ts';
import { createSiteKey } from '../../server/token/site-keys.ts';
import { TokenRefusal } from '../../server/token/token-refusal.ts';
import { readTokenRequest } from '../../server/token/token-request.ts';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { tokenAnswerSchema } from '../../shared/wire/session.ts';
import {
  enter,
  exchange,
  goodAssertion,
  goodToken,
  memoryWorld,
  now,
  origin,
  otherOrigin,
  outcome,
  settings,
  the401,
  theGrantRefusal,
  type World,
} from '../security/token-world.ts';

let world: World;
beforeAll(async () => {
  world = await memoryWorld();
});

const order = (change: Partial<AssertionOrder> = {}): AssertionOrder => ({
  site: 'acme',
  key: world.acme.hs256,
  audience: settings.issuer,
  username: 'ada',
  nowSeconds: now,
  ...change,
});

describe('the form', () => {
  const good = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'a.b.c',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  };
  const codeOf = (form: URLSearchParams): string => {
    try {
      return readTokenRequest(form);
    } catch (error) {
      return error instanceof TokenRefusal ? error.code : 'a crash';
    }
  };
  const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

  it.each<[string, Record<string, string>]>([
    ['the least', {}],
    ['the type that we give anyway', { requested_token_type: accessToken }],
    [
      'empty parameters, which count as none',
      { scope: '', audience: '', requested_token_type: '' },
    ],
    ['parameters that RFC 8693 does not know', { state: 'x', client_id: 'acme' }],
  ])('takes %s', (_what, more) => {
    expect(codeOf(new URLSearchParams({ ...good, ...more }))).toBe('a.b.c');
  });

  it.each<[string, Record<string, string>, string]>([
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['a password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no assertion', { subject_token: '' }, 'invalid_request'],
    ['no type of it', { subject_token_type: '' }, 'invalid_request'],
    ['an access token to trade', { subject_token_type: accessToken }, 'invalid_request'],
    ['a wish for an id token', { requested_token_type: `${accessToken}x` }, 'invalid_request'],
    ['an actor', { actor_token: 'a.b.c' }, 'invalid_request'],
    ['a scope', { scope: 'everything' }, 'invalid_request'],
    ['an audience', { audience: 'globex' }, 'invalid_request'],
    ['a resource', { resource: 'https://globex.example' }, 'invalid_request'],
  ])('T-08 refuses %s', (_what, change, code) => {
    expect(codeOf(new URLSearchParams({ ...good, ...change }))).toBe(code);
  });

  it.each(Object.keys(good))('T-13 refuses %s twice, even with one value', (name) => {
    const form = new URLSearchParams(good);
    form.append(name, form.get(name) ?? '');
    expect(codeOf(form)).toBe('invalid_request');
  });
});

describe('the assertion', () => {
  it('is taken from the host module with each kind of key', async () => {
    const { hs256, es256, eddsa } = world.acme;
    for (const key of [hs256, { secret: hs256.secret }, es256, eddsa]) {
      const assertion = await signAssertion(order({ key }));
      expect(await outcome(() => exchange(world.database, assertion))).toBe('accepted');
    }
  });

  it('is taken from a library that writes neither type nor key id', async () => {
    const secret = new TextEncoder().encode(world.acme.hs256.secret);
    const assertion = await new SignJWT({ name: 'Ada', email: 'ada@acme.example' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('acme')
      .setSubject('ada')
      .setAudience([settings.issuer])
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + 300)
      .setJti(crypto.randomUUID())
      .sign(secret);
    expect(await outcome(() => exchange(world.database, assertion))).toBe('accepted');
  });

  it('is taken with either key while a site changes its secret', async () => {
    const made = await createSiteKey(world.database, settings, {
      siteId: 'acme',
      alg: 'HS256',
      nowSeconds: now + 1,
    });
    await world.database.write([made.statement]);
    for (const secret of [made.secret ?? '', world.acme.hs256.secret]) {
      const assertion = await signAssertion(order({ key: { secret } }));
      expect(await outcome(() => exchange(world.database, assertion))).toBe('accepted');
    }
  });

  it.each(['nobody', 'lea', 'sam', 'ADA', 'ada ', 'u-ada', 'ad%', "' OR 1=1 --", 'a\u0000da'])(
    'T-08 opens nothing for %j, who is no active power user',
    async (username) => {
      const assertion = await signAssertion(order({ username }));
      expect(await outcome(() => exchange(world.database, assertion))).toEqual(theGrantRefusal);
    },
  );

  it.each<[string, Partial<AssertionOrder>]>([
    ['no life', { lifetimeSeconds: 0 }],
    ['a life of 301 seconds', { lifetimeSeconds: 301 }],
    ['a life that is no number', { lifetimeSeconds: Number.NaN }],
    ['nobody to speak of', { username: '' }],
    ['no site', { site: '' }],
    ['no audience', { audience: '' }],
    [
      'a key of another curve',
      { key: { kid: 'k', privateJwk: { kty: 'EC', crv: 'P-384', x: '', d: '' } } },
    ],
    ['an empty secret', { key: { secret: '' } }],
  ])('is not signed by the host module with %s', async (_what, change) => {
    await expect(signAssertion(order(change))).rejects.toThrow();
  });

  it('reads the clock of the machine when it is not told the time', async () => {
    const { nowSeconds: _left, ...rest } = order();
    const before = Math.floor(Date.now() / 1000);
    const [, body = ''] = (await signAssertion(rest)).split('.');
    const { iat, exp } = JSON.parse(Buffer.from(body, 'base64url').toString());
    expect(iat).toBeGreaterThanOrEqual(before);
    expect(iat).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
    expect(exp - iat).toBe(60);
  });
});

describe('the answer', () => {
  it('is as RFC 8693 says, with a token of ten minutes', async () => {
    const assertion = await goodAssertion(world);
    const answer = await exchangeAssertion(world.database, settings, {
      ...{ assertion, origin, nowSeconds: now },
    });
    expect(tokenAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.expires_in).toBe(600);
  });

  it('is a token that any library verifies with the published keys', async () => {
    const jwks = createLocalJWKSet({ keys: [...(await publicJwks(world.database, now)).keys] });
    const { payload } = await jwtVerify(await goodToken(world), jwks, {
      typ: 'at+jwt',
      issuer: settings.issuer,
      audience: settings.issuer,
      currentDate: new Date(now * 1000),
      requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti'],
    });
    expect(payload).toMatchObject({
      sub: 'u-ada',
      client_id: 'acme',
      site: 'acme',
      origin,
      permissions: ['courses.view', 'reports.view'],
      iat: now,
      exp: now + 600,
    });
  });

  it('carries what the profiles come to, what they imply included, and nothing for none', async () => {
    const fresh = await memoryWorld();
    await fresh.database.write([
      sql`DELETE FROM profile_permissions`,
      sql`INSERT INTO profile_permissions VALUES (1, 'reports.edit'), (1, 'no.such_permission')`,
    ]);
    const session = await enter(fresh.database, await goodToken(fresh));
    expect(session.permissions).toEqual(effectivePermissions(['reports.edit']));
    await fresh.database.write([sql`DELETE FROM grants`]);
    const bare = await enter(fresh.database, await goodToken(fresh));
    expect(bare.permissions.size).toBe(0);
  });

  it('leaves an audit row, and a refusal leaves none', async () => {
    const fresh = await memoryWorld();
    const rows = async () =>
      (
        await fresh.database.read(
          sql`SELECT at, actor, subject, "after" FROM audit_events WHERE action = 'token.exchange'`,
        )
      )[0] ?? [];
    const assertion = await goodAssertion(fresh);
    const refused = await outcome(() => exchange(fresh.database, assertion, now, otherOrigin));
    expect(refused).toEqual(theGrantRefusal);
    expect(await rows()).toEqual([]);
    const { access_token } = await exchange(fresh.database, assertion);
    const { tokenId } = await enter(fresh.database, access_token);
    const [[at, actor, subject, after] = [], ...more] = await rows();
    expect([at, actor, subject, more]).toEqual([now, 'u-ada', 'site:acme', []]);
    expect(JSON.parse(String(after))).toEqual({
      tokenId,
      siteKeyId: fresh.acme.hs256.kid,
      origin,
      expiresAt: now + 600,
    });
  });
});

describe('the session', () => {
  it('says who looks, through which site, with which rights', async () => {
    const session = await enter(world.database, await goodToken(world));
    expect(session).toMatchObject({
      powerUserId: world.adaId,
      userKey: 'u-ada',
      username: 'ada',
      name: 'Ada Byron',
      siteId: 'acme',
      siteName: 'Acme portal',
      origin,
      expiresAt: now + 600,
    });
  });

  it('calls by the username whoever has no name', async () => {
    const key = world.globex.hs256;
    const assertion = await signAssertion(order({ site: 'globex', key, username: 'gus' }));
    const { access_token } = await exchange(world.database, assertion, now, otherOrigin);
    const session = await enter(world.database, access_token, now, otherOrigin);
    expect([session.name, session.siteId]).toEqual(['gus', 'globex']);
  });

  it('T-10 has one form of header', async () => {
    const token = await goodToken(world);
    const seen = (authorization: string | null | undefined) =>
      outcome(() =>
        authenticate(world.database, settings, { authorization, origin, nowSeconds: now }),
      );
    for (const good of [`Bearer ${token}`, `bearer ${token}`, `BEARER ${token}`]) {
      expect(await seen(good)).toBe('accepted');
    }
    const bad = [null, undefined, '', token, 'Bearer', 'Bearer ', `Bearer  ${token}`];
    const worse = [`Bearer\t${token}`, ` Bearer ${token}`, `Bearer ${token} `, `Basic ${token}`];
    const worst = [`Bearer ${token}, Bearer ${token}`, `Bearer "${token}"`, `Bearer ${token}\n`];
    const long = `Bearer ${'a'.repeat(2_000_000)}`;
    for (const header of [...bad, ...worse, ...worst, long])
      expect(await seen(header)).toEqual(the401);
  });

  it('asks the database once', async () => {
    const token = await goodToken(world);
    let reads = 0;
    const counting = {
      ...world.database,
      read: (...statements: Parameters<typeof world.database.read>) => {
        reads += statements.length;
        return world.database.read(...statements);
      },
    };
    await enter(counting, token);
    expect(reads).toBe(1);
  });

  it('lets a failure of the database through as what it is, and not as a refusal', async () => {
    const token = await goodToken(world);
    const broken = { ...world.database, read: () => Promise.reject(new Error('disk on fire')) };
    await expect(enter(broken, token)).rejects.toThrow('disk on fire');
  });
});

/** Threats 1 to 14 through the door itself: whatever is wrong with a token, the bytes of the answer are the same. */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { createApp, type LogEntry } from '../../server/http/app.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { rotateSigningKeys } from '../../server/token/key-rotation.ts';
import {
  assertionParts,
  base64url,
  ecdsaSigner,
  forge,
  hmacSigner,
  type OwnKey,
  ownKey,
  type Signer,
  scopeParts,
} from './token-forge.ts';
import {
  fileWorld,
  goodAssertion,
  goodToken,
  now,
  origin,
  otherOrigin,
  settings,
  type World,
} from './token-world.ts';

let stage: Awaited<ReturnType<typeof fileWorld>>;
let world: World;
let own: OwnKey;
/** Two instances of the server on one database. */
let servers: ReturnType<typeof serverOn>[];
beforeAll(async () => {
  stage = await fileWorld();
  world = stage.world;
  own = await ownKey(world);
  servers = [serverOn(world.database), serverOn(await stage.another())];
});
afterAll(() => stage.dispose());

const outbound = vi.spyOn(globalThis, 'fetch');
beforeEach(() => {
  outbound.mockClear();
});
afterEach(() => expect(outbound).not.toHaveBeenCalled());

/** Unix seconds; the clock of both. */
let time = now;
afterEach(() => {
  time = now;
});

function serverOn(database: Database) {
  const log: LogEntry[] = [];
  const app = createApp({
    database,
    settings,
    now: () => time * 1000,
    log: (entry) => log.push(entry),
    startDigest: startNodeDigest,
  });
  return { log, fetch: async (request: Request) => app.fetch(request) };
}

/** All that a caller sees of an answer: status, headers and body, but for the id that differs each time. */
async function seen(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
  return JSON.stringify([response.status, headers, await response.text()]);
}

const routes = ['/v1/session', '/v1/reports', '/v1/reports/enrollments/rows', '/v1/exports/x'];

const askWith = (
  authorization: string | null,
  from: string | null = origin,
  path = '/v1/session',
) => {
  const headers = new Headers();
  if (authorization !== null) headers.set('Authorization', authorization);
  if (from !== null) headers.set('Origin', from);
  return new Request(settings.issuer + path, { headers });
};

/** What every session route of both instances answers to a bearer token, once it is the same for all. */
async function enterBy(token: string, from: string | null = origin): Promise<string> {
  const answers = new Set<string>();
  for (const { fetch } of servers) {
    for (const path of routes)
      answers.add(await seen(await fetch(askWith(`Bearer ${token}`, from, path))));
  }
  expect(answers.size).toBe(1);
  return [...answers][0] ?? '';
}

async function tradeIn(assertion: string, from: string | null = origin, at = 0): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: assertion,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  });
  const headers = new Headers(from === null ? [] : [['Origin', from]]);
  const request = new Request(`${settings.issuer}/v1/token`, { method: 'POST', headers, body });
  const response = await servers[at]?.fetch(request);
  if (!response) throw new RangeError('No such instance');
  // A token differs each time, so what counts is that it came.
  return response.status === 200 ? 'a token' : seen(response);
}

/** The one answer to whatever is wrong with a scope token. */
const the401 = () => enterBy('');
/** The one answer to whatever is wrong with an assertion. */
const the400 = () => tradeIn('a.b.c');

const good = async (token: string, from = origin) =>
  (await servers[0]?.fetch(askWith(`Bearer ${token}`, from)))?.status === 200;

type Parts = { header: Record<string, unknown>; claims: Record<string, unknown> };
type Attack = (parts: Parts, sign: Signer) => Promise<string>;

const rewritten =
  (change: (parts: Parts) => { header?: object | string; claims?: object | string }): Attack =>
  (parts, sign) => {
    const { header = parts.header, claims = parts.claims } = change(parts);
    return forge(header, claims, sign);
  };
const withHeader = (extra: object) =>
  rewritten(({ header }) => ({ header: { ...header, ...extra } }));
const withClaims = (extra: object) =>
  rewritten(({ claims }) => ({ claims: { ...claims, ...extra } }));
const respelled =
  (spell: (token: string) => string): Attack =>
  async (parts, sign) =>
    spell(await forge(parts.header, parts.claims, sign));

/** Each is tried on a scope token and on an assertion that would be good without it. */
const attacks: readonly [name: string, attack: Attack][] = [
  ...['none', 'None', 'nOnE', '', 'RS256', 'HS384'].map((alg): [string, Attack] => [
    `T-01 alg ${alg || 'empty'}`,
    withHeader({ alg }),
  ]),
  ['T-01 no signature', ({ header, claims }) => forge(header, claims, null)],
  [
    'T-01 alg none, no signature',
    ({ header, claims }) => forge({ ...header, alg: 'none' }, claims, null),
  ],
  [
    'T-02 signed with the public key',
    ({ header, claims }) => forge({ ...header, alg: 'HS256' }, claims, hmacSigner(own.publicJwk)),
  ],
  ...['jwk', 'jku', 'x5u', 'x5c'].map((name): [string, Attack] => [
    `T-03 ${name}`,
    withHeader({ [name]: 'http://127.0.0.1:9/k' }),
  ]),
  ...['../../dev/null', "' OR 1=1", '__proto__', 'x'.repeat(6000)].map((kid): [string, Attack] => [
    `T-04 kid ${kid.slice(0, 20)}`,
    withHeader({ kid }),
  ]),
  ['T-05 exp past', withClaims({ iat: now - 700, exp: now - 100 })],
  ['T-05 iat future', withClaims({ iat: now + 31, exp: now + 60 })],
  ['T-05 nbf future', withClaims({ nbf: now + 31 })],
  ['T-05 exp absent', withClaims({ exp: undefined })],
  ['T-05 exp a text', withClaims({ exp: `${now + 60}` })],
  [
    'T-05 exp 1e400',
    rewritten(({ claims }) => ({
      claims: JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'),
    })),
  ],
  ['T-06 aud wrong', withClaims({ aud: 'https://other.example.org' })],
  ['T-06 aud a list of two', withClaims({ aud: [settings.issuer, 'https://other.example.org'] })],
  ['T-06 aud absent', withClaims({ aud: undefined })],
  ['T-06 iss wrong', withClaims({ iss: 'initech' })],
  ['T-06 iss absent', withClaims({ iss: undefined })],
  ['T-07 typ of an export', withHeader({ typ: 'ambit-export+jwt' })],
  ['T-07 typ of a proof', withHeader({ typ: 'dpop+jwt' })],
  ['T-10 a space', respelled((token) => token.replace('.', '. '))],
  ['T-10 padding', respelled((token) => `${token}=`)],
  ['T-10 a letter more', respelled((token) => `${token}A`)],
  ['T-10 other letters', respelled((token) => token.replace('.', '.+'))],
  [
    'T-13 a member twice',
    rewritten(({ claims }) => ({ claims: JSON.stringify(claims).replace('{', '{"sub":"u-gus",') })),
  ],
  ['T-13 crit', withHeader({ crit: ['exp'] })],
  ['T-13 b64', withHeader({ b64: false, crit: ['b64'] })],
  [
    'T-13 a token in a token',
    rewritten(({ header, claims }) => ({
      claims: `"${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}."`,
    })),
  ],
];

describe.each(attacks)('%s', (_name, attack) => {
  it('gets the answer of every bad scope token', async () => {
    const token = await attack(await scopeParts(world, own.kid), own.sign);
    expect(await enterBy(token)).toBe(await the401());
  });

  it('gets the answer of every bad assertion', async () => {
    const assertion = await attack(assertionParts(), hmacSigner(world.acme.hs256.secret));
    expect(await tradeIn(assertion)).toBe(await the400());
  });
});

describe('the twins', () => {
  it('T-01 T-02 T-03 T-04 T-05 T-06 T-07 T-10 T-13 open when nothing is wrong with them', async () => {
    const { header, claims } = await scopeParts(world, own.kid);
    expect(await good(await forge(header, claims, own.sign))).toBe(true);
    const assertion = assertionParts();
    const sign = hmacSigner(world.acme.hs256.secret);
    expect(await tradeIn(await forge(assertion.header, assertion.claims, sign))).toBe('a token');
  });

  it('T-01 every spelling of the Authorization header but one is refused alike', async () => {
    const token = await goodToken(world);
    const refused = await the401();
    const spellings = [
      '',
      token,
      `Bearer  ${token}`,
      `Basic ${token}`,
      `DPoP ${token}`,
      `Bearer ${token},`,
    ];
    spellings.push(
      `Bearer ${token} x`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer: ${token}`,
      'Bearer',
    );
    for (const spelling of spellings) {
      const response = await servers[0]?.fetch(askWith(spelling));
      expect(response && (await seen(response)), spelling.slice(0, 12)).toBe(refused);
    }
    const none = await servers[0]?.fetch(askWith(null));
    expect(none && (await seen(none))).toBe(refused);
    expect(await good(token)).toBe(true);
  });

  it('T-04 a key id of a megabyte is refused unread', async () => {
    const { header, claims } = await scopeParts(world, own.kid);
    const token = await forge({ ...header, kid: 'x'.repeat(1_000_000) }, claims, own.sign);
    expect(await enterBy(token)).toBe(await the401());
    expect(await tradeIn(token)).not.toBe('a token');
  });
});

describe('kinds and customers', () => {
  it('T-07 takes neither kind of token for the other', async () => {
    const [assertion, token] = [await goodAssertion(world), await goodToken(world)];
    expect(await enterBy(assertion)).toBe(await the401());
    expect(await tradeIn(token)).toBe(await the400());
    expect(await tradeIn(assertion)).toBe('a token');
    expect(await good(token)).toBe(true);
  });

  it('T-08 believes the key that signed, and no site that a token or a header names', async () => {
    const { header, claims } = assertionParts();
    const byGlobex = hmacSigner(world.globex.hs256.secret);
    expect(await tradeIn(await forge(header, claims, byGlobex))).toBe(await the400());
    const parts = await scopeParts(world, own.kid);
    const crossed = await forge(parts.header, { ...parts.claims, site: 'globex' }, own.sign);
    expect(await enterBy(crossed)).toBe(await the401());
    const bySite = await forge(
      { ...parts.header, kid: world.acme.es256.kid },
      parts.claims,
      ecdsaSigner(world.acme.es256.privateJwk),
    );
    expect(await enterBy(bySite)).toBe(await the401());
    const headers = {
      'X-Tenant': 'globex',
      'X-Site': 'globex',
      'X-Forwarded-Host': 'globex.example',
    };
    const request = new Request(askWith(`Bearer ${await goodToken(world)}`), {});
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    const answer = (await (await servers[0]?.fetch(request))?.json()) as { site: { id: string } };
    expect(answer.site.id).toBe('acme');
  });

  it('T-09 a token opens on its own page, and neither on another customer’s nor elsewhere', async () => {
    const token = await goodToken(world);
    expect(await enterBy(token, 'https://m.acme.example')).toContain('[401,');
    expect(await enterBy(token, otherOrigin)).toContain('[401,');
    for (const from of [
      null,
      'null',
      'https://evil-portal.acme.example',
      'https://PORTAL.acme.example',
      `${origin}:443`,
    ]) {
      const response = await servers[0]?.fetch(askWith(`Bearer ${token}`, from));
      expect(response?.status, String(from)).toBe(403);
    }
    expect(await good(token)).toBe(true);
  });
});

describe('once and no longer', () => {
  it('T-11 of fifty who bring one assertion to two instances at once, exactly one gets a token', async () => {
    const assertion = await goodAssertion(world);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, place) => tradeIn(assertion, origin, place % 2)),
    );
    expect(answers.filter((answer) => answer === 'a token')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['a token', await the400()]));
  });

  it('T-05 a token is over after ten minutes and the skew, on every route', async () => {
    const token = await goodToken(world);
    time = now + 629;
    expect(await good(token)).toBe(true);
    time = now + 630;
    expect(await enterBy(token)).toBe(await the401());
  });

  const undone: [what: string, change: string, undo: string][] = [
    [
      'rights moved',
      'DELETE FROM grants',
      `INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT id, 1, 0 FROM users WHERE username = 'ada'`,
    ],
    [
      'the person was disabled',
      `UPDATE users SET status = 'inactive' WHERE username = 'ada'`,
      `UPDATE users SET status = 'active' WHERE username = 'ada'`,
    ],
    [
      'a permission of a profile was changed',
      `INSERT INTO profile_permissions VALUES (1, 'groups.view')`,
      `DELETE FROM profile_permissions WHERE permission = 'groups.view'`,
    ],
    [
      'the account ended',
      `UPDATE users SET expires_at = ${now} WHERE username = 'ada'`,
      `UPDATE users SET expires_at = NULL WHERE username = 'ada'`,
    ],
    [
      'the site’s key was revoked',
      `UPDATE site_keys SET revoked_at = ${now} WHERE site_id = 'acme'`,
      'UPDATE site_keys SET revoked_at = NULL',
    ],
  ];
  it.each(undone)(
    'T-12 PU-095 a token is over on the next request to any instance once %s',
    async (_what, change, undo) => {
      const token = await goodToken(world);
      expect(await good(token)).toBe(true);
      await world.database.write([sql.raw(change)]);
      expect(await enterBy(token)).toBe(await the401());
      await world.database.write([sql.raw(undo)]);
      // Whatever comes back, a fresh exchange opens again: no new login with the portal is needed.
      expect(await good(await goodToken(world))).toBe(true);
    },
  );

  it('T-12 T-09 a site that was closed is no page any more, and opens again with itself', async () => {
    const token = await goodToken(world);
    await world.database.write([sql`UPDATE sites SET active = 0 WHERE id = 'acme'`]);
    for (const path of routes) {
      expect((await servers[1]?.fetch(askWith(`Bearer ${token}`, origin, path)))?.status).toBe(403);
    }
    await world.database.write([sql`UPDATE sites SET active = 1 WHERE id = 'acme'`]);
    expect(await good(token)).toBe(true);
  });

  it('T-14 an old key opens within its grace and not behind it, nor once it has leaked', async () => {
    const old = await ownKey(world);
    const rotation = { actor: 'test', nowSeconds: now };
    await rotateSigningKeys(world.database, settings, rotation);
    time = now + 620;
    const parts = await scopeParts(world, old.kid, time);
    const late = await forge(parts.header, parts.claims, old.sign);
    expect(await good(late)).toBe(true);
    time = now + 630;
    expect(await enterBy(late)).toBe(await the401());
    const leaked = await goodToken(world, time);
    expect(await good(leaked)).toBe(true);
    await rotateSigningKeys(world.database, settings, {
      ...rotation,
      nowSeconds: time,
      compromised: true,
    });
    expect(await enterBy(leaked)).toBe(await the401());
    expect(await good(await goodToken(world, time))).toBe(true);
    own = await ownKey(world);
  });
});

describe('what is written down', () => {
  it('T-63 is a word of ours on why, and never the token, its claims, or whose it was', async () => {
    const [token, assertion] = [await goodToken(world), await goodAssertion(world)];
    await enterBy(`${token}x`);
    await tradeIn(`${assertion}x`);
    await tradeIn(assertion);
    const text = JSON.stringify(servers.map(({ log }) => log));
    for (const part of [...token.split('.'), ...assertion.split('.')])
      expect(text).not.toContain(part);
    expect(text).not.toMatch(/u-ada|"ada"|Byron|jti/);
    const causes = new Set(servers.flatMap(({ log }) => log.map(({ cause }) => cause)));
    for (const cause of ['token', 'no bearer token', 'epoch', 'standing', 'origin']) {
      expect(causes).toContain(cause);
    }
    expect([...causes].some((cause) => cause?.startsWith('assertion: '))).toBe(true);
  });
});

/** Threats 5 to 9: what a well-signed token says of time, audience, kind, customer and page must be right too. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../server/token/settings.ts';
import { isRegisteredOrigin } from '../../server/token/standing.ts';
import {
  assertionParts,
  ecdsaSigner,
  forge,
  hmacSigner,
  type OwnKey,
  ownKey,
  scopeParts,
} from './token-forge.ts';
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
} from './token-world.ts';

let world: World;
let own: OwnKey;
beforeAll(async () => {
  world = await memoryWorld();
  own = await ownKey(world);
});

type Change = Record<string, unknown>;

/** A scope token that we signed ourselves, with some claims changed; `undefined` leaves one out. */
async function tryScope(change: Change | ((text: string) => string), header: Change = {}) {
  const parts = await scopeParts(world, own.kid);
  const claims =
    typeof change === 'function'
      ? change(JSON.stringify(parts.claims))
      : { ...parts.claims, ...change };
  const token = await forge({ ...parts.header, ...header }, claims, own.sign);
  return outcome(() => enter(world.database, token));
}

/** An assertion that Acme signed itself, with some claims changed. */
async function tryAssertion(change: Change | ((text: string) => string), header: Change = {}) {
  const parts = assertionParts();
  const claims =
    typeof change === 'function'
      ? change(JSON.stringify(parts.claims))
      : { ...parts.claims, ...change };
  const sign = hmacSigner(world.acme.hs256.secret);
  const token = await forge({ ...parts.header, ...header }, claims, sign);
  return outcome(() => exchange(world.database, token));
}

const infinite = (name: string) => (text: string) =>
  text.replace(new RegExp(`"${name}":\\d+`), `"${name}":1e400`);

const times: [what: string, change: Change | ((text: string) => string)][] = [
  ['exp past', { iat: now - 100, exp: now - 31 }],
  ['exp exactly at the end of the skew', { iat: now - 100, exp: now - 30 }],
  ['exp long past', { iat: 0, exp: 60 }],
  ['iat in the future', { iat: now + 31, exp: now + 60 }],
  ['nbf in the future', { nbf: now + 31 }],
  ['exp absent', { exp: undefined }],
  ['iat absent', { iat: undefined }],
  ['exp a text', { exp: String(now + 60) }],
  ['iat a text', { iat: String(now) }],
  ['nbf a text', { nbf: String(now) }],
  ['exp null', { exp: null }],
  ['iat null', { iat: null }],
  ['nbf null', { nbf: null }],
  ['exp a list', { exp: [now + 60] }],
  ['exp true', { exp: true }],
  ['exp 1e400', infinite('exp')],
  ['iat -1e400', (text) => infinite('iat')(text).replace('1e400', '-1e400')],
  ['nbf -1e400', (text) => text.replace(/^{/, '{"nbf":-1e400,')],
  ['exp in milliseconds', { exp: (now + 60) * 1000 }],
  ['exp before iat', { iat: now, exp: now - 10 }],
  ['exp equal to iat', { iat: now, exp: now }],
  ['a life of a year', { iat: now, exp: now + 31_536_000 }],
];

describe('T-05 times', () => {
  it.each(times)('T-05 refuses a scope token with %s', async (_what, change) => {
    expect(await tryScope(change)).toEqual(the401);
  });

  it.each(times)('T-05 refuses an assertion with %s', async (_what, change) => {
    expect(await tryAssertion(change)).toEqual(theGrantRefusal);
  });

  it.each<[string, Change]>([
    ['exp within the skew', { iat: now - 100, exp: now - 29 }],
    ['iat within the skew', { iat: now + 30, exp: now + 90 }],
    ['the moment of its iat', { iat: now, exp: now + 60 }],
  ])('T-05 accepts both with %s', async (_what, change) => {
    expect(await tryScope(change)).toBe('accepted');
    expect(await tryAssertion(change)).toBe('accepted');
  });

  it('T-05 accepts an assertion with nbf within the skew, and one with fractions of a second', async () => {
    expect(await tryAssertion({ nbf: now + 30 })).toBe('accepted');
    expect(await tryAssertion({ iat: now - 0.5, exp: now + 59.5 })).toBe('accepted');
  });

  it('T-05 holds the longest lives to the second', async () => {
    expect(await tryScope({ exp: now + 600 })).toBe('accepted');
    expect(await tryScope({ exp: now + 601 })).toEqual(the401);
    expect(await tryAssertion({ exp: now + 300 })).toBe('accepted');
    expect(await tryAssertion({ exp: now + 301 })).toEqual(theGrantRefusal);
  });

  it('T-05 lets a minted token live for 600 seconds and the skew', async () => {
    const token = await goodToken(world);
    expect(await outcome(() => enter(world.database, token, now + 629))).toBe('accepted');
    expect(await outcome(() => enter(world.database, token, now + 630))).toEqual(the401);
    expect(await outcome(() => enter(world.database, token, now - 31))).toEqual(the401);
  });
});

const audiences: [what: string, aud: unknown][] = [
  ['another', 'https://other.example.org'],
  ['a list of ours and another', ['https://training.example.org', 'https://other.example.org']],
  ['a list of ours twice', ['https://training.example.org', 'https://training.example.org']],
  ['an empty list', []],
  ['a list in a list', [['https://training.example.org']]],
  ['absent', undefined],
  ['null', null],
  ['empty', ''],
  ['in capitals', 'HTTPS://TRAINING.EXAMPLE.ORG'],
  ['with a slash', 'https://training.example.org/'],
  ['a longer host', 'https://training.example.org.evil.example'],
  ['an object', { 'https://training.example.org': true }],
];

describe('T-06 issuer and audience', () => {
  it.each([...audiences, ['a list of ours', ['https://training.example.org']]] as const)(
    'T-06 refuses a scope token whose audience or issuer is %s',
    async (_what, value) => {
      expect(await tryScope({ aud: value })).toEqual(the401);
      expect(await tryScope({ iss: value })).toEqual(the401);
    },
  );

  it.each(audiences)('T-06 refuses an assertion whose audience is %s', async (_what, aud) => {
    expect(await tryAssertion({ aud })).toEqual(theGrantRefusal);
  });

  it('T-06 accepts ours as a text, and in an assertion as the only entry of a list', async () => {
    expect(await tryScope({ aud: settings.issuer })).toBe('accepted');
    expect(await tryAssertion({ aud: settings.issuer })).toBe('accepted');
    expect(await tryAssertion({ aud: [settings.issuer] })).toBe('accepted');
  });

  it.each<[string, unknown]>([
    ['unknown', 'initech'],
    ['absent', undefined],
    ['a list', ['acme']],
    ['in capitals', 'ACME'],
    ['a pattern', 'a%'],
    ['empty', ''],
    ['with a trailing space', 'acme '],
    ['ours', 'https://training.example.org'],
  ])('T-06 refuses an assertion whose issuer is %s', async (_what, iss) => {
    expect(await tryAssertion({ iss })).toEqual(theGrantRefusal);
  });

  it('T-06 refuses a token of another server that has our database, but not our address', async () => {
    const elsewhere = readSettings({
      AMBIT_ISSUER: 'https://elsewhere.example.org',
      AMBIT_SECRET: settings.secret,
    });
    const parts = await scopeParts(world, own.kid);
    const claims = { ...parts.claims, iss: elsewhere.issuer, aud: elsewhere.issuer };
    const token = await forge(parts.header, claims, own.sign);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['no issuer', undefined, settings.secret],
    ['no secret', settings.issuer, undefined],
    ['nothing', undefined, undefined],
  ])('T-06 does not start with %s', (_what, AMBIT_ISSUER, AMBIT_SECRET) => {
    expect(() => readSettings({ AMBIT_ISSUER, AMBIT_SECRET })).toThrow('The server does not start');
  });
});

describe('T-07 kinds of token', () => {
  it.each([
    undefined,
    'JWT',
    'jwt',
    'AT+JWT',
    'application/at+jwt',
    'ambit-assertion+jwt',
    'ambit-export+jwt',
    'ambit-admin+jwt',
    'dpop+jwt',
    '',
  ])('T-07 refuses a scope token of the type %j', async (typ) => {
    expect(await tryScope({}, { typ })).toEqual(the401);
  });

  it.each(['at+jwt', 'jwt', 'application/jwt', 'dpop+jwt', 'secevent+jwt', ''])(
    'T-07 refuses an assertion of the type %j',
    async (typ) => {
      expect(await tryAssertion({}, { typ })).toEqual(theGrantRefusal);
    },
  );

  it.each([undefined, 'JWT', 'ambit-assertion+jwt'])(
    'T-07 accepts an assertion of the type %j',
    async (typ) => {
      expect(await tryAssertion({}, { typ })).toBe('accepted');
    },
  );

  it('T-07 takes neither kind for the other', async () => {
    const assertion = await goodAssertion(world);
    const token = await goodToken(world);
    expect(await outcome(() => enter(world.database, assertion))).toEqual(the401);
    expect(await outcome(() => exchange(world.database, token))).toEqual(theGrantRefusal);
    expect(await outcome(() => enter(world.database, token))).toBe('accepted');
    expect(await outcome(() => exchange(world.database, assertion))).toBe('accepted');
  });

  it('T-07 a site cannot sign a scope token, though it says all that one says', async () => {
    const { header, claims } = await scopeParts(world, world.acme.es256.kid);
    const token = await forge(header, claims, ecdsaSigner(world.acme.es256.privateJwk));
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
  });

  it.each<[string, Change]>([
    ['a claim that we do not write', { act: { sub: 'sam' } }],
    ['no permissions', { permissions: undefined }],
    ['permissions that are no list', { permissions: 'reports.view' }],
    ['no epoch', { epoch: undefined }],
    ['no jti', { jti: undefined }],
    ['a number for a subject', { sub: 1 }],
  ])('T-07 refuses a scope token with %s', async (_what, change) => {
    expect(await tryScope(change)).toEqual(the401);
    expect(await tryScope({})).toBe('accepted');
  });
});

describe('T-08 the customer is the one whose key has signed', () => {
  it("T-08 refuses an assertion in another site's name, with and without its key's id", async () => {
    const { header, claims } = assertionParts();
    const globex = hmacSigner(world.globex.hs256.secret);
    for (const kid of [undefined, world.acme.hs256.kid, world.globex.hs256.kid]) {
      const token = await forge({ ...header, kid }, claims, globex);
      expect(await outcome(() => exchange(world.database, token))).toEqual(theGrantRefusal);
    }
    const theirs = await forge(header, { ...claims, iss: 'globex' }, globex);
    const attempt = () => exchange(world.database, theirs, now, otherOrigin);
    expect(await outcome(attempt)).toBe('accepted');
  });

  it('T-08 refuses a scope token whose site, client and key are not of one customer', async () => {
    expect(await tryScope({ site: 'globex' })).toEqual(the401);
    expect(await tryScope({ client_id: 'globex' })).toEqual(the401);
    expect(await tryScope({ site: 'globex', client_id: 'globex' })).toEqual(the401);
    expect(await tryScope({ site_key: world.globex.hs256.kid })).toEqual(the401);
    expect(await tryScope({ site_key: world.acme.hs256.kid })).toBe('accepted');
  });
});

const foreignOrigins: [what: string, from: string | null][] = [
  ['missing', null],
  ['empty', ''],
  ['null', 'null'],
  ['unknown', 'https://evil.example'],
  ['prefixed', 'https://evil-portal.acme.example'],
  ['suffixed', 'https://portal.acme.example.evil.example'],
  ['in capitals', 'https://PORTAL.ACME.EXAMPLE'],
  ['of another scheme', 'http://portal.acme.example'],
  ['of another port', 'https://portal.acme.example:8443'],
  ['with its default port', 'https://portal.acme.example:443'],
  ['with a slash', 'https://portal.acme.example/'],
  ['with a dot', 'https://portal.acme.example.'],
  ['with a space', ' https://portal.acme.example'],
  ['twice', 'https://portal.acme.example, https://portal.acme.example'],
  ['a wildcard', '*'],
  ['a pattern', 'https://portal.acme.exampl_'],
  ['the host alone', 'portal.acme.example'],
];

describe('T-09 origins', () => {
  it.each(foreignOrigins)('T-09 does not know an origin that is %s', async (_what, from) => {
    const token = await goodToken(world);
    expect(await isRegisteredOrigin(world.database, from)).toBe(false);
    expect(await outcome(() => enter(world.database, token, now, from))).toEqual(the401);
    const assertion = await goodAssertion(world);
    const trade = (page: string | null) =>
      outcome(() => exchange(world.database, assertion, now, page));
    expect(await trade(from)).toEqual(theGrantRefusal);
    // What was refused has not been spent.
    expect(await trade(origin)).toBe('accepted');
  });

  it('T-09 knows each registered origin, but a token only on its own page', async () => {
    const token = await goodToken(world);
    for (const from of [origin, 'https://m.acme.example', otherOrigin]) {
      expect(await isRegisteredOrigin(world.database, from)).toBe(true);
      const seen = await outcome(() => enter(world.database, token, now, from));
      expect(seen).toEqual(from === origin ? 'accepted' : the401);
    }
  });

  it('T-09 does not know the origin of a closed site, unless an open one has it too', async () => {
    const shared = 'https://both.example';
    const known = () =>
      Promise.all([shared, otherOrigin].map((from) => isRegisteredOrigin(world.database, from)));
    const setOpen = (active: number) =>
      world.database.write([sql`UPDATE sites SET active = ${active} WHERE id = 'globex'`]);
    await world.database.write([
      sql`INSERT INTO site_origins VALUES ('acme', ${shared}), ('globex', ${shared})`,
    ]);
    expect(await known()).toEqual([true, true]);
    await setOpen(0);
    expect(await known()).toEqual([true, false]);
    await setOpen(1);
    expect(await known()).toEqual([true, true]);
  });

  it("T-09 does not trade an assertion on another customer's page", async () => {
    const assertion = await goodAssertion(world);
    const attempt = () => exchange(world.database, assertion, now, otherOrigin);
    expect(await outcome(attempt)).toEqual(theGrantRefusal);
  });

  it('T-09 refuses a token that names an origin which its site does not have', async () => {
    const parts = await scopeParts(world, own.kid);
    const token = await forge(parts.header, { ...parts.claims, origin: otherOrigin }, own.sign);
    const attempt = () => enter(world.database, token, now, otherOrigin);
    expect(await outcome(attempt)).toEqual(the401);
  });
});

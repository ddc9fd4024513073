/** Threats 1 to 4, 10 and 13: whatever a forger does to a token's form, header or signature, the answer is the same. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importPublicKey } from '../../server/token/signing-keys.ts';
import {
  assertionParts,
  base64url,
  claimsOf,
  ecdsaSigner,
  forge,
  hmacSigner,
  type OwnKey,
  ownKey,
  type Signer,
  scopeParts,
} from './token-forge.ts';
import {
  enter,
  exchange,
  goodAssertion,
  goodToken,
  memoryWorld,
  now,
  outcome,
  settings,
  the401,
  theGrantRefusal,
  type World,
} from './token-world.ts';

let world: World;
let own: OwnKey;

/** Outbound requests of a test: nothing here may make one. */
let fetches: number;
const realFetch = globalThis.fetch;

beforeAll(async () => {
  world = await memoryWorld();
  own = await ownKey(world);
});
beforeEach(() => {
  fetches = 0;
  globalThis.fetch = (...request) => {
    fetches++;
    return realFetch(...request);
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
  expect(fetches).toBe(0);
});

interface Parts {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** Both kinds of token, each with its door, its rightful signer and the one answer to everything bad. */
const kinds = {
  'scope token': {
    parts: async (): Promise<Parts> => scopeParts(world, own.kid),
    signer: (): Signer => own.sign,
    try: (token: string) => outcome(() => enter(world.database, token)),
    refusal: the401,
  },
  assertion: {
    parts: async (): Promise<Parts> => assertionParts(),
    signer: (): Signer => hmacSigner(world.acme.hs256.secret),
    try: (token: string) => outcome(() => exchange(world.database, token)),
    refusal: theGrantRefusal,
  },
} as const;

describe.each(Object.entries(kinds))('a forged %s', (_name, kind) => {
  /** Forges one with another header and claims, by its rightful signer unless another is given. */
  const attempt = async (
    change: (parts: Parts) => { header?: object | string; claims?: object | string },
    signer = kind.signer(),
  ) => {
    const parts = await kind.parts();
    const { header = parts.header, claims = parts.claims } = change(parts);
    return kind.try(await forge(header, claims, signer));
  };

  it('T-01 is accepted as its twin when nothing is wrong with it', async () => {
    expect(await attempt(() => ({}))).toBe('accepted');
  });

  it.each(['none', 'None', 'nOnE', 'NONE', '', ' none', 'HS512', 'ES384', 'RS256', 'es256'])(
    'T-01 is refused with the algorithm "%s", signed, unsigned and with a foreign signature',
    async (alg) => {
      for (const signer of [kind.signer(), null, hmacSigner('x'.repeat(32))]) {
        const seen = await attempt(({ header }) => ({ header: { ...header, alg } }), signer);
        expect(seen).toEqual(kind.refusal);
      }
    },
  );

  it.each([null, 1, true, ['ES256'], { alg: 'ES256' }, undefined])(
    'T-01 is refused with the algorithm %j',
    async (alg) => {
      const seen = await attempt(({ header }) => ({ header: { ...header, alg } }));
      expect(seen).toEqual(kind.refusal);
    },
  );

  it('T-01 is refused with an empty signature, a part too few or many, and nothing at all', async () => {
    const parts = await kind.parts();
    const good = await forge(parts.header, parts.claims, kind.signer());
    const [head, body, mark] = good.split('.');
    const bad = [`${head}.${body}.`, `${head}.${body}`, `${good}.`, `${good}.${mark}`, `.${good}`];
    for (const token of [...bad, `${head}..${mark}`, `.${body}.${mark}`, '', '..', 'null']) {
      expect(await kind.try(token)).toEqual(kind.refusal);
    }
    expect(await kind.try(good)).toBe('accepted');
  });

  it('T-01 is refused with every single bit of its signature turned', async () => {
    const parts = await kind.parts();
    const good = await forge(parts.header, parts.claims, kind.signer());
    const [head, body, mark = ''] = good.split('.');
    const bytes = Buffer.from(mark, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await kind.try(`${head}.${body}.${base64url(turned)}`)).toEqual(kind.refusal);
    }
    expect(await kind.try(good)).toBe('accepted');
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256'])(
    'T-03 is refused when its header brings a key along in "%s", and nothing is fetched',
    async (name) => {
      const thief = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
        'sign',
      ]);
      const theirs = ecdsaSigner(await crypto.subtle.exportKey('jwk', thief.privateKey));
      const jwk = await crypto.subtle.exportKey('jwk', thief.publicKey);
      const brought: Record<string, unknown> = { jwk, x5c: ['MIIB'] };
      const value = brought[name] ?? 'http://127.0.0.1:9/keys.json';
      for (const signer of [theirs, kind.signer()]) {
        const seen = await attempt(
          ({ header }) => ({ header: { ...header, alg: 'ES256', [name]: value } }),
          signer,
        );
        expect(seen).toEqual(kind.refusal);
      }
    },
  );

  it.each([
    '../../dev/null',
    "' OR 1=1",
    "' OR '1'='1' --",
    '__proto__',
    'constructor',
    'x'.repeat(65),
    'x'.repeat(1_000_000),
    '',
    ' ',
    'a b',
    'a\u0000',
    '%',
    '*',
    'ключ',
  ])('T-04 is refused with the key id %j', async (kid) => {
    const before = await keyCounts();
    const seen = await attempt(({ header }) => ({ header: { ...header, kid } }));
    expect(seen).toEqual(kind.refusal);
    expect(await keyCounts()).toEqual(before);
  });

  it.each([null, 1, [], {}, ['k']])('T-04 is refused with the key id %j', async (kid) => {
    const seen = await attempt(({ header }) => ({ header: { ...header, kid } }));
    expect(seen).toEqual(kind.refusal);
  });

  it('T-04 reads a `__proto__` member as a foreign one, never as a prototype', async () => {
    const seen = await attempt(({ header }) => ({
      header: JSON.stringify(header).replace('{', '{"__proto__":{"kid":"x"},'),
    }));
    expect(seen).toEqual(kind.refusal);
  });

  it('T-10 has one spelling: spaces, padding, spare bits and foreign letters are refused', async () => {
    // Signatures of 32 and 64 bytes both leave spare bits in the last letter.
    const parts = await kind.parts();
    const good = await forge(parts.header, parts.claims, kind.signer());
    const [head = '', body = '', mark = ''] = good.split('.');
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = mark.slice(0, -1) + last[last.indexOf(mark.slice(-1)) + 1];
    expect(Buffer.from(spare, 'base64url')).toEqual(Buffer.from(mark, 'base64url'));
    const spellings = [
      ` ${good}`,
      `${good} `,
      `${good}\n`,
      `${head}. ${body}.${mark}`,
      `${head}.${body}.${mark}=`,
      `${head}.${body}.${mark}==`,
      `${head}=.${body}.${mark}`,
      `${head}.${body}.${spare}`,
      `${head}.${body}.${mark}A`,
      `${head}.${body}.${mark.slice(0, 9)}\t${mark.slice(9)}`,
      `${head}.${body}.${mark}%3D`,
      `${head}.${body}.${mark.replaceAll('-', '+').replaceAll('_', '/')}!`,
      `${head}\u200b.${body}.${mark}`,
    ];
    for (const spelling of spellings) expect(await kind.try(spelling)).toEqual(kind.refusal);
    expect(await kind.try(good)).toBe('accepted');
  });

  const twice: [where: string, change: (parts: Parts) => { header?: string; claims?: string }][] = [
    [
      'in the header',
      ({ header }) => ({ header: JSON.stringify(header).replace('{', '{"alg":"none",') }),
    ],
    [
      'in the header, written with an escape',
      ({ header }) => ({ header: JSON.stringify(header).replace('{', '{"\\u0061lg":"none",') }),
    ],
    [
      'in the payload, first',
      ({ claims }) => ({ claims: JSON.stringify(claims).replace('{', '{"sub":"u-gus",') }),
    ],
    [
      'in the payload, last',
      ({ claims }) => ({ claims: JSON.stringify(claims).replace(/}$/, ',"sub":"u-gus"}') }),
    ],
    [
      'in the payload, deep',
      ({ claims }) => ({
        claims: JSON.stringify(claims).replace(/}$/, ',"x":[{"a":1,"a":2}]}'),
      }),
    ],
  ];
  it.each(twice)('T-13 is refused with a member that stands twice %s', async (_where, change) => {
    expect(await attempt(change)).toEqual(kind.refusal);
  });

  it.each([
    { crit: ['exp'] },
    { crit: [] },
    { b64: false, crit: ['b64'] },
    { b64: false },
    { b64: true },
    { cty: 'JWT' },
    { zip: 'DEF' },
    { enc: 'A256GCM' },
    { typ: null },
    { typ: 1 },
    { iss: 'acme' },
  ])('T-13 is refused with %j in its header', async (extra) => {
    const seen = await attempt(({ header }) => ({ header: { ...header, ...extra } }));
    expect(seen).toEqual(kind.refusal);
  });

  it('T-13 is refused when it wraps another token, or anything that is no object', async () => {
    const parts = await kind.parts();
    const inner = await forge(parts.header, parts.claims, kind.signer());
    const wrapped = [
      inner,
      `"${inner}"`,
      JSON.stringify([parts.claims]),
      'null',
      '1',
      '',
      '{',
      '{}',
    ];
    for (const claims of [...wrapped, `\ufeff${JSON.stringify(parts.claims)}`, '{"iss":"acme",}']) {
      expect(await attempt(() => ({ claims }))).toEqual(kind.refusal);
      expect(await attempt(() => ({ header: claims }))).toEqual(kind.refusal);
    }
  });

  it('T-13 is refused when its JSON is no UTF-8', async () => {
    const parts = await kind.parts();
    const text = JSON.stringify(parts.claims).replace('{', '{"x":"?",');
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf('?')] = 0xff;
    const said = `${base64url(JSON.stringify(parts.header))}.${base64url(bytes)}`;
    const mark = base64url((await kind.signer()?.(said)) ?? '');
    expect(await kind.try(`${said}.${mark}`)).toEqual(kind.refusal);
  });

  it('T-04 is refused unread when it is longer than 8 KB', async () => {
    const seen = await attempt(({ claims }) => ({ claims: { ...claims, jti: 'x'.repeat(9000) } }));
    expect(seen).toEqual(kind.refusal);
  });
});

describe('T-02 algorithm confusion', () => {
  it.each(['the JWK', 'x', 'the raw point', 'SPKI', 'PEM'])(
    'T-02 our public key as %s is no HMAC secret for a scope token',
    async (shape) => {
      const { header, claims } = await scopeParts(world, own.kid);
      const secret = await publicKeyAs(shape);
      const token = await forge({ ...header, alg: 'HS256' }, claims, rawHmac(secret));
      expect(await outcome(() => enter(world.database, token))).toEqual(the401);
    },
  );

  it('T-02 the public key of a site is no HMAC secret for its assertions', async () => {
    const { kid, publicJwk } = world.acme.es256;
    for (const secret of [JSON.stringify(publicJwk), publicJwk.x ?? '']) {
      for (const header of [{ alg: 'HS256', kid }, { alg: 'HS256' }]) {
        const token = await forge(header, assertionParts().claims, hmacSigner(secret));
        expect(await outcome(() => exchange(world.database, token))).toEqual(theGrantRefusal);
      }
    }
  });

  it("T-02 a key serves its own algorithm alone: naming another site key's id does not help", async () => {
    const { hs256, es256, eddsa } = world.acme;
    const crossed = [
      { alg: 'HS256', kid: es256.kid, sign: hmacSigner(hs256.secret) },
      { alg: 'ES256', kid: hs256.kid, sign: ecdsaSigner(es256.privateJwk) },
      { alg: 'ES256', kid: eddsa.kid, sign: ecdsaSigner(es256.privateJwk) },
      { alg: 'EdDSA', kid: es256.kid, sign: ecdsaSigner(es256.privateJwk) },
    ];
    for (const { alg, kid, sign } of crossed) {
      const token = await forge({ alg, kid }, assertionParts().claims, sign);
      expect(await outcome(() => exchange(world.database, token))).toEqual(theGrantRefusal);
    }
    const straight = [
      { alg: 'HS256', kid: hs256.kid, sign: hmacSigner(hs256.secret) },
      { alg: 'ES256', kid: es256.kid, sign: ecdsaSigner(es256.privateJwk) },
    ];
    for (const { alg, kid, sign } of straight) {
      const token = await forge({ alg, kid }, assertionParts().claims, sign);
      expect(await outcome(() => exchange(world.database, token))).toBe('accepted');
    }
  });
});

describe('what a refusal tells', () => {
  it('T-63 is nothing of the token: not in the message, the cause or the stack', async () => {
    const good = await goodToken(world);
    const assertion = await goodAssertion(world);
    const attempts = [
      () => enter(world.database, `${good}x`),
      () => enter(world.database, good, now + 7200),
      () => enter(world.database, good, now, 'https://evil.example'),
      () => exchange(world.database, `${assertion}x`),
      () => exchange(world.database, assertion, now + 7200),
      () => exchange(world.database, assertion, now, 'https://evil.example'),
    ];
    for (const attempt of attempts) {
      const error = await attempt().then(
        () => null,
        (thrown: Error) => thrown,
      );
      const told = `${error?.message} ${error?.stack} ${String(error?.cause)} ${JSON.stringify(error)}`;
      expect(error).not.toBeNull();
      for (const part of [...good.split('.'), ...assertion.split('.')]) {
        expect(told).not.toContain(part);
      }
      expect(told).not.toContain(String(claimsOf(good).jti));
    }
  });
});

/** What an injected statement might have changed. */
const keyCounts = () =>
  world.database.read(sql`SELECT count(*) FROM signing_keys`, sql`SELECT count(*) FROM site_keys`);

const rawHmac =
  (secret: Uint8Array<ArrayBuffer>): Signer =>
  async (said) => {
    const as = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', secret, as, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, Buffer.from(said)));
  };

/** Every way in which a careless verifier might have the public key at hand. */
async function publicKeyAs(shape: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = (value: string) => new TextEncoder().encode(value);
  if (shape === 'the JWK') return text(own.publicJwk);
  if (shape === 'x') return text(JSON.parse(own.publicJwk).x);
  const key = await importPublicKey(settings, own.publicJwk, 'ES256');
  if (shape === 'the raw point') return new Uint8Array(await crypto.subtle.exportKey('raw', key));
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', key));
  if (shape === 'SPKI') return spki;
  const lines =
    Buffer.from(spki)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return text(`-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`);
}

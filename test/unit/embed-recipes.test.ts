/** Assertions in the very form that the usual JWT libraries write are taken, and their usual mistakes are not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { base64url, ecdsaSigner, forge, hmacSigner, type Signer } from '../security/token-forge.ts';
import {
  exchange,
  memoryWorld,
  now,
  outcome,
  settings,
  theGrantRefusal,
  type World,
} from '../security/token-world.ts';

let world: World;
beforeAll(async () => {
  world = await memoryWorld();
});

const hex = () => crypto.randomUUID().replaceAll('-', '');
const api = settings.issuer;
const times = { iat: now, exp: now + 60 };

interface Form {
  /** Members in the order in which the library writes them; `kid` is filled in with the site's. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: () => Readonly<Record<string, unknown>>;
}

const kid = 'kid';
/** By library: what it writes when it is used as docs/embed.md says. */
const libraries: Readonly<Record<string, Form>> = {
  'ambit/host': {
    header: { alg: 'HS256', typ: 'ambit-assertion+jwt', kid },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: api, ...times, jti: crypto.randomUUID() }),
  },
  'jose (Node)': {
    header: { alg: 'HS256', kid },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: api, ...times, jti: crypto.randomUUID() }),
  },
  'jsonwebtoken (Node)': {
    header: { alg: 'HS256', typ: 'JWT', kid },
    claims: () => ({ ...times, aud: api, iss: 'acme', sub: 'ada', jti: crypto.randomUUID() }),
  },
  'firebase/php-jwt': {
    header: { typ: 'JWT', alg: 'HS256', kid },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: api, ...times, jti: hex() }),
  },
  PyJWT: {
    header: { alg: 'HS256', kid, typ: 'JWT' },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: api, ...times, jti: hex() }),
  },
  'nimbus-jose-jwt': {
    header: { kid, typ: 'JWT', alg: 'HS256' },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: api, ...times, jti: crypto.randomUUID() }),
  },
  'jjwt, whose audience is a list': {
    header: { kid, alg: 'HS256' },
    claims: () => ({ iss: 'acme', sub: 'ada', aud: [api], ...times, jti: crypto.randomUUID() }),
  },
  'Microsoft.IdentityModel.JsonWebTokens': {
    header: { alg: 'HS256', kid, typ: 'JWT' },
    claims: () => ({
      ...{ aud: api, iss: 'acme', exp: now + 60, iat: now, nbf: now },
      ...{ sub: 'ada', jti: crypto.randomUUID() },
    }),
  },
};

interface Slip {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly sign?: Signer;
}

/** Signs a form as its library would, with something changed, and brings it to the door. */
async function bring({ header, claims }: Form, slip: Slip = {}): Promise<unknown> {
  const { hs256 } = world.acme;
  const said = [
    { ...header, ...('kid' in header && { kid: hs256.kid }), ...slip.header },
    { ...claims(), ...slip.claims },
  ] as const;
  const token = await forge(...said, slip.sign ?? hmacSigner(hs256.secret));
  return outcome(() => exchange(world.database, token));
}

describe('HS256', () => {
  it.each(Object.entries(libraries))('takes what %s writes', async (_, form) => {
    expect(await bring(form)).toBe('accepted');
  });

  it.each(Object.entries(libraries))('takes %s without a key id', async (_, form) => {
    expect(await bring(form, { header: { kid: undefined } })).toBe('accepted');
  });
});

const hmac512: NonNullable<Signer> = async (said) => {
  const as = { name: 'HMAC', hash: 'SHA-512' };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const secret = bytes(world.acme.hs256.secret);
  const key = await crypto.subtle.importKey('raw', secret, as, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(said)));
};

/** The secret is text: its letters are the key, not the bytes that they would decode to. */
const decodedSecret: NonNullable<Signer> = async (said) => {
  const as = { name: 'HMAC', hash: 'SHA-256' };
  const secret = Uint8Array.from(Buffer.from(world.acme.hs256.secret, 'base64url'));
  const key = await crypto.subtle.importKey('raw', secret, as, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(said)));
};

/** What goes wrong when a library is used otherwise: its usual traps. */
const slips: Readonly<Record<string, Slip>> = {
  'T-01 another algorithm (jjwt picks it by the key’s length)': {
    header: { alg: 'HS512' },
    sign: hmac512,
  },
  'T-02 the secret decoded from base64': { sign: decodedSecret },
  'T-05 times in milliseconds': { claims: { iat: now * 1000, exp: (now + 60) * 1000 } },
  'T-05 times as text (a C# Claim without ClaimValueTypes.Integer64)': {
    claims: { iat: String(now), exp: String(now + 60) },
  },
  'T-05 no iat (a C# JwtSecurityToken has none unless told)': { claims: { iat: undefined } },
  'T-05 no exp': { claims: { exp: undefined } },
  'T-05 a life of an hour (the default of the C# handlers)': { claims: { exp: now + 3600 } },
  'T-05 the local time zone taken for UTC': { claims: { iat: now + 7200, exp: now + 7260 } },
  'T-06 two audiences': { claims: { aud: [api, 'https://other.example'] } },
  'T-06 an audience with a trailing slash': { claims: { aud: `${api}/` } },
  'T-06 no audience': { claims: { aud: undefined } },
  'T-08 the site’s name in place of its id': { claims: { iss: 'Acme portal' } },
  'T-11 no jti': { claims: { jti: undefined } },
  'T-11 a short jti': { claims: { jti: '12345678' } },
  'T-11 a jti with spaces': { claims: { jti: 'a request of today' } },
  'T-13 a compressed body (jjwt’s compressWith)': { header: { zip: 'DEF' } },
  'T-13 a content type': { header: { cty: 'JWT' } },
  'T-03 a certificate’s thumbprint': { header: { x5t: 'AAAA' } },
  'T-07 the type of an access token': { header: { typ: 'at+jwt' } },
  'a user number in place of the username': { claims: { sub: 4711 } },
  'another case of the username': { claims: { sub: 'Ada' } },
  'the LMS’s id in place of the username': { claims: { sub: 'u-ada' } },
};

describe('a mistake', () => {
  const form = libraries.PyJWT as Form;

  it.each(Object.entries(slips))('%s is refused like any other', async (_, slip) => {
    expect(await bring(form, slip)).toEqual(theGrantRefusal);
    expect(await bring(form)).toBe('accepted');
  });
});

/** An ECDSA signature as OpenSSL and Java's own Signature class write it (RFC 3279). */
function derOf(raw: Uint8Array): Uint8Array {
  const integer = (half: Uint8Array) => {
    const bytes = [...half.subarray(half.findIndex((byte) => byte !== 0))];
    if ((bytes[0] ?? 0) > 127) bytes.unshift(0);
    return [2, bytes.length, ...bytes];
  };
  const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return new Uint8Array([48, body.length, ...body]);
}

describe('ES256', () => {
  const es256 = (form: Form, sign: (raw: Uint8Array) => Uint8Array = (raw) => raw) => {
    const { kid: id, privateJwk } = world.acme.es256;
    const signer = ecdsaSigner({ ...privateJwk });
    return bring(form, {
      header: { alg: 'ES256', kid: id },
      sign: async (said) => sign(await signer(said)),
    });
  };

  it.each(Object.entries(libraries))('takes what %s writes', async (_, form) => {
    expect(await es256(form)).toBe('accepted');
  });

  it('T-10 takes the 64 bytes of RFC 7518 and not the DER that signing APIs give', async () => {
    const form = libraries['nimbus-jose-jwt'] as Form;
    expect(await es256(form, derOf)).toEqual(theGrantRefusal);
    expect(await es256(form)).toBe('accepted');
  });
});

it('takes a username that a library escapes, as PHP and Python do', async () => {
  const { database, acme } = world;
  await database.orm.run("UPDATE users SET username = 'adä' WHERE username = 'ada'");
  const claims = `{"iss":"acme","sub":"ad\\u00e4","aud":"${api}","iat":${now},"exp":${now + 60},"jti":"${hex()}"}`;
  const token = await forge('{"typ":"JWT","alg":"HS256"}', claims, hmacSigner(acme.hs256.secret));
  expect(token).toContain(base64url(claims));
  expect(await outcome(() => exchange(database, token))).toBe('accepted');
  await database.orm.run("UPDATE users SET username = 'ada' WHERE username = 'adä'");
});

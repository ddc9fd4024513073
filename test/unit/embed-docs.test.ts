/** docs/embed.md says of assertions what the server accepts, and its recipes sign what is taken. */
import { execFileSync } from 'node:child_process';
import * as jose from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { longestToken } from '../../server/token/canonical.ts';
import { skewSeconds } from '../../server/token/claims.ts';
import { signAssertion } from '../../server/token/host.ts';
import { scopeTokenSeconds } from '../../server/token/signing-keys.ts';
import { assertionParts, forge, hmacSigner } from '../security/token-forge.ts';
import {
  exchange,
  memoryWorld,
  now,
  outcome,
  settings,
  theGrantRefusal,
  type World,
} from '../security/token-world.ts';
import { blocksOf, coded, pageAt, tableIn } from './doc-page.ts';

const page = pageAt('docs/embed.md');
const numbersIn = (text: string): number[] => [...text.matchAll(/\d+/g)].map(Number);

let world: World;
beforeAll(async () => {
  world = await memoryWorld();
});

const attempt = async (change: object) => {
  const { header, claims } = assertionParts();
  const sign = hmacSigner(world.acme.hs256.secret);
  const token = await forge(header, { ...claims, ...change }, sign);
  return () => exchange(world.database, token);
};
const bring = async (change: object) => outcome(await attempt(change));
/** What the log would be told. */
const causeOf = async (change: object) =>
  (await attempt(change))().catch((error: Error) => error.cause);

describe('the claims', () => {
  const rows = tableIn(page, 'claim');
  const accepted = (claim: string) => rows.find(([name]) => name === `\`${claim}\``)?.[2] ?? '';

  it('are all that an assertion needs', async () => {
    expect(rows.map(([claim = '']) => coded(claim)[0])).toEqual(
      expect.arrayContaining(Object.keys(assertionParts().claims)),
    );
    expect(await bring({})).toBe('accepted');
    for (const claim of Object.keys(assertionParts().claims)) {
      expect(await bring({ [claim]: undefined })).toEqual(theGrantRefusal);
    }
    expect(await bring({ more: 'ignored' })).toBe('accepted');
  });

  it('have the lengths that the page says', async () => {
    const [least = 0, most = 0] = numbersIn(accepted('jti'));
    const jti = (length: number) => 'j'.repeat(length - 8) + crypto.randomUUID().slice(0, 8);
    expect(await bring({ jti: jti(least) })).toBe('accepted');
    expect(await bring({ jti: jti(most) })).toBe('accepted');
    expect(await bring({ jti: jti(least - 1) })).toEqual(theGrantRefusal);
    expect(await bring({ jti: jti(most + 1) })).toEqual(theGrantRefusal);
    for (const [claim, word] of [
      ['iss', 'issuer'],
      ['sub', 'subject'],
    ] as const) {
      const [, longest = 0] = numbersIn(accepted(claim));
      // Of that length it is refused only because nobody has that name.
      expect(await causeOf({ [claim]: 'n'.repeat(longest) })).not.toBe(`assertion: ${word}`);
      expect(await causeOf({ [claim]: 'n'.repeat(longest + 1) })).toBe(`assertion: ${word}`);
    }
  });

  it('have the times that the page says', async () => {
    const [ahead = 0] = numbersIn(accepted('iat'));
    const [life = 0, late = 0] = numbersIn(accepted('exp'));
    expect([ahead, late, ...numbersIn(accepted('nbf'))]).toEqual(Array(3).fill(skewSeconds));
    for (const [change, verdict] of [
      [{ iat: now + ahead, exp: now + 60 }, 'accepted'],
      [{ iat: now + ahead + 1, exp: now + 60 }, theGrantRefusal],
      [{ iat: now, exp: now + life }, 'accepted'],
      [{ iat: now, exp: now + life + 1 }, theGrantRefusal],
      [{ iat: now - 60, exp: now - late + 1 }, 'accepted'],
      [{ iat: now - 60, exp: now - late }, theGrantRefusal],
    ] as const) {
      expect(await bring(change)).toEqual(verdict);
    }
  });

  it('stand in a token of the length that the page says, which leads to one of ten minutes', () => {
    expect(numbersIn(/The whole is at most (\d+)/.exec(page)?.[0] ?? '')).toEqual([longestToken]);
    expect(page).toContain('for a token of ten minutes');
    expect(scopeTokenSeconds).toBe(600);
  });
});

describe('the recipes', () => {
  const user = { lmsUsername: 'ada', lms_username: 'ada' };
  const blocks = (language: string) => blocksOf(page, language);
  const environment = () => ({
    AMBIT_SITE: 'acme',
    AMBIT_KEY_ID: world.acme.hs256.kid,
    AMBIT_KEY_SECRET: world.acme.hs256.secret,
    AMBIT_API: settings.issuer,
  });
  const nowOf = (assertion: string) => Number(jose.decodeJwt(assertion).iat);
  const taken = (assertion: string) =>
    outcome(() => exchange(world.database, assertion, nowOf(assertion)));
  afterAll(() => vi.unstubAllEnvs());

  /** Runs a block with what it imports and assumes handed in. */
  const runBlock = (code: string, given: Record<string, unknown>, result: string): unknown => {
    const body = code.replaceAll(/^import .*$/gm, '').replaceAll(/^export /gm, '');
    const names = Object.keys(given);
    return new Function(...names, `${body}; return ${result};`)(...Object.values(given));
  };

  it('for Node with ambit/host answers an assertion that is taken, and is not stored', async () => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
    const code = blocks('js').find((block) => block.includes('signAssertion')) ?? '';
    let handler = async (_request: object, _response: object): Promise<void> => undefined;
    const app = {
      get: (_path: string, _login: unknown, given: typeof handler) => {
        handler = given;
      },
    };
    runBlock(code, { signAssertion, app, requireLogin: null }, 'null');
    const sent: Record<string, string>[] = [];
    const response = {
      set: (name: string, value: string) => {
        sent.push({ [name]: value });
        return response;
      },
      json: (body: Record<string, string>) => sent.push(body),
    };
    await handler({ user }, response);
    expect(sent[0]).toEqual({ 'Cache-Control': 'no-store' });
    expect(await taken(sent[1]?.assertion ?? '')).toBe('accepted');
  });

  it('for Node with jose signs an assertion that is taken', async () => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
    const code = blocks('js').find((block) => block.includes('SignJWT')) ?? '';
    const given = { SignJWT: jose.SignJWT, randomUUID: () => crypto.randomUUID() };
    const assertionFor = runBlock(code, given, 'assertionFor') as (name: string) => Promise<string>;
    expect(await taken(await assertionFor('ada'))).toBe('accepted');
    expect(await taken(await assertionFor('ad'))).toEqual(theGrantRefusal);
  });

  const pythons = ['python3', '/usr/bin/python3'];
  const python = pythons.find((name) => {
    try {
      execFileSync(name, ['-c', 'import jwt'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });

  it.skipIf(python === undefined)('for Python signs an assertion that is taken', async () => {
    const [code = ''] = blocks('python');
    const before = [
      'class user: lms_username = "ada"',
      'current_user = user',
      'login_required = lambda view: view',
      'class app: get = staticmethod(lambda path: lambda view: view)',
    ];
    const program = [...before, code, 'print(ambit_assertion()[0]["assertion"])'].join('\n');
    const assertion = execFileSync(python ?? '', ['-c', program], {
      env: environment(),
    }).toString();
    expect(await taken(assertion.trim())).toBe('accepted');
  });

  it('name every claim and the key id in each language', () => {
    for (const [language, count] of [
      ['php', 1],
      ['python', 1],
      ['java', 2],
      ['csharp', 1],
    ] as const) {
      const found = blocks(language);
      expect(found).toHaveLength(count);
      for (const code of found) {
        for (const word of ['SITE', 'API', 'KEY_ID', 'KEY_SECRET'])
          expect(code).toContain(`AMBIT_${word}`);
        expect(code).toMatch(/60/);
        expect(code).toMatch(/jti|jwtID|\.id\(/);
        expect(code).toMatch(/lms_?username/i);
      }
    }
  });
});

it('the causes are those that the log is told', () => {
  const told = tableIn(page, 'cause').map(([cell = '']) => coded(cell)[0]);
  const refusals = [...pageAt('server/token/assertion.ts').matchAll(/refuse\('([\w ]+)'\)/g)].map(
    ([, cause]) => `assertion: ${cause}`,
  );
  const more = [
    ...pageAt('server/token/exchange.ts').matchAll(/TokenRefusal\('invalid_grant', '([^']+)'\)/g),
  ].map(([, cause]) => cause);
  expect(refusals.length).toBeGreaterThan(7);
  expect(told.sort()).toEqual([...new Set([...refusals, ...more])].sort());
});

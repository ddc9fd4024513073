/** POST /v1/token: the exchange of RFC 8693, and its errors by RFC 6749. */
import { expect } from 'vitest';
import type { TokenAnswer } from '../../../shared/wire/session.ts';
import {
  assertionOf,
  chiara,
  ingrid,
  openPage,
  pageOf,
  problemOf,
  tradeRequest,
} from '../portal.ts';
import { originOf, type Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

const form = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token: 'x',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
};

function post({ settings }: Stage, body: BodyInit, type?: string): Request {
  const headers = new Headers({ Origin: originOf('fjordlys') });
  if (type !== undefined) headers.set('Content-Type', type);
  return new Request(`${settings.issuer}/v1/token`, { method: 'POST', headers, body });
}

async function refusedWith(stage: Stage, request: Request, error: string): Promise<void> {
  const response = await stage.fetch(request);
  expect(response.status).toBe(400);
  const body = (await response.json()) as { error: string; error_description: string };
  expect(body.error).toBe(error);
  expect(body.error_description).toBeTypeOf('string');
}

export const token: Chapter = {
  'FOR-003 trades the word of a customer’s portal for a token that opens a session': async (
    stage,
  ) => {
    const assertion = await assertionOf(stage, ingrid);
    const response = await stage.fetch(tradeRequest(stage, assertion, originOf('fjordlys')));
    expect(response.status).toBe(200);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(originOf('fjordlys'));
    const answer = (await response.json()) as TokenAnswer;
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      expires_in: 600,
    });
    const page = pageOf(stage, ingrid, answer.access_token);
    expect((await page.ask('/v1/session')).status).toBe(200);
  },

  'T-11 takes an assertion once, and answers the second time like any bad one': async (stage) => {
    const assertion = await assertionOf(stage, ingrid);
    const trade = (text: string) => stage.fetch(tradeRequest(stage, text, originOf('fjordlys')));
    expect((await trade(assertion)).status).toBe(200);
    const [again, bad] = [await trade(assertion), await trade('a.b.c')];
    expect([again.status, bad.status]).toEqual([400, 400]);
    expect(await again.text()).toBe(await bad.text());
  },

  'answers a form that is none as RFC 6749 says': async (stage) => {
    const without = (name: keyof typeof form) => {
      const { [name]: _, ...rest } = form;
      return new URLSearchParams(rest);
    };
    const twice = new URLSearchParams(form);
    twice.append('subject_token', 'y');
    const type = 'application/x-www-form-urlencoded';
    for (const name of ['grant_type', 'subject_token', 'subject_token_type'] as const) {
      await refusedWith(stage, post(stage, without(name)), 'invalid_request');
    }
    await refusedWith(stage, post(stage, twice), 'invalid_request');
    await refusedWith(stage, post(stage, ''), 'invalid_request');
    await refusedWith(stage, post(stage, '', type), 'invalid_request');
    await refusedWith(stage, post(stage, new Uint8Array([0x61, 0xff]), type), 'invalid_request');
    await refusedWith(
      stage,
      post(stage, JSON.stringify(form), 'application/json'),
      'invalid_request',
    );
    await refusedWith(stage, post(stage, new URLSearchParams(form)), 'invalid_grant');
    const other = new URLSearchParams({ ...form, grant_type: 'password' });
    await refusedWith(stage, post(stage, other), 'unsupported_grant_type');
  },

  'T-09 listens to registered pages alone, before it reads the assertion': async (stage) => {
    const assertion = await assertionOf(stage, ingrid);
    const strangers = [null, 'null', 'https://evil.example', `${originOf('fjordlys')}:8443`];
    const bodies = new Set<string>();
    for (const origin of strangers) {
      const response = await stage.fetch(tradeRequest(stage, assertion, origin));
      expect(response.status, String(origin)).toBe(403);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      bodies.add(JSON.stringify(await problemOf(response)));
    }
    expect([...bodies]).toHaveLength(1);
    // Nothing of that has spent it.
    const good = await stage.fetch(tradeRequest(stage, assertion, originOf('fjordlys')));
    expect(good.status).toBe(200);
  },

  'T-08 trades no assertion on another customer’s page, nor under another site’s name': async (
    stage,
  ) => {
    const own = await assertionOf(stage, ingrid);
    const elsewhere = await stage.fetch(tradeRequest(stage, own, originOf('qamar')));
    expect(elsewhere.status).toBe(400);
    const lying = await assertionOf(
      {
        ...stage,
        keys: new Map([['fjordlys', stage.keys.get('qamar') ?? { kid: '', secret: 'x' }]]),
      },
      ingrid,
    );
    const lied = await stage.fetch(tradeRequest(stage, lying, originOf('fjordlys')));
    expect([lied.status, await lied.json()]).toEqual([400, await elsewhere.json()]);
  },

  'T-08 shows whoever signs in through another customer’s portal nobody of their own': async (
    stage,
  ) => {
    // The portal of Qamar may vouch for Ingrid; what is seen through it stays Qamar's, of which she holds nothing.
    const page = await openPage(stage, { ...ingrid, site: 'qamar' });
    const session = await page.read<{ learners: number; courses: number }>('/v1/session');
    expect([session.learners, session.courses]).toEqual([0, 0]);
    const own = await openPage(stage, chiara);
    expect((await own.read<{ learners: number }>('/v1/session')).learners).toBeGreaterThan(0);
  },

  'gives up a body that is too long': async (stage) => {
    const long = new URLSearchParams({ ...form, subject_token: 'x'.repeat(70_000) });
    const response = await stage.fetch(post(stage, long));
    expect(response.status).toBe(413);
    expect(await problemOf(response)).toMatchObject({
      type: 'urn:ambit:problem:payload-too-large',
    });
  },
};

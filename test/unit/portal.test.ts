/** The demonstration's portal: who is signed in decides whom the assertion names, and its pages are shut tight. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../demo/portal/html.ts';
import { type RunningPortal, startPortal } from '../../demo/portal/server.ts';

const apiOrigin = 'http://localhost:4010';
const secret = 'a secret for the test, forty letters long';
const ada = { username: 'ada@one.example', name: 'Ada <i>Lund</i>', title: 'Lead' };
const bo = { username: 'bo@two.example', name: 'Bo Ek', title: 'Lead' };

let portal: RunningPortal;
beforeAll(async () => {
  portal = await startPortal({
    port: 0,
    apiOrigin,
    sites: [
      { company: 'One', siteId: 'fjordlys', kid: 'k1', secret, supervisors: [ada] },
      { company: 'Two', siteId: 'qamar', kid: 'k2', secret, supervisors: [bo] },
    ],
  });
});
afterAll(() => portal.close());

const get = (path: string, cookie = '', init: RequestInit = {}) =>
  fetch(portal.origin + path, { redirect: 'manual', headers: { cookie }, ...init });

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

function signIn(fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  return get('/sign-in', '', { method: 'POST', body, headers });
}

/** The claims, unverified: `token` has the tests of the signature. */
async function claimsFor(cookie: string) {
  const response = await get('/ambit/assertion', cookie);
  const { assertion } = (await response.json()) as { assertion: string };
  const [, claims = ''] = assertion.split('.');
  return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
}

describe('the assertion', () => {
  it('names the person who is signed in, for the site of their company and our API', async () => {
    const first = cookieOf(await get('/'));
    expect(await claimsFor(first)).toMatchObject({
      iss: 'fjordlys',
      sub: ada.username,
      aud: apiOrigin,
    });
    const second = cookieOf(await signIn({ username: bo.username, to: '/people' }));
    expect(await claimsFor(second)).toMatchObject({ iss: 'qamar', sub: bo.username });
    expect(await claimsFor(first)).toMatchObject({ sub: ada.username });
  });

  it('is new at every call, and never stored', async () => {
    const cookie = cookieOf(await get('/'));
    const [one, other] = [await claimsFor(cookie), await claimsFor(cookie)];
    expect(one.jti).not.toBe(other.jti);
    const response = await get('/ambit/assertion', cookie);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is refused to whoever is not signed in, whatever they ask for', async () => {
    for (const cookie of ['', 'portal_session=made-up']) {
      const response = await get(`/ambit/assertion?username=${bo.username}`, cookie);
      expect(response.status).toBe(401);
    }
  });
});

describe('signing in', () => {
  it('goes back to where the reader was, and nowhere else', async () => {
    const back = await signIn({ username: bo.username, to: '/people' });
    expect([back.status, back.headers.get('location')]).toEqual([303, '/people']);
    const away = await signIn({ username: bo.username, to: 'https://evil.example/' });
    expect(away.headers.get('location')).toBe('/');
  });

  it('keeps the session from scripts', async () => {
    expect((await get('/')).headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('takes no form of another site, and no endless one', async () => {
    const form = { username: bo.username, to: '/' };
    expect((await signIn(form, { 'sec-fetch-site': 'cross-site' })).status).toBe(400);
    expect((await signIn({ ...form, more: 'x'.repeat(3000) })).status).toBe(400);
    expect((await signIn(form, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });
});

describe('the pages', () => {
  const paths = ['/', '/training', '/people', '/enrollments', '/certificates'];
  it.each(paths)('T-60 %s carries a strict policy and nothing inline', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'self' ${apiOrigin};`);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*/);
    const text = await response.text();
    expect(text).not.toMatch(/ style=| on\w+="|<style|<script(?![^>]* src=)/);
  });

  it('embed the widgets as the documentation says, and leave the front page without them', async () => {
    const training = await (await get('/training')).text();
    expect(training).toContain(`src="${apiOrigin}/ambit.js"`);
    expect(training).toContain('data-assertion="/ambit/assertion"');
    expect(training).toContain('<ambit-dashboard dashboard="team_progress"');
    expect(await (await get('/')).text()).not.toContain('ambit.js');
  });

  it('show names as text', async () => {
    const text = await (await get('/')).text();
    expect(text).toContain('Ada &lt;i&gt;Lund&lt;/i&gt;');
    expect(text).not.toContain('<i>Lund');
    expect(html`<p title="${'"\'&'}">${null}</p>`.markup).toBe('<p title="&quot;&#39;&amp;"></p>');
  });

  it('speak Arabic from right to left, where the company does', async () => {
    const cookie = cookieOf(await signIn({ username: bo.username, to: '/' }));
    const chosen = await get('/people?language=ar', cookie);
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/people']);
    const language = cookieOf(chosen);
    expect(await (await get('/people', `${cookie}; ${language}`)).text()).toContain(
      'lang="ar" dir="rtl"',
    );
    expect(await (await get('/people', language)).text()).toContain('lang="en" dir="ltr"');
  });

  it('take the theme along into the widgets', async () => {
    const text = await (await get('/training', 'portal_theme=dark')).text();
    expect(text).toMatch(/<html[^>]* data-theme="dark"/);
    expect(text).toMatch(/<ambit-dashboard[^>]* theme="dark"/);
    expect(await (await get('/', 'portal_theme="><b>')).text()).toContain('data-theme="auto"');
  });

  it('answer an unknown address with a page that says so', async () => {
    const response = await get('/payroll');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is no such page');
  });
});

/** The door of administration: cases that run over its routes unasked, so that a new row is covered or fails. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAdminToken } from '../../server/command/create-admin-token.ts';
import { revokeAdminToken } from '../../server/command/revoke-admin-token.ts';
import { takesMatch } from '../../server/http/edition.ts';
import type { Route } from '../../server/http/route.ts';
import { routes } from '../../server/http/route-table.ts';
import { ingrid, openPage, type Page } from '../http/portal.ts';
import { nextHour, originOf } from '../http/stage.ts';
import {
  constantOf,
  examples,
  nameOf,
  type WatchedStage,
  watchedStage,
  withHeaders,
} from './http-world.ts';

let stage: WatchedStage;
/** Examples are given one; those of superadmins leave it alone. */
let page: Page;
beforeAll(async () => {
  stage = await watchedStage();
  page = await openPage(stage, ingrid);
});
afterAll(() => stage.database.close());
beforeEach(() => nextHour(stage));

const table = routes
  .filter(({ access }) => access === 'administration')
  .map((route) => [nameOf(route), route] as const);

/** Made by a superadmin, for another caller or body to be put into. */
async function exampleOf(route: Route): Promise<Request> {
  const example = examples[nameOf(route)];
  if (!example) throw new Error(`Give an example of ${nameOf(route)}`);
  return example(stage, page);
}

const occasion = () => ({
  database: stage.database,
  actor: { kind: 'operator', name: 'test' } as const,
  nowSeconds: stage.clock.now,
});

/** Everything that a change could leave behind. */
async function written(): Promise<unknown> {
  const [row] = await stage.database.read(
    sql`SELECT (SELECT count(*) FROM audit_events), (SELECT json_group_object(name, value) FROM versions)`,
  );
  return row;
}

const bearing = (request: Request, token: string | null, origin: string | null = null) =>
  withHeaders(request, (headers) => {
    if (token === null) headers.delete('Authorization');
    else headers.set('Authorization', token);
    if (origin === null) headers.delete('Origin');
    else headers.set('Origin', origin);
  });

/** Authorization headers, and pages, that open nothing. */
const strangers: readonly [
  what: string,
  make: () => Promise<readonly [authorization: string | null, origin?: string]>,
][] = [
  ['nobody', async () => [null]],
  ['an empty token', async () => ['Bearer ']],
  ['one that is none', async () => ['Bearer ambit_admin_x']],
  ['T-10 one with a letter more', async () => [`Bearer ${stage.admin}A`]],
  ['T-10 one with padding', async () => [`Bearer ${stage.admin}=`]],
  ['T-10 one with a space more', async () => [`Bearer  ${stage.admin}`]],
  ['another scheme', async () => [`Basic ${stage.admin}`]],
  [
    'T-05 one that has expired',
    async () => {
      const { secret } = await createAdminToken(
        { ...occasion(), nowSeconds: stage.clock.now - 86_400 },
        { name: 'old', days: 1 },
      );
      return [`Bearer ${secret}`];
    },
  ],
  [
    'T-12 one that was revoked',
    async () => {
      const { secret, token } = await createAdminToken(occasion(), { name: 'gone' });
      await revokeAdminToken(occasion(), { token: token.id });
      return [`Bearer ${secret}`];
    },
  ],
  ['a superadmin in a portal’s page', async () => [`Bearer ${stage.admin}`, originOf('fjordlys')]],
  ['a superadmin in any page', async () => [`Bearer ${stage.admin}`, 'https://evil.example']],
  [
    'T-09 a supervisor without a page',
    async () => [`Bearer ${(await openPage(stage, ingrid)).token}`],
  ],
  [
    'T-09 a supervisor in another page',
    async () => [`Bearer ${(await openPage(stage, ingrid)).token}`, originOf('qamar')],
  ],
];

/** Lets Ingrid administer: one permission of the area, and the setting. */
async function allow({ setting = true, permission = true } = {}): Promise<Page> {
  await stage.database.write([
    sql`DELETE FROM settings`,
    sql`DELETE FROM profile_permissions WHERE permission LIKE 'power_users.%'`,
    ...(setting ? [sql`INSERT INTO settings VALUES ('power_user_management', 'true')`] : []),
    ...(permission
      ? [sql`INSERT INTO profile_permissions VALUES (1, 'power_users.edit') ON CONFLICT DO NOTHING`]
      : []),
  ]);
  return openPage(stage, ingrid);
}

describe.each(table)('%s opens to those who administer alone', (_name, route) => {
  it.each(strangers)('and not to %s', async (_what, make) => {
    const [authorization, origin = null] = await make();
    const request = await bearing(await exampleOf(route), authorization, origin);
    const before = await written();
    stage.statements.length = 0;
    const response = await stage.fetch(request);
    expect(stage.statements.length).toBeLessThanOrEqual(2);
    expect(response.status).toBe(401);
    const readable = authorization?.includes('ambit_admin_') ? null : origin;
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(readable);
    const bare = await stage.fetch(
      await bearing(new Request(`${stage.settings.issuer}/admin/v1/settings`), null, readable),
    );
    expect(await constantOf(response)).toBe(await constantOf(bare));
    expect(await written()).toEqual(before);
  });

  it('T-09 and not to a page of nobody’s', async () => {
    const { token } = await allow();
    const request = await bearing(
      await exampleOf(route),
      `Bearer ${token}`,
      'https://evil.example',
    );
    const response = await stage.fetch(request);
    expect(response.status).toBe(403);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  it('PU-097 PERM-090 PERM-091 and to no power user without the permission or the setting', async () => {
    for (const lack of [{ setting: false }, { permission: false }]) {
      const { token, origin } = await allow(lack);
      const request = await bearing(await exampleOf(route), `Bearer ${token}`, origin);
      const before = await written();
      const response = await stage.fetch(request);
      expect(response.status).toBe(403);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(await response.json()).toMatchObject({ detail: 'This needs Power User management' });
      expect(await written()).toEqual(before);
    }
  });

  it('PU-013 and to a power user with both only where it says so', async () => {
    const { token, origin } = await allow();
    const request = await bearing(await exampleOf(route), `Bearer ${token}`, origin);
    const before = await written();
    const response = await stage.fetch(request);
    if (route.for?.includes('power_user')) {
      // What they may do behind the door is told elsewhere; that they came through, here.
      expect(response.status).not.toBe(401);
      await response.text();
      return;
    }
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ detail: 'This is for superadmins' });
    expect(await written()).toEqual(before);
  });

  it('before it looks at anything that was asked', async () => {
    const address = route.path.replaceAll(/\{\w+\}/g, "' OR 1=1 --");
    const url = `${stage.settings.issuer}${address}?limit=x&limit=y`;
    const body = route.method === 'get' ? null : '{"no":';
    const headers = { 'Content-Type': 'text/plain' };
    const request = new Request(url, { method: route.method.toUpperCase(), headers, body });
    expect((await stage.fetch(request)).status).toBe(401);
  });

  it('and to a superadmin’s own program, which no page can read along with', async () => {
    const response = await stage.fetch(await exampleOf(route));
    expect(response.status).toBe(route.answer.status);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    await response.text();
  });
});

const bodied = table.filter(([, { request }]) => request.body);
describe.each(bodied)('%s takes the body that it describes alone', (_name, route) => {
  const withBody = async (body: string, type = 'application/json'): Promise<Request> => {
    const { url, method, headers } = await exampleOf(route);
    const own = new Headers(headers);
    own.set('Content-Type', type);
    return new Request(url, { method, headers: own, body });
  };
  const send = async (body: string, type?: string) => stage.fetch(await withBody(body, type));

  it.each(['role', 'tenantId', '__proto__', 'constructor', 'id_'])(
    'T-52 T-59 and not one with %s beside, which it names',
    async (field) => {
      const good = await (await exampleOf(route)).text();
      const body = `${good.slice(0, -1)}${good === '{}' ? '' : ','}${JSON.stringify(field)}:{"level":"superadmin"}}`;
      const request = await withBody(body);
      const before = await written();
      const response = await stage.fetch(request);
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      expect(errors.map((one) => one.field)).toContain(field);
      expect(await written()).toEqual(before);
    },
  );

  it('and none that is too large, no JSON, of another type, or no object', async () => {
    expect((await send(`{"x":"${'x'.repeat(1_048_576)}"}`)).status).toBe(413);
    for (const body of ['', '{"x":', 'null', '[]', '"x"', '3']) {
      expect((await send(body)).status, body).toBe(400);
    }
    expect((await send('{}', 'text/plain')).status).toBe(400);
    expect((await send('{}', 'application/x-www-form-urlencoded')).status).toBe(400);
  });
});

const matched = table.filter(([, route]) => takesMatch(route));
describe.each(matched)('%s changes what was read', (_name, route) => {
  it('T-47 and not what has moved since: 412, and nothing is written', async () => {
    for (const tag of ['"stale"', 'W/*', 'stale', '""']) {
      const request = await withHeaders(await exampleOf(route), (headers) =>
        headers.set('If-Match', tag),
      );
      const before = await written();
      const response = await stage.fetch(request);
      expect(response.status, tag).toBe(412);
      expect(await response.json()).toMatchObject({
        type: 'urn:ambit:problem:precondition-failed',
      });
      expect(await written()).toEqual(before);
    }
  });

  it('and whatever there is where any will do', async () => {
    const request = await withHeaders(await exampleOf(route), (headers) =>
      headers.set('If-Match', '"other", *'),
    );
    expect((await stage.fetch(request)).status).toBe(route.answer.status);
  });
});

/** A request for each route of administration that its route answers well, whenever and however often it is made. */
import type { Example } from './http-world.ts';

/** As a superadmin's program asks: from a server, with its token, and no page about it. */
export const asSuperadmin =
  (method: string, path: string, body?: unknown): Example =>
  async ({ settings, admin }) =>
    new Request(settings.issuer + path, {
      method,
      headers: {
        Authorization: `Bearer ${admin}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });

let made = 0;
/** Names that nothing has yet. */
const fresh = (what: string): string => `${what} ${++made}`;

/** Makes something with one request, and asks about it with another. */
const after =
  (create: (name: string) => Example, ask: (name: string) => Example): Example =>
  async (stage, page) => {
    const name = fresh('Thing');
    const response = await stage.fetch(await create(name)(stage, page));
    if (response.status !== 201) throw new Error(await response.text());
    return ask(name)(stage, page);
  };

const createProfile = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/profiles', { name, permissions: ['reports.view'] });
const profile = (name: string) => `/admin/v1/profiles/${encodeURIComponent(name)}`;

const setting = '/admin/v1/settings/power_user_management';

export const administrationExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/permissions': asSuperadmin('GET', '/admin/v1/permissions'),
  'get /admin/v1/profiles': asSuperadmin('GET', '/admin/v1/profiles?search=export&limit=2'),
  'post /admin/v1/profiles': (stage, page) => createProfile(fresh('Reader'))(stage, page),
  'get /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('GET', profile(name)),
  ),
  'patch /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('PATCH', profile(name), { add: ['reports.export'] }),
  ),
  'delete /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('DELETE', profile(name)),
  ),
  'get /admin/v1/settings': asSuperadmin('GET', '/admin/v1/settings'),
  'get /admin/v1/settings/{name}': asSuperadmin('GET', setting),
  'get /admin/v1/audit': asSuperadmin('GET', '/admin/v1/audit?action=token&limit=2'),
  'get /admin/v1/audit/export': asSuperadmin('GET', '/admin/v1/audit/export?format=csv'),
  'get /admin/v1/audit/verify': asSuperadmin('GET', '/admin/v1/audit/verify'),
  'put /admin/v1/settings/{name}': asSuperadmin('PUT', setting, { value: false }),
};

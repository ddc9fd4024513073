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

const setting = '/admin/v1/settings/power_user_management';

export const administrationExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/settings': asSuperadmin('GET', '/admin/v1/settings'),
  'get /admin/v1/settings/{name}': asSuperadmin('GET', setting),
  'get /admin/v1/audit': asSuperadmin('GET', '/admin/v1/audit?action=token&limit=2'),
  'get /admin/v1/audit/export': asSuperadmin('GET', '/admin/v1/audit/export?format=csv'),
  'get /admin/v1/audit/verify': asSuperadmin('GET', '/admin/v1/audit/verify'),
  'put /admin/v1/settings/{name}': asSuperadmin('PUT', setting, { value: false }),
};

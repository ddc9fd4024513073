/** GET /admin/v1/permissions: every permission that a profile can hold (PU-019). */
import { areas } from '../../../shared/permission/areas.ts';
import { catalogue } from '../../../shared/permission/catalogue.ts';
import { listOf } from '../../../shared/wire/list.ts';
import { permissionSchema } from '../../../shared/wire/profile.ts';
import { defineRoute, json, type Route } from '../route.ts';

const areaNames = new Map<string, string>(areas.map(({ id, name }) => [id, name]));

const listPermissionsRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/permissions',
  access: 'administration',
  summary: 'List the permissions',
  request: {},
  answer: { status: 200, description: 'All of them', body: listOf(permissionSchema) },
  async handle() {
    const items = catalogue.map(({ needsOneOf, source: _, ...row }) => ({
      ...row,
      area_name: areaNames.get(row.area) ?? row.area,
      needs_one_of: needsOneOf,
    }));
    return json({ items, total: items.length, next: null });
  },
});

export const permissionRoutes: readonly Route[] = [listPermissionsRoute];

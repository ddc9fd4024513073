/** A good request for each route that administers what the academy is made of: people, and what they learn. */
import { sql } from 'drizzle-orm';
import { after, asSuperadmin, fresh } from './administration-examples.ts';
import type { Example } from './http-world.ts';

const user = '/admin/v1/users/fjl-1051';

const idOf = (name: string) => name.replaceAll(' ', '-');

const createGroup = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/groups', { id: idOf(name), name });
const group = (name: string) => `/admin/v1/groups/${idOf(name)}`;

const treeExamples = (kind: 'branches' | 'categories'): Readonly<Record<string, Example>> => {
  const base = `/admin/v1/${kind}`;
  const create = (name: string): Example => asSuperadmin('POST', base, { id: idOf(name), name });
  const at = (name: string) => `${base}/${idOf(name)}`;
  return {
    [`get ${base}`]: asSuperadmin('GET', `${base}?sort=depth`),
    [`post ${base}`]: (stage, page) => create(fresh('Node'))(stage, page),
    [`get ${base}/{id}`]: after(create, (name) => asSuperadmin('GET', at(name))),
    [`patch ${base}/{id}`]: after(create, (name) =>
      asSuperadmin('PATCH', at(name), { name: 'Another' }),
    ),
    [`delete ${base}/{id}`]: after(create, (name) => asSuperadmin('DELETE', at(name))),
  };
};

const createCatalog = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/catalogs', { id: idOf(name), name });
const catalog = (name: string) => `/admin/v1/catalogs/${idOf(name)}`;

/** The address of the first there is. */
const firstOf =
  (base: string, table: string, ask: (path: string) => Example): Example =>
  async (stage, page) => {
    const [[[key] = []] = []] = await stage.database.read(sql.raw(`SELECT min(key) FROM ${table}`));
    return ask(`${base}/${encodeURIComponent(String(key))}`)(stage, page);
  };
const userField = (ask: (path: string) => Example) =>
  firstOf('/admin/v1/user-fields', 'user_fields', ask);
const course = (ask: (path: string) => Example) => firstOf('/admin/v1/courses', 'courses', ask);
const plan = (ask: (path: string) => Example) => firstOf('/admin/v1/plans', 'learning_plans', ask);

export const academyExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/users': asSuperadmin('GET', '/admin/v1/users?under=fjl&sort=-name&limit=2'),
  'get /admin/v1/users/{id}': asSuperadmin('GET', user),
  'patch /admin/v1/users/{id}': (stage, page) =>
    asSuperadmin('PATCH', user, { first_name: fresh('Kari') })(stage, page),
  'get /admin/v1/user-fields': asSuperadmin('GET', '/admin/v1/user-fields'),
  'get /admin/v1/user-fields/{id}': userField((path) => asSuperadmin('GET', path)),
  'patch /admin/v1/user-fields/{id}': userField((path) =>
    asSuperadmin('PATCH', path, { name: fresh('Field') }),
  ),
  'get /admin/v1/groups': asSuperadmin('GET', '/admin/v1/groups?automatic=false&sort=-members'),
  'post /admin/v1/groups': (stage, page) => createGroup(fresh('Group'))(stage, page),
  'get /admin/v1/groups/{id}': after(createGroup, (name) => asSuperadmin('GET', group(name))),
  'patch /admin/v1/groups/{id}': after(createGroup, (name) =>
    asSuperadmin('PATCH', group(name), { name: 'Another' }),
  ),
  'delete /admin/v1/groups/{id}': after(createGroup, (name) => asSuperadmin('DELETE', group(name))),
  'get /admin/v1/groups/{id}/members': after(createGroup, (name) =>
    asSuperadmin('GET', `${group(name)}/members`),
  ),
  'post /admin/v1/groups/{id}/members': after(createGroup, (name) =>
    asSuperadmin('POST', `${group(name)}/members`, { add: ['fjl-1051'] }),
  ),
  ...treeExamples('branches'),
  ...treeExamples('categories'),
  'get /admin/v1/courses': asSuperadmin('GET', '/admin/v1/courses?status=published&limit=2'),
  'get /admin/v1/courses/{id}': course((path) => asSuperadmin('GET', path)),
  'patch /admin/v1/courses/{id}': course((path) =>
    asSuperadmin('PATCH', path, { name: fresh('Course') }),
  ),
  'get /admin/v1/plans': asSuperadmin('GET', '/admin/v1/plans?limit=2'),
  'get /admin/v1/plans/{id}': plan((path) => asSuperadmin('GET', path)),
  'patch /admin/v1/plans/{id}': plan((path) =>
    asSuperadmin('PATCH', path, { name: fresh('Plan') }),
  ),
  'get /admin/v1/catalogs': asSuperadmin('GET', '/admin/v1/catalogs?visibility=everyone'),
  'post /admin/v1/catalogs': (stage, page) => createCatalog(fresh('Catalog'))(stage, page),
  'get /admin/v1/catalogs/{id}': after(createCatalog, (name) => asSuperadmin('GET', catalog(name))),
  'patch /admin/v1/catalogs/{id}': after(createCatalog, (name) =>
    asSuperadmin('PATCH', catalog(name), { visibility: 'hidden' }),
  ),
  'delete /admin/v1/catalogs/{id}': after(createCatalog, (name) =>
    asSuperadmin('DELETE', catalog(name)),
  ),
};

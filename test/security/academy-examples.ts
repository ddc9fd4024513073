/** A good request for each route that administers what the academy is made of: people, and what they learn. */
import { sql } from 'drizzle-orm';
import { asSuperadmin, fresh } from './administration-examples.ts';
import type { Example } from './http-world.ts';

const user = '/admin/v1/users/fjl-1051';
const userField = async (stage: Parameters<Example>[0]): Promise<string> => {
  const [[[key] = []] = []] = await stage.database.read(sql`SELECT min(key) FROM user_fields`);
  return `/admin/v1/user-fields/${key}`;
};

export const academyExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/users': asSuperadmin('GET', '/admin/v1/users?under=fjl&sort=-name&limit=2'),
  'get /admin/v1/users/{id}': asSuperadmin('GET', user),
  'patch /admin/v1/users/{id}': (stage, page) =>
    asSuperadmin('PATCH', user, { first_name: fresh('Kari') })(stage, page),
  'get /admin/v1/user-fields': asSuperadmin('GET', '/admin/v1/user-fields'),
  'get /admin/v1/user-fields/{id}': async (stage, page) =>
    asSuperadmin('GET', await userField(stage))(stage, page),
  'patch /admin/v1/user-fields/{id}': async (stage, page) =>
    asSuperadmin('PATCH', await userField(stage), { name: fresh('Field') })(stage, page),
};

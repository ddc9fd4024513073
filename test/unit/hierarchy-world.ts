/** A family for the tests of delegation: Ann looks after a team of power users and learners, Eve and Fay are outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Actor } from '../../server/command/actor.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { passProfileOn } from '../../server/command/pass-profile-on.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { now } from './command-world.ts';

const people = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay'] as const;
export type Person = (typeof people)[number];
const place = (person: Person) => people.indexOf(person) + 1;

const rows = [
  sql`INSERT INTO users (id, key, username, level) VALUES
    (1, 'u-ann', 'ann', 'power_user'), (2, 'u-bob', 'bob', 'power_user'),
    (3, 'u-cid', 'cid', 'power_user'), (4, 'u-dan', 'dan', 'user'),
    (5, 'u-eve', 'eve', 'power_user'), (6, 'u-fay', 'fay', 'user')`,
  sql`UPDATE users SET promoted_by = 1 WHERE id = 2`,
  sql`INSERT INTO groups (id, key, name) VALUES (1, 'team', 'Team'), (2, 'other', 'Other')`,
  sql`INSERT INTO group_members (group_id, user_id) VALUES (1, 1), (1, 2), (1, 3), (1, 4), (2, 6)`,
  sql`INSERT INTO branches (id, key, name, parent_id) VALUES (1, 'north', 'North', NULL), (2, 'leeds', 'Leeds', 1)`,
  sql`INSERT INTO courses (id, key, name, name_key, search_key) VALUES
    (1, 'c1', 'c1', 'c1', 'c1'), (2, 'c2', 'c2', 'c2', 'c2'), (3, 'c3', 'c3', 'c3', 'c3')`,
  sql`INSERT INTO learning_plans (id, key, name, name_key) VALUES (1, 'p1', 'p1', 'p1')`,
  sql`INSERT INTO learning_plan_courses (plan_id, course_id) VALUES (1, 3)`,
];

const profiles = {
  Manager: ['power_users.create', 'reports.view'],
  Editor: ['power_users.edit', 'reports.view'],
  Reader: ['reports.view'],
  Secret: ['reports.view', 'reports.export'],
};

export const administrator: Actor = { kind: 'operator', name: 'test' };

export const items = (...told: string[]) => ({
  mode: 'subset' as const,
  items: told.map((one) => {
    const [kind = '', key = ''] = one.split(' ');
    return { kind, key };
  }),
});

/** Ann manages whom she promoted, holds the team in two courses and a plan, and may pass Reader on. */
export async function openFamily(database: Database): Promise<Occasion> {
  await database.write(rows);
  const occasion = { database, actor: administrator, nowSeconds: now };
  await setSetting(occasion, { setting: 'power_user_management', value: true });
  for (const [name, permissions] of Object.entries(profiles)) {
    await createProfile(occasion, { name, permissions });
  }
  const all = { mode: 'all' as const };
  await createDataset(occasion, {
    name: 'Everything',
    selections: { people: all, courses: all, plans: all },
  });
  await createSite(occasion, {
    id: 'portal',
    name: 'Portal',
    origins: ['https://portal.example.com'],
    ceiling: 'Everything',
  });
  await createDataset(occasion, {
    name: 'Team',
    owner: 'u-ann',
    selections: {
      people: items('group team', 'branch north'),
      courses: items('course c1', 'course c2'),
      plans: items('plan p1'),
    },
  });
  await grantProfile(occasion, { powerUser: 'u-ann', profiles: ['Manager'] });
  await passProfileOn(occasion, { powerUser: 'u-ann', profiles: ['Reader'] });
  return occasion;
}

/** Two connections to one empty file, as two processes have it. */
export async function openTwice(): Promise<{
  one: Occasion;
  other: Occasion;
  close: () => void;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-hierarchy-'));
  const url = `file:${join(folder, 'academy.db')}`;
  const open = async (): Promise<Occasion> => {
    const database = openDatabase(await openLibsql(url));
    return { database, actor: administrator, nowSeconds: now };
  };
  const one = await open();
  await applyMigrations(one.database);
  const other = await open();
  return {
    one,
    other,
    close() {
      one.database.close();
      other.database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same academy, with one of the family acting through the portal. */
export function acting(occasion: Occasion, person: Person): Occasion {
  const actor: Actor = {
    ...{ kind: 'power_user', name: person, powerUserId: place(person), key: `u-${person}` },
    ...{ siteId: 'portal', permissions: new Set() },
  };
  return { ...occasion, actor };
}

/** What somebody sees now: their permissions, and pairs as `dan c1`. */
export async function sight(
  { database, nowSeconds }: Occasion,
  person: Person,
): Promise<{ permissions: string[]; pairs: string[] }> {
  const powerUserId = place(person);
  const scope = await resolveScope(database, { powerUserId, siteId: 'portal', nowSeconds });
  const { tables } = compileScope(scope);
  const apart = scope.rectangles.length > 1 ? sql`(p.bits & c.bits) <> 0` : sql`1`;
  const [rows = []] = await database.read(sql`${tables}
    SELECT u.username || ' ' || k.key FROM scope_people p CROSS JOIN scope_courses c ON ${apart}
    JOIN users u ON u.id = p.id JOIN courses k ON k.id = c.id ORDER BY 1`);
  return { permissions: [...scope.permissions], pairs: rows.map(([pair]) => String(pair)) };
}

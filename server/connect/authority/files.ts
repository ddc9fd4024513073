/** Every file of the authority, a row each: its columns, how its rows are read, and how they are written. */
import { type SQL, sql } from 'drizzle-orm';
import { axes, itemKinds, modesOf } from '../../../shared/scope.ts';
import { itemTables, keyOfItem } from '../../command/dataset-record.ts';
import type { AuthorityFile, FileName } from './file.ts';
import { givenRule, ruleColumns, ruleTargets, ruleUpdate, storedRule } from './rule-file.ts';

const user = (column: string): SQL =>
  sql.raw(`(SELECT id FROM users WHERE key = value ->> '${column}')`);
const named = (table: string, column: string): SQL =>
  sql.raw(`(SELECT id FROM ${table} WHERE name = value ->> '${column}')`);
const list = (parts: string) => sql.raw(`(SELECT group_concat(${parts})`);

const modes = (axis: (typeof axes)[number]) =>
  ({
    name: axis,
    type: 'word',
    words: modesOf[axis],
    optional: true,
    description: `which ${axis}; empty is none`,
  }) as const;

const modeOf = (axis: string): SQL =>
  sql.raw(`(SELECT mode FROM dataset_selections WHERE dataset_id = d.id AND axis = '${axis}')`);

const itemId = sql.join(
  [
    sql`CASE value ->> 'kind'`,
    ...Object.entries(itemTables).map(([kind, table]) =>
      sql.raw(`WHEN '${kind}' THEN (SELECT id FROM ${table} WHERE key = value ->> 'id')`),
    ),
    sql`END`,
  ],
  sql` `,
);

/** In the order in which they are written: what is referred to comes first. */
export const files: readonly AuthorityFile[] = [
  {
    name: 'profiles',
    description: 'What power users may do.',
    key: ['name'],
    columns: [
      {
        name: 'name',
        type: 'text',
        required: true,
        description: 'as `ambit profile create` takes it',
      },
      { name: 'description', type: 'text', optional: true, description: 'one line' },
      {
        name: 'permissions',
        type: 'list',
        optional: true,
        description: 'ids, as `ambit profile permissions` lists them',
      },
    ],
    rows: sql`SELECT p.name, p.description, ${list(`permission, '|' ORDER BY permission`)}
      FROM profile_permissions WHERE profile_id = p.id) FROM profiles p ORDER BY p.name`,
    put: (rows) => [
      sql`INSERT INTO profiles (name, description)
        SELECT value ->> 'name', coalesce(value ->> 'description', '') FROM json_each(${rows}) WHERE true
        ON CONFLICT (name) DO UPDATE SET description = excluded.description`,
      sql`DELETE FROM profile_permissions WHERE (profile_id, permission) IN (
        SELECT p.id, pp.permission FROM json_each(${rows}) r JOIN profiles p ON p.name = r.value ->> 'name'
        JOIN profile_permissions pp ON pp.profile_id = p.id
        WHERE pp.permission NOT IN (SELECT value FROM json_each(r.value, '$.permissions')))`,
      sql`INSERT INTO profile_permissions (profile_id, permission)
        SELECT p.id, one.value FROM json_each(${rows}) r JOIN profiles p ON p.name = r.value ->> 'name',
        json_each(r.value, '$.permissions') one WHERE true ON CONFLICT DO NOTHING`,
    ],
    drop: (rows) => [
      sql`DELETE FROM profiles WHERE name IN (SELECT value ->> 'name' FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'datasets',
    description:
      'On whom and on which courses. Items and rules of a `subset` stand in files of their own.',
    key: ['name'],
    columns: [
      { name: 'name', type: 'text', required: true, description: 'without `< >`' },
      {
        name: 'owner',
        type: 'text',
        optional: true,
        description: 'id of the power user to whom it is private',
      },
      ...axes.map(modes),
      {
        name: 'cut_from',
        type: 'text',
        optional: true,
        description: 'the dataset out of which a power user cut it',
      },
      { name: 'made_by', type: 'text', optional: true, description: 'id of that power user' },
    ],
    rows: sql`SELECT d.name, (SELECT key FROM users WHERE id = d.owner_id),
      ${sql.join(axes.map(modeOf), sql`, `)}, (SELECT name FROM datasets WHERE id = d.cut_from),
      (SELECT key FROM users WHERE id = d.made_by) FROM datasets d ORDER BY d.name`,
    put: (rows) => [
      sql`INSERT INTO datasets (name) SELECT value ->> 'name' FROM json_each(${rows}) WHERE true
        ON CONFLICT (name) DO NOTHING`,
      sql`UPDATE datasets SET owner_id = given.owner_id, cut_from = given.cut_from, made_by = given.made_by
        FROM (SELECT value ->> 'name' AS name, ${user('owner')} AS owner_id,
          ${named('datasets', 'cut_from')} AS cut_from, ${user('made_by')} AS made_by
          FROM json_each(${rows})) given
        WHERE given.name = datasets.name AND (given.owner_id, given.cut_from, given.made_by)
          IS NOT (datasets.owner_id, datasets.cut_from, datasets.made_by)`,
      ...axes.flatMap((axis) => [
        sql`DELETE FROM dataset_selections WHERE axis = ${axis} AND dataset_id IN (SELECT d.id
          FROM json_each(${rows}) r JOIN datasets d ON d.name = r.value ->> 'name'
          WHERE r.value ->> ${axis} IS NULL)`,
        sql`INSERT INTO dataset_selections (dataset_id, axis, mode)
          SELECT ${named('datasets', 'name')}, ${axis}, value ->> ${axis} FROM json_each(${rows})
          WHERE value ->> ${axis} IS NOT NULL
          ON CONFLICT (dataset_id, axis) DO UPDATE SET mode = excluded.mode WHERE mode <> excluded.mode`,
      ]),
    ],
    drop: (rows) => [
      sql`DELETE FROM datasets WHERE name IN (SELECT value ->> 'name' FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'dataset-items',
    description: 'What a `subset` names one by one.',
    key: ['dataset', 'kind', 'id'],
    partOf: { file: 'datasets', column: 'dataset' },
    columns: [
      { name: 'dataset', type: 'text', required: true, description: 'its name' },
      {
        name: 'kind',
        type: 'word',
        words: Object.keys(itemKinds),
        required: true,
        description: 'what is named',
      },
      { name: 'id', type: 'text', required: true, description: "the LMS's own" },
      {
        name: 'descendants',
        type: 'boolean',
        fallback: 'false',
        optional: true,
        description: 'also what lies below a branch or category',
      },
    ],
    rows: sql`SELECT d.name, i.kind, ${keyOfItem} AS id, i.descendants FROM dataset_items i
      JOIN datasets d ON d.id = i.dataset_id WHERE ${keyOfItem} IS NOT NULL ORDER BY d.name, i.kind, 3`,
    put: (rows) => [
      sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
        SELECT ${named('datasets', 'dataset')}, value ->> 'kind', ${itemId}, value ->> 'descendants'
        FROM json_each(${rows}) WHERE true
        ON CONFLICT (dataset_id, kind, item_id) DO UPDATE SET descendants = excluded.descendants`,
    ],
    drop: (rows) => [
      sql`DELETE FROM dataset_items WHERE (dataset_id, kind, item_id) IN (
        SELECT ${named('datasets', 'dataset')}, value ->> 'kind', ${itemId} FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'dataset-rules',
    description: 'What brings people and courses into a `subset` by themselves.',
    key: ['dataset', 'axis', 'number'],
    partOf: { file: 'datasets', column: 'dataset' },
    columns: [
      { name: 'dataset', type: 'text', required: true, description: 'its name' },
      { name: 'axis', type: 'word', words: axes, required: true, description: 'what it asks' },
      ...ruleColumns,
    ],
    rows: sql`SELECT d.name, r.axis, ${sql.raw(storedRule)} FROM dataset_rules r
      JOIN datasets d ON d.id = r.dataset_id ORDER BY d.name, r.axis, r.position`,
    put: (rows) => [
      sql`INSERT INTO dataset_rules (dataset_id, axis, ${sql.raw(ruleTargets)})
        SELECT ${named('datasets', 'dataset')}, value ->> 'axis', ${sql.raw(givenRule)}
        FROM json_each(${rows}) WHERE true
        ON CONFLICT (dataset_id, axis, position) DO UPDATE SET ${sql.raw(ruleUpdate)}`,
    ],
    drop: (rows) => [
      sql`DELETE FROM dataset_rules WHERE (dataset_id, axis, position) IN (
        SELECT ${named('datasets', 'dataset')}, value ->> 'axis', value ->> 'number' - 1
        FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'power-users',
    description:
      'Who is a power user, and which profiles they hold, at most ten each. Given alone, this file makes power users by CSV.',
    key: ['id'],
    columns: [
      { name: 'id', type: 'text', optional: true, description: "the LMS's own; or the next" },
      { name: 'username', type: 'text', optional: true, description: 'compared exactly' },
      {
        name: 'level',
        type: 'word',
        words: ['poweruser', 'automation', 'user'],
        fallback: 'poweruser',
        optional: true,
        description:
          '`automation` for who is one because of automations alone and holds more by hand; `user` takes everything away',
      },
      {
        name: 'profile_name',
        type: 'list',
        optional: true,
        description: 'names of the profiles held',
      },
      {
        name: 'promoted_by',
        type: 'text',
        optional: true,
        description: 'id of the power user who made them one',
      },
    ],
    rows: sql`SELECT u.key, u.username,
        CASE WHEN a.user_id IS NULL THEN 'poweruser' ELSE 'automation' END,
        ${list(`p.name, '|' ORDER BY p.name`)} FROM grants g JOIN profiles p ON p.id = g.profile_id
          WHERE g.power_user_id = u.id AND g.granted_by IS NULL),
        (SELECT key FROM users WHERE id = u.promoted_by)
      FROM users u LEFT JOIN automation_promotions a ON a.user_id = u.id
      WHERE u.level = 'power_user' AND (a.user_id IS NULL
        OR EXISTS (SELECT 1 FROM grants WHERE power_user_id = u.id)
        OR EXISTS (SELECT 1 FROM profile_resources WHERE power_user_id = u.id)
        OR EXISTS (SELECT 1 FROM dataset_assignments WHERE power_user_id = u.id)
        OR EXISTS (SELECT 1 FROM datasets WHERE owner_id = u.id)) ORDER BY u.key`,
    put: (rows) => [
      sql`INSERT INTO automation_promotions (user_id) SELECT ${user('id')} FROM json_each(${rows})
        WHERE value ->> 'level' = 'automation' ON CONFLICT DO NOTHING`,
      sql`UPDATE users SET level = 'power_user' WHERE level = 'user'
        AND key IN (SELECT value ->> 'id' FROM json_each(${rows}))`,
      sql`DELETE FROM automation_promotions WHERE user_id IN (SELECT ${user('id')}
        FROM json_each(${rows}) WHERE value ->> 'level' = 'poweruser')`,
      sql`UPDATE users SET promoted_by = given.promoter
        FROM (SELECT value ->> 'id' AS id, ${user('promoted_by')} AS promoter FROM json_each(${rows})) given
        WHERE given.id = users.key AND given.promoter IS NOT users.promoted_by`,
      sql`DELETE FROM grants WHERE granted_by IS NULL AND (power_user_id, profile_id) IN (
        SELECT u.id, p.id FROM json_each(${rows}) r JOIN users u ON u.key = r.value ->> 'id'
        JOIN grants g ON g.power_user_id = u.id JOIN profiles p ON p.id = g.profile_id
        WHERE p.name NOT IN (SELECT value FROM json_each(r.value, '$.profile_name')))`,
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at)
        SELECT u.id, p.id, unixepoch() FROM json_each(${rows}) r
        JOIN users u ON u.key = r.value ->> 'id', json_each(r.value, '$.profile_name') one
        JOIN profiles p ON p.name = one.value WHERE true ON CONFLICT DO NOTHING`,
    ],
    drop: (rows) => [
      sql`UPDATE users SET level = 'user' WHERE level = 'power_user'
        AND key IN (SELECT value ->> 'id' FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'delegations',
    description: 'Profiles that a power user gave, and profiles that may be passed on.',
    key: ['power_user', 'profile', 'use'],
    columns: [
      { name: 'power_user', type: 'text', required: true, description: 'id of who holds it' },
      { name: 'profile', type: 'text', required: true, description: 'its name' },
      {
        name: 'use',
        type: 'word',
        words: ['hold', 'pass_on'],
        required: true,
        description: 'to have its permissions, or to pass it on',
      },
      {
        name: 'given_by',
        type: 'text',
        optional: true,
        description: 'id of the power user who gave it; empty for a superadmin',
      },
    ],
    rows: sql`SELECT u.key, p.name, x.use, (SELECT key FROM users WHERE id = x.granted_by) FROM (
        SELECT power_user_id, profile_id, 'hold' AS use, granted_by FROM grants
          WHERE granted_by IS NOT NULL
        UNION ALL SELECT power_user_id, profile_id, 'pass_on', granted_by FROM profile_resources) x
      JOIN users u ON u.id = x.power_user_id JOIN profiles p ON p.id = x.profile_id
      ORDER BY u.key, p.name, x.use`,
    put: (rows) => [
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at, granted_by)
        SELECT ${user('power_user')}, ${named('profiles', 'profile')}, unixepoch(), ${user('given_by')}
        FROM json_each(${rows}) WHERE value ->> 'use' = 'hold'
        ON CONFLICT (power_user_id, profile_id) DO UPDATE SET granted_by = excluded.granted_by`,
      sql`INSERT INTO profile_resources (power_user_id, profile_id, granted_by)
        SELECT ${user('power_user')}, ${named('profiles', 'profile')}, ${user('given_by')}
        FROM json_each(${rows}) WHERE value ->> 'use' = 'pass_on'
        ON CONFLICT (power_user_id, profile_id) DO UPDATE SET granted_by = excluded.granted_by`,
    ],
    drop: (rows) => [
      sql`DELETE FROM grants WHERE granted_by IS NOT NULL AND (power_user_id, profile_id) IN (
        SELECT ${user('power_user')}, ${named('profiles', 'profile')} FROM json_each(${rows})
        WHERE value ->> 'use' = 'hold')`,
      sql`DELETE FROM profile_resources WHERE (power_user_id, profile_id) IN (
        SELECT ${user('power_user')}, ${named('profiles', 'profile')} FROM json_each(${rows})
        WHERE value ->> 'use' = 'pass_on')`,
    ],
  },
  {
    name: 'assignments',
    description: 'Which datasets power users hold, at most sixty each, and for how long.',
    key: ['power_user', 'dataset'],
    columns: [
      { name: 'power_user', type: 'text', required: true, description: 'their id' },
      { name: 'dataset', type: 'text', required: true, description: 'its name' },
      { name: 'valid_from', type: 'time', optional: true, description: 'inclusive' },
      { name: 'valid_until', type: 'time', optional: true, description: 'exclusive' },
    ],
    rows: sql`SELECT u.key, d.name, a.valid_from, a.valid_until FROM dataset_assignments a
      JOIN users u ON u.id = a.power_user_id JOIN datasets d ON d.id = a.dataset_id
      ORDER BY u.key, d.name`,
    put: (rows) => [
      sql`INSERT INTO dataset_assignments (power_user_id, dataset_id, valid_from, valid_until)
        SELECT ${user('power_user')}, ${named('datasets', 'dataset')},
          value ->> 'valid_from', value ->> 'valid_until' FROM json_each(${rows}) WHERE true
        ON CONFLICT (power_user_id, dataset_id) DO UPDATE
        SET valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
    ],
    drop: (rows) => [
      sql`DELETE FROM dataset_assignments WHERE (power_user_id, dataset_id) IN (
        SELECT ${user('power_user')}, ${named('datasets', 'dataset')} FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'sites',
    description:
      'Portals and their ceilings. Keys are secrets and stand in no file; a site is never removed.',
    key: ['id'],
    columns: [
      { name: 'id', type: 'text', required: true, description: 'as in `ambit site list`' },
      { name: 'name', type: 'text', required: true, description: 'without `< >`' },
      {
        name: 'active',
        type: 'boolean',
        fallback: 'true',
        optional: true,
        description: 'whether anything is seen through it',
      },
      { name: 'ceiling', type: 'text', required: true, description: 'name of a shared dataset' },
      { name: 'origins', type: 'list', optional: true, description: '`https://host[:port]`' },
    ],
    rows: sql`SELECT s.id, s.name, s.active, (SELECT name FROM datasets WHERE id = s.ceiling_dataset_id),
      ${list(`origin, '|' ORDER BY origin`)} FROM site_origins WHERE site_id = s.id)
      FROM sites s ORDER BY s.id`,
    put: (rows) => [
      sql`INSERT INTO sites (id, name, active, ceiling_dataset_id)
        SELECT value ->> 'id', value ->> 'name', value ->> 'active', ${named('datasets', 'ceiling')}
        FROM json_each(${rows}) WHERE true ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        active = excluded.active, ceiling_dataset_id = excluded.ceiling_dataset_id`,
      sql`DELETE FROM site_origins WHERE (site_id, origin) IN (
        SELECT o.site_id, o.origin FROM json_each(${rows}) r JOIN site_origins o ON o.site_id = r.value ->> 'id'
        WHERE o.origin NOT IN (SELECT value FROM json_each(r.value, '$.origins')))`,
      sql`INSERT INTO site_origins (site_id, origin)
        SELECT r.value ->> 'id', one.value FROM json_each(${rows}) r, json_each(r.value, '$.origins') one
        WHERE true ON CONFLICT DO NOTHING`,
    ],
    drop: () => [],
  },
  {
    name: 'automations',
    description:
      'Who is made a power user by rules: [automation.md](automation.md). What they gave is worked out, and stands in no file.',
    key: ['name'],
    columns: [
      { name: 'name', type: 'text', required: true, description: 'without `< >`' },
      {
        name: 'enabled',
        type: 'boolean',
        fallback: 'false',
        optional: true,
        description: 'whether it gives',
      },
      { name: 'profile', type: 'text', required: true, description: 'what it gives' },
    ],
    rows: sql`SELECT a.name, a.enabled, (SELECT name FROM profiles WHERE id = a.profile_id)
      FROM automations a ORDER BY a.id`,
    put: (rows) => [
      sql`INSERT INTO automations (name, enabled, profile_id)
        SELECT value ->> 'name', value ->> 'enabled', ${named('profiles', 'profile')}
        FROM json_each(${rows}) WHERE true ON CONFLICT (name) DO UPDATE
        SET enabled = excluded.enabled, profile_id = excluded.profile_id`,
    ],
    drop: (rows) => [
      sql`DELETE FROM automations WHERE name IN (SELECT value ->> 'name' FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'automation-datasets',
    description: 'The datasets that an automation gives, one at least.',
    key: ['automation', 'dataset'],
    partOf: { file: 'automations', column: 'automation' },
    columns: [
      { name: 'automation', type: 'text', required: true, description: 'its name' },
      { name: 'dataset', type: 'text', required: true, description: 'name of a shared dataset' },
    ],
    rows: sql`SELECT a.name, d.name FROM automation_datasets ad
      JOIN automations a ON a.id = ad.automation_id JOIN datasets d ON d.id = ad.dataset_id
      ORDER BY a.name, d.name`,
    put: (rows) => [
      sql`INSERT INTO automation_datasets (automation_id, dataset_id)
        SELECT ${named('automations', 'automation')}, ${named('datasets', 'dataset')}
        FROM json_each(${rows}) WHERE true ON CONFLICT DO NOTHING`,
    ],
    drop: (rows) => [
      sql`DELETE FROM automation_datasets WHERE (automation_id, dataset_id) IN (
        SELECT ${named('automations', 'automation')}, ${named('datasets', 'dataset')}
        FROM json_each(${rows}))`,
    ],
  },
  {
    name: 'automation-rules',
    description: 'Whom an automation includes: people, by rules without placeholders.',
    key: ['automation', 'number'],
    partOf: { file: 'automations', column: 'automation' },
    columns: [
      { name: 'automation', type: 'text', required: true, description: 'its name' },
      ...ruleColumns,
    ],
    rows: sql`SELECT a.name, ${sql.raw(storedRule)} FROM automation_rules r
      JOIN automations a ON a.id = r.automation_id ORDER BY a.name, r.position`,
    put: (rows) => [
      sql`INSERT INTO automation_rules (automation_id, ${sql.raw(ruleTargets)})
        SELECT ${named('automations', 'automation')}, ${sql.raw(givenRule)}
        FROM json_each(${rows}) WHERE true
        ON CONFLICT (automation_id, position) DO UPDATE SET ${sql.raw(ruleUpdate)}`,
    ],
    drop: (rows) => [
      sql`DELETE FROM automation_rules WHERE (automation_id, position) IN (
        SELECT ${named('automations', 'automation')}, value ->> 'number' - 1 FROM json_each(${rows}))`,
    ],
  },
];

export const fileOf = (name: FileName): AuthorityFile => {
  const found = files.find((file) => file.name === name);
  if (found === undefined) throw new RangeError(`There is no file ${name}`);
  return found;
};

/** Authority that goes out as CSV and comes back is the authority that was, to the byte and to the row, in random worlds. */
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsAbout } from '../../server/command/dataset-rules.ts';
import { withImplied } from '../../server/command/profile-permissions.ts';
import { settleAutomations } from '../../server/command/settle-automations.ts';
import { exportAuthority } from '../../server/connect/authority/export-authority.ts';
import { importAuthority } from '../../server/connect/authority/import-authority.ts';
import type { Database } from '../../server/data/database.ts';
import { listsOf } from '../../server/scope/rule.ts';
import { isPermissionId } from '../../shared/permission/catalogue.ts';
import { axes, itemKinds, modesOf } from '../../shared/scope.ts';
import type { Rule, World } from '../reference/world.ts';
import { bundleOf } from '../unit/import-world.ts';
import { withAutomations } from '../world/automation-world.ts';
import { borderWorld } from '../world/border-world.ts';
import { loadWorld } from '../world/load.ts';
import { noon } from '../world/noon.ts';
import { openMemory } from '../world/open.ts';
import { seededRandom } from '../world/random.ts';

const worlds = Number(process.env.AMBIT_AUTHORITY_WORLDS ?? 40);
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const occasion = () => ({
  database,
  actor: { kind: 'operator', name: 'test' } as const,
  nowSeconds: noon,
});

/** Rules as a command would have taken them: the groups and words agree, and nothing is unknown. */
function valid(world: World, rules: readonly Rule[], automation = false): Rule[] {
  const fine = rules.filter((rule) => {
    const alone = { ...rule, match: 'all', group: 0, groupMatch: 'all' };
    const list = listsOf([{ ...alone, axis: rule.axis }])[rule.axis];
    const fields = [
      rule.field,
      ...[...(rule.value ?? '').matchAll(/field:([^{}]*)\}/g)].map((one) => `field:${one[1]}`),
    ];
    const known = fields.every(
      (field) => !field.startsWith('field:') || world.userFields?.includes(field.slice(6)),
    );
    const own = automation && (rule.field === 'level' || (rule.value ?? '').includes('{'));
    return (
      known &&
      !own &&
      rule.value !== '' &&
      list !== undefined &&
      complaintsAbout(rule.axis, list).length === 0
    );
  });
  return fine.map((rule) => ({ ...rule, match: 'all', groupMatch: 'any' }));
}

/** A border world without what no command would have written. */
function lawful(world: World): World {
  const holders = world.users.filter(({ level }) => level === 'power_user').map(({ key }) => key);
  const targets = {
    user: world.users,
    group: world.groups,
    branch: world.branches,
    course: world.courses,
    category: world.categories,
    plan: world.plans,
  };
  const datasets = world.datasets.map((dataset) => ({
    ...dataset,
    owner:
      dataset.owner !== null &&
      holders.includes(dataset.owner) &&
      !world.sites.some(({ ceiling }) => ceiling === dataset.name)
        ? dataset.owner
        : null,
    modes: Object.fromEntries(
      axes.flatMap((axis) => {
        const mode = modesOf[axis].find((one) => one === dataset.modes[axis]);
        return mode ? [[axis, mode]] : [];
      }),
    ),
    items: dataset.items
      .filter(
        ({ kind, key }) =>
          Object.hasOwn(targets, kind) &&
          targets[kind as keyof typeof targets].some((one) => one.key === key),
      )
      .map((item) => ({
        ...item,
        descendants: item.descendants && itemKinds[item.kind as 'branch'].descends,
      })),
    rules: valid(world, dataset.rules),
  }));
  const owned = new Map(datasets.map(({ name, owner }) => [name, owner]));
  return {
    ...world,
    datasets,
    profiles: world.profiles.map((profile) => ({
      ...profile,
      permissions: [...withImplied(profile.permissions.filter(isPermissionId))],
    })),
    grants: world.grants.filter(([key]) => holders.includes(key)),
    assignments: world.assignments.filter(
      ({ powerUser, dataset, from, until }) =>
        holders.includes(powerUser) &&
        owned.has(dataset) &&
        [null, powerUser].includes(owned.get(dataset) ?? null) &&
        (from === null || until === null || from < until),
    ),
    sites: world.sites.filter(({ ceiling, id }) => owned.has(ceiling) && /^[a-z]+$/.test(id)),
    automations: (world.automations ?? [])
      .map((one) => ({
        ...one,
        datasets: one.datasets.filter((name) => owned.get(name) === null),
        rules: valid(world, one.rules, true),
      }))
      .filter((one) => one.datasets.length > 0 && one.rules.length > 0),
  };
}

const tables = [
  ['profiles', 'name, description'],
  ['profile_permissions', '(SELECT name FROM profiles WHERE id = profile_id), permission'],
  ['grants', 'power_user_id, (SELECT name FROM profiles WHERE id = profile_id), granted_by'],
  ['datasets', 'name, owner_id, made_by'],
  ['dataset_selections', '(SELECT name FROM datasets WHERE id = dataset_id), axis, mode'],
  [
    'dataset_items',
    '(SELECT name FROM datasets WHERE id = dataset_id), kind, item_id, descendants',
  ],
  [
    'dataset_rules',
    '(SELECT name FROM datasets WHERE id = dataset_id), axis, position, match, group_no, CASE WHEN group_no <> 0 THEN group_match END, field, operator, value',
  ],
  [
    'dataset_assignments',
    'power_user_id, (SELECT name FROM datasets WHERE id = dataset_id), valid_from, valid_until',
  ],
  ['sites', 'id, name, active, (SELECT name FROM datasets WHERE id = ceiling_dataset_id)'],
  ['automations', 'name, enabled, (SELECT name FROM profiles WHERE id = profile_id)'],
  ['automation_gifts', 'user_id, (SELECT name FROM automations WHERE id = automation_id)'],
  ['automation_promotions', 'user_id'],
  ['users', 'id, key, level'],
] as const;

/** Everything that authority is, by name, in an order of its own. */
const stateOf = async () => {
  const answers = await database.read(
    ...tables.map(([table, columns]): SQL => sql.raw(`SELECT ${columns} FROM ${table}`)),
  );
  return Object.fromEntries(
    tables.map(([table], at) => [
      table,
      (answers[at] ?? []).map((row) => JSON.stringify(row)).sort(),
    ]),
  );
};

/** As if nobody had ever been given anything. */
const wiped = [
  ...['sites', 'automations', 'automation_gifts', 'automation_promotions', 'dataset_assignments'],
  ...['grants', 'datasets', 'profiles'],
]
  .map((table) => sql.raw(`DELETE FROM ${table}`))
  .concat(sql.raw(`UPDATE users SET level = 'user' WHERE level = 'power_user'`));

/** As if somebody had been at it for a while. */
const disturbed = [
  `INSERT INTO profiles (name, description) VALUES ('One more', 'x')`,
  `INSERT INTO profile_permissions (profile_id, permission) SELECT id, 'groups.view' FROM profiles WHERE true ON CONFLICT DO NOTHING`,
  `UPDATE profiles SET description = name`,
  `UPDATE users SET level = 'power_user' WHERE level = 'user' AND id % 3 = 0`,
  `UPDATE users SET level = 'user' WHERE level = 'power_user' AND id % 2 = 1`,
  `INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT u.id, p.id, 0 FROM users u, profiles p
    WHERE u.level = 'power_user' AND p.name = 'One more'`,
  `INSERT INTO datasets (name) VALUES ('One more, too')`,
  `INSERT INTO dataset_assignments (power_user_id, dataset_id) SELECT u.id, d.id FROM users u, datasets d
    WHERE u.level = 'power_user' AND d.name = 'One more, too'`,
  `UPDATE dataset_assignments SET valid_until = 5`,
  `UPDATE dataset_selections SET mode = 'none' WHERE axis = 'people'`,
  `DELETE FROM dataset_selections WHERE axis = 'courses'`,
  `DELETE FROM dataset_items WHERE item_id % 2 = 0`,
  `UPDATE dataset_items SET descendants = 1 - descendants WHERE kind = 'branch'`,
  `UPDATE dataset_rules SET value = 'x' WHERE position = 0`,
  `DELETE FROM dataset_rules WHERE position = 1`,
  `UPDATE automations SET enabled = 1 - enabled`,
  `DELETE FROM automation_rules WHERE position > 0`,
  `UPDATE automation_rules SET field = 'email'`,
  `UPDATE sites SET active = 1 - active, name = 'else'`,
].map((statement) => sql.raw(statement));

const take = async (files: ReadonlyMap<string, string>, options = {}) =>
  importAuthority(occasion(), bundleOf(Object.fromEntries(files), 997), {
    allowSensitive: true,
    ...options,
  });

describe(`${worlds} random authorities from seed ${seed}`, () => {
  it('PU-106 come back as they went out, into an empty academy and over anything else; twice changes nothing', async () => {
    let rows = 0;
    for (let index = 0; index < worlds; index += 1) {
      const random = seededRandom(seed + index);
      const plain = borderWorld(random);
      const world = lawful(random.chance(0.5) ? withAutomations(random, plain) : plain);
      await loadWorld(database, world);
      await settleAutomations(occasion());
      const [before, files] = [await stateOf(), await exportAuthority(database)];
      const again = await take(files, { replace: true });
      expect(again.findings, `seed ${seed + index}`).toEqual([]);
      expect(again.rows.every(({ change }) => change === 'unchanged')).toBe(true);
      rows += again.rows.length;

      await database.write(random.chance(0.5) ? wiped : disturbed);
      const back = await take(files, { replace: true });
      expect(back.findings, `seed ${seed + index}`).toEqual([]);
      expect(back.applied).toBe(true);
      expect(await stateOf(), `seed ${seed + index}`).toEqual(before);
      expect(await exportAuthority(database), `seed ${seed + index}`).toEqual(files);
    }
    expect(rows).toBeGreaterThan(worlds);
  }, 120_000);
});

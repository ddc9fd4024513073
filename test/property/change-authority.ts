/** Changes of who may what: assignments, validity, selections, ceilings, levels, profiles. */
import { and, eq, type SQL } from 'drizzle-orm';
import {
  branches,
  courses,
  datasetAssignments,
  datasetItems,
  datasetSelections,
  datasets,
  grants,
  groups,
  learningPlans,
  profilePermissions,
  profiles,
  sites,
  users,
} from '../../server/data/schema/index.ts';
import { catalogue } from '../../shared/permission/catalogue.ts';
import { axes } from '../../shared/scope.ts';
import type { Dataset, User } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { anyOf, type Change, idOf, idOfName, orphaned, replaced, without } from './change.ts';
import { withoutOwned } from './change-people.ts';

const assign: Change = (world, random, orm) => {
  const powerUser = random.pick(world.users.slice(0, 4)).key;
  const dataset = random.pick(world.datasets).name;
  const [from, until] = [
    anyOf(random, [null, noon, noon + 1]),
    anyOf(random, [null, noon, noon + 1]),
  ];
  const old = world.assignments.find(
    (one) => one.powerUser === powerUser && one.dataset === dataset,
  );
  const validity = { validFrom: from, validUntil: until };
  const others = world.assignments.filter((one) => one !== old);
  return {
    told: `assigns ${dataset} to ${powerUser} from ${from} until ${until}`,
    world: { ...world, assignments: [...others, { powerUser, dataset, from, until }] },
    writes: [
      orm
        .insert(datasetAssignments)
        .values({
          powerUserId: idOf(users, powerUser),
          datasetId: idOfName(datasets, dataset),
          ...validity,
        })
        .onConflictDoUpdate({
          target: [datasetAssignments.powerUserId, datasetAssignments.datasetId],
          set: validity,
        }),
    ],
  };
};

const revoke: Change = (world, random, orm) => {
  const assignment = anyOf(random, world.assignments);
  if (!assignment) return null;
  const { powerUser, dataset } = assignment;
  return {
    told: `revokes ${dataset} of ${powerUser}`,
    world: { ...world, assignments: without(world.assignments, assignment) },
    writes: [
      orm
        .delete(datasetAssignments)
        .where(
          and(
            eq(datasetAssignments.powerUserId, idOf(users, powerUser)),
            eq(datasetAssignments.datasetId, idOfName(datasets, dataset)),
          ),
        ),
    ],
  };
};

const changeMode: Change = (world, random, orm) => {
  const dataset = random.pick(world.datasets);
  const axis = random.pick(axes);
  const mode = random.pick(['none', 'all', 'subset', 'subset'] as const);
  const changed: Dataset = { ...dataset, modes: { ...dataset.modes, [axis]: mode } };
  return {
    told: `sets ${axis} of ${dataset.name} to ${mode}`,
    world: { ...world, datasets: replaced(world.datasets, dataset, changed) },
    writes: [
      orm
        .insert(datasetSelections)
        .values({ datasetId: idOfName(datasets, dataset.name), axis, mode })
        .onConflictDoUpdate({
          target: [datasetSelections.datasetId, datasetSelections.axis],
          set: { mode },
        }),
    ],
  };
};

const itemPlaces = {
  user: users,
  course: courses,
  branch: branches,
  group: groups,
  plan: learningPlans,
};

/** The id of an item's thing; undefined for a kind that no change deals with. */
export const itemRef = (kind: string, key: string): SQL<number> | undefined => {
  const table = itemPlaces[kind as keyof typeof itemPlaces];
  return table && idOf(table, key);
};

const addItem: Change = (world, random, orm) => {
  const dataset = random.pick(world.datasets);
  const [kind, things] = random.pick([
    ['user', world.users],
    ['course', world.courses],
    ['branch', world.branches],
    ['group', world.groups],
    ['plan', world.plans],
  ] as const);
  const key = anyOf<{ key: string }>(random, things)?.key;
  if (key === undefined || dataset.items.some((one) => one.kind === kind && one.key === key)) {
    return null;
  }
  const item = { kind, key, descendants: random.chance(0.5) };
  const changed = { ...dataset, items: [...dataset.items, item] };
  return {
    told: `adds ${kind} ${key} to ${dataset.name}`,
    world: { ...world, datasets: replaced(world.datasets, dataset, changed) },
    writes: [
      orm.insert(datasetItems).values({
        datasetId: idOfName(datasets, dataset.name),
        kind,
        itemId: itemRef(kind, key) as SQL<number>,
        descendants: item.descendants,
      }),
    ],
  };
};

/** Refused while the dataset is a ceiling. */
const deleteDataset: Change = (world, random, orm) => {
  const dataset = random.pick(world.datasets);
  const { name } = dataset;
  const refused =
    world.sites.some(({ ceiling }) => ceiling === name) ||
    (world.automations ?? []).some((one) => one.datasets.includes(name));
  return {
    told: `deletes ${name}`,
    world: refused
      ? world
      : {
          ...world,
          // A part of it is a part of nothing, even if the name comes back.
          datasets: orphaned(without(world.datasets, dataset), name),
          assignments: world.assignments.filter((one) => one.dataset !== name),
        },
    writes: [orm.delete(datasets).where(eq(datasets.name, name))],
    refused,
  };
};

const changeCeiling: Change = (world, random, orm) => {
  const site = random.pick(world.sites);
  const ceiling = random.pick(world.datasets).name;
  return {
    told: `puts site ${site.id} under ${ceiling}`,
    world: { ...world, sites: replaced(world.sites, site, { ...site, ceiling }) },
    writes: [
      orm
        .update(sites)
        .set({ ceilingDatasetId: idOfName(datasets, ceiling) })
        .where(eq(sites.id, site.id)),
    ],
  };
};

/** What is switched off is switched on sooner than the other way, so that a history does not go dark. */
const toggleSite: Change = (world, random, orm) => {
  const off = world.sites.filter(({ active }) => !active);
  const site = anyOf(random, random.chance(0.7) ? off : world.sites);
  if (!site) return null;
  const active = !site.active;
  return {
    told: `switches site ${site.id} ${active ? 'on' : 'off'}`,
    world: { ...world, sites: replaced(world.sites, site, { ...site, active }) },
    writes: [orm.update(sites).set({ active }).where(eq(sites.id, site.id))],
  };
};

const toggleStatus: Change = (world, random, orm) => {
  const some = world.users.slice(0, 4);
  const off = some.filter(({ status }) => status === 'inactive');
  const user = anyOf(random, random.chance(0.7) ? off : some);
  if (!user) return null;
  const status = user.status === 'active' ? 'inactive' : 'active';
  return {
    told: `makes ${user.key} ${status}`,
    world: { ...world, users: replaced(world.users, user, { ...user, status }) },
    writes: [orm.update(users).set({ status }).where(eq(users.key, user.key))],
  };
};

/** Who stops being a power user holds nothing any more; who becomes one holds what was given meanwhile. */
const changeLevel: Change = (world, random, orm) => {
  const some = world.users.slice(0, 4);
  const plain = some.filter(({ level }) => level !== 'power_user');
  const user = anyOf(random, random.chance(0.7) ? plain : some);
  if (!user) return null;
  const demotes = user.level === 'power_user';
  const level: User['level'] = demotes ? random.pick(['user', 'superadmin']) : 'power_user';
  const changed = {
    ...world,
    users: replaced(world.users, user, { ...user, level, promoted: false }),
  };
  const left = demotes ? withoutOwned(changed, user.key) : changed;
  const bare = left && {
    ...left,
    assignments: left.assignments.filter(({ powerUser }) => powerUser !== user.key),
    grants: left.grants.filter(([powerUser]) => powerUser !== user.key),
    profileResources: left.profileResources?.filter(([powerUser]) => powerUser !== user.key) ?? [],
  };
  return {
    told: `makes ${user.key} a ${level}`,
    world: (demotes ? bare : left) ?? world,
    writes: [orm.update(users).set({ level }).where(eq(users.key, user.key))],
    refused: left === null,
  };
};

/** Whoever holds the profile has the permission at once. */
const togglePermission: Change = (world, random, orm) => {
  const profile = random.pick(world.profiles);
  const permission = random.pick(
    random.chance(0.5) ? catalogue.map(({ id }) => id) : ['reports.view'],
  );
  const held = profile.permissions.includes(permission);
  const permissions = held
    ? without(profile.permissions, permission)
    : [...profile.permissions, permission];
  const profileId = idOfName(profiles, profile.name);
  return {
    told: `${held ? 'takes' : 'gives'} ${permission} ${held ? 'from' : 'to'} ${profile.name}`,
    world: { ...world, profiles: replaced(world.profiles, profile, { ...profile, permissions }) },
    writes: [
      held
        ? orm
            .delete(profilePermissions)
            .where(
              and(
                eq(profilePermissions.profileId, profileId),
                eq(profilePermissions.permission, permission),
              ),
            )
        : orm.insert(profilePermissions).values({ profileId, permission }),
    ],
  };
};

const toggleGrant: Change = (world, random, orm) => {
  const powerUser = random.pick(world.users.slice(0, 4)).key;
  const profile = random.pick(world.profiles).name;
  const [powerUserId, profileId] = [idOf(users, powerUser), idOfName(profiles, profile)];
  const old = world.grants.find(([one, other]) => one === powerUser && other === profile);
  const held = and(eq(grants.powerUserId, powerUserId), eq(grants.profileId, profileId));
  return {
    told: `${old ? 'takes' : 'gives'} ${profile} ${old ? 'from' : 'to'} ${powerUser}`,
    world: {
      ...world,
      grants: old ? without(world.grants, old) : [...world.grants, [powerUser, profile]],
    },
    writes: [
      old
        ? orm.delete(grants).where(held)
        : orm.insert(grants).values({ powerUserId, profileId, grantedAt: 0 }),
    ],
  };
};

export const authorityChanges: Readonly<Record<string, Change>> = {
  assign,
  revoke,
  changeMode,
  addItem,
  deleteDataset,
  changeCeiling,
  toggleSite,
  toggleStatus,
  changeLevel,
  togglePermission,
  toggleGrant,
};

/** Changes of the people axis: branches move, are renamed and deleted, groups gain and lose, people come and go. */

import { and, eq } from 'drizzle-orm';
import {
  branches,
  externalTrainings,
  groupMembers,
  groups,
  users,
} from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import type { Gift, Node, User, World } from '../reference/world.ts';
import { oddKeys } from '../world/border-keys.ts';
import { userRow } from '../world/learning-rows.ts';
import {
  anyOf,
  type Change,
  held,
  idOf,
  newParent,
  orphaned,
  replaced,
  without,
  withoutItem,
  withoutListed,
} from './change.ts';

/** Whether a node is another, or stands below it. */
export function isWithin(nodes: readonly Node[], key: string | null, root: string): boolean {
  if (key === null || key === root) return key === root;
  return isWithin(nodes, nodes.find((node) => node.key === key)?.parent ?? null, root);
}

const moveBranch: Change = (world, random, orm) => {
  const branch = anyOf(random, world.branches);
  if (!branch) return null;
  const parent = newParent(world.branches, held(world.datasets, 'branch'), random);
  const refused = isWithin(world.branches, parent, branch.key);
  const moved = { ...branch, parent };
  return {
    told: `moves branch ${branch.key} under ${parent}`,
    world: refused ? world : { ...world, branches: replaced(world.branches, branch, moved) },
    writes: [
      orm
        .update(branches)
        .set({ parentId: parent === null ? null : idOf(branches, parent) })
        .where(eq(branches.key, branch.key)),
    ],
    refused,
  };
};

/** Only rules know names: a branch that is called like a neighbour's beginning changes nothing else. */
const renameBranch: Change = (world, random, orm) => {
  const branch = anyOf(random, world.branches);
  if (!branch) return null;
  const name = `${random.pick(world.branches).key}${random.pick(['', ' 1', '%', '/'])}`;
  return {
    told: `renames branch ${branch.key} to ${name}`,
    world: { ...world, branches: replaced(world.branches, branch, { ...branch, name }) },
    writes: [orm.update(branches).set({ name }).where(eq(branches.key, branch.key))],
  };
};

const addBranch: Change = (world, random, orm) => {
  const key = random.pick(oddKeys);
  if (world.branches.some((branch) => branch.key === key)) return null;
  const parent = anyOf(random, world.branches)?.key ?? null;
  const parentId = parent === null ? null : idOf(branches, parent);
  return {
    told: `adds branch ${key} under ${parent}`,
    world: {
      ...world,
      branches: [...world.branches, { key, parent }],
      datasets: withoutItem(world.datasets, 'branch', key),
    },
    writes: [orm.insert(branches).values({ key, name: key, nameKey: fold(key), parentId })],
  };
};

/** What stood below it becomes a root; who sat in it sits nowhere. */
const deleteBranch: Change = (world, random, orm) => {
  const branch = anyOf(random, world.branches);
  if (!branch) return null;
  const { key } = branch;
  const orphan = (node: Node) => (node.parent === key ? { ...node, parent: null } : node);
  const homeless = (user: User) => (user.branch === key ? { ...user, branch: null } : user);
  return {
    told: `deletes branch ${key}`,
    world: {
      ...world,
      branches: without(world.branches, branch).map(orphan),
      users: world.users.map(homeless),
      catalogs: withoutListed(world, 'branch', key),
      datasets: withoutItem(world.datasets, 'branch', key),
    },
    writes: [orm.delete(branches).where(eq(branches.key, key))],
  };
};

const moveUser: Change = (world, random, orm) => {
  const user = random.pick(world.users);
  const branch = random.chance(0.2) ? null : (anyOf(random, world.branches)?.key ?? null);
  return {
    told: `moves user ${user.key} to branch ${branch}`,
    world: { ...world, users: replaced(world.users, user, { ...user, branch }) },
    writes: [
      orm
        .update(users)
        .set({ branchId: branch === null ? null : idOf(branches, branch) })
        .where(eq(users.key, user.key)),
    ],
  };
};

const toggleMember: Change = (world, random, orm) => {
  const group = anyOf(random, world.groups);
  if (!group) return null;
  const user = random.pick(world.users).key;
  const [groupId, userId] = [idOf(groups, group.key), idOf(users, user)];
  const inside = group.members.includes(user);
  const members = inside ? without(group.members, user) : [...group.members, user];
  return {
    told: `${inside ? 'removes' : 'adds'} ${user} ${inside ? 'from' : 'to'} group ${group.key}`,
    world: { ...world, groups: replaced(world.groups, group, { ...group, members }) },
    writes: [
      inside
        ? orm
            .delete(groupMembers)
            .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.userId, userId)))
        : orm.insert(groupMembers).values({ groupId, userId }),
    ],
  };
};

/** A group of a key that there was may come again, and is a new one. */
const deleteGroup: Change = (world, random, orm) => {
  const group = anyOf(random, world.groups);
  if (!group) return null;
  const again = random.chance(0.5);
  const key = group.key;
  const reborn = again ? [{ key, members: group.members.slice(0, 1) }] : [];
  const [member] = group.members;
  return {
    told: `deletes group ${key}${again ? ' and adds it anew' : ''}`,
    world: {
      ...world,
      groups: [...without(world.groups, group), ...reborn],
      catalogs: withoutListed(world, 'group', key),
      datasets: withoutItem(world.datasets, 'group', key),
    },
    writes: [
      orm.delete(groups).where(eq(groups.key, key)),
      ...(again ? [orm.insert(groups).values({ key, name: key })] : []),
      ...(again && member !== undefined
        ? [
            orm
              .insert(groupMembers)
              .values({ groupId: idOf(groups, key), userId: idOf(users, member) }),
          ]
        : []),
    ],
  };
};

/** A world in which a user never was. */
/** What they held, gone; what they gave is nobody's gift, even if their key comes back. */
const withoutPerson = (gifts: readonly Gift[], key: string): Gift[] =>
  gifts
    .filter(([powerUser]) => powerUser !== key)
    .map(([powerUser, profile, giver]) => [powerUser, profile, giver === key ? 'gone' : giver]);

function forgotten(world: World, key: string): World {
  return {
    ...world,
    users: world.users
      .filter((user) => user.key !== key)
      .map((user) => (user.manager === key ? { ...user, manager: null } : user)),
    groups: world.groups.map((group) => ({ ...group, members: without(group.members, key) })),
    enrollments: world.enrollments.filter(([user]) => user !== key),
    planEnrollments: world.planEnrollments.filter(([user]) => user !== key),
    certificates: world.certificates.filter(({ user }) => user !== key),
    assignments: world.assignments.filter(({ powerUser }) => powerUser !== key),
    grants: withoutPerson(world.grants, key),
    profileResources: withoutPerson(world.profileResources ?? [], key),
    catalogs: withoutListed(world, 'user', key),
    datasets: withoutItem(world.datasets, 'user', key).map((dataset) =>
      dataset.madeBy === key ? { ...dataset, madeBy: 'gone' } : dataset,
    ),
  };
}

/** Datasets that are private to a user, gone; null when one of them is a ceiling, which can't go. */
export function withoutOwned(world: World, owner: string): World | null {
  const owned = world.datasets.filter((dataset) => dataset.owner === owner);
  const names = owned.map(({ name }) => name);
  if (world.sites.some(({ ceiling }) => names.includes(ceiling))) return null;
  return {
    ...world,
    datasets: names.reduce(
      orphaned,
      world.datasets.filter((dataset) => dataset.owner !== owner),
    ),
    assignments: world.assignments.filter(({ dataset }) => !names.includes(dataset)),
  };
}

/** A user of a key that there was may come again, and is a new one whom nobody holds. */
const deleteUser: Change = (world, random, orm) => {
  const user = anyOf(random, world.users.slice(2));
  if (!user) return null;
  const { key } = user;
  const gone = withoutOwned(world, key);
  const again = random.chance(0.5);
  const reborn: User[] = again
    ? [{ key, level: 'power_user', status: 'active', branch: null }]
    : [];
  const left = forgotten(gone ?? world, key);
  return {
    told: `deletes user ${key}${again ? ' and adds them anew' : ''}`,
    world: gone ? { ...left, users: [...left.users, ...reborn] } : world,
    writes: [
      orm.delete(users).where(eq(users.key, key)),
      ...(again
        ? [
            ...reborn.map((one) => orm.insert(users).values(userRow(one))),
            orm.insert(externalTrainings).values({ key, name: key, userId: idOf(users, key) }),
          ]
        : []),
    ],
    refused: gone === null,
  };
};

export const peopleChanges: Readonly<Record<string, Change>> = {
  moveBranch,
  renameBranch,
  addBranch,
  deleteBranch,
  moveUser,
  toggleMember,
  deleteGroup,
  deleteUser,
};

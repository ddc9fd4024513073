/** Commands on people, groups, trees, courses, plans and catalogs: who may, what the audit tells, and who wins a race. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ActingPowerUser } from '../../server/command/actor.ts';
import type { Occasion } from '../../server/command/change.ts';
import { changeGroupMembers } from '../../server/command/change-group-members.ts';
import { createCatalog } from '../../server/command/create-catalog.ts';
import { createGroup } from '../../server/command/create-group.ts';
import { createNode } from '../../server/command/create-node.ts';
import { editCatalog } from '../../server/command/edit-catalog.ts';
import { editCourse } from '../../server/command/edit-course.ts';
import { editGroup } from '../../server/command/edit-group.ts';
import { editNode } from '../../server/command/edit-node.ts';
import { editPlan } from '../../server/command/edit-plan.ts';
import { editUser } from '../../server/command/edit-user.ts';
import { editUserField } from '../../server/command/edit-user-field.ts';
import { removeCatalog } from '../../server/command/remove-catalog.ts';
import { removeGroup } from '../../server/command/remove-group.ts';
import { removeNode } from '../../server/command/remove-node.ts';
import { trees } from '../../server/command/tree.ts';
import { all, auditOf, openAcademy, openAcademyTwice } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});
afterEach(() => occasion.database.close());

const maria: ActingPowerUser = {
  ...{ kind: 'power_user', name: 'maria', powerUserId: 1, key: 'u-maria', siteId: 's' },
  permissions: new Set(['power_users.edit', 'power_users.create', 'users.edit', 'groups.edit']),
};

it('PERM-003 PERM-011 PERM-012 are for superadmins alone, whatever permission a power user holds', async () => {
  const asMaria = { ...occasion, actor: maria };
  for (const act of [
    () => editUser(asMaria, { user: 'u-omar', status: 'inactive' }),
    () => editUserField(asMaria, { field: 'f', invisible: false }),
    () => createGroup(asMaria, { id: 'g', name: 'G' }),
    () => editGroup(asMaria, { group: 'G1', name: 'G' }),
    () => removeGroup(asMaria, { group: 'G1' }),
    () => changeGroupMembers(asMaria, { group: 'G1', add: ['u-omar'] }),
    ...Object.values(trees).flatMap((tree) => [
      () => createNode(asMaria, tree, { id: 'n', name: 'N' }),
      () => editNode(asMaria, tree, { node: 'B1', name: 'N' }),
      () => removeNode(asMaria, tree, { node: 'K1' }),
    ]),
    () => editCourse(asMaria, { course: 'c1', category: null }),
    () => editPlan(asMaria, { plan: 'p1', courses: [] }),
    () => createCatalog(asMaria, { id: 'k', name: 'K' }),
    () => editCatalog(asMaria, { catalog: 'k', visibility: 'everyone' }),
    () => removeCatalog(asMaria, { catalog: 'k' }),
  ]) {
    await expect(act()).rejects.toMatchObject({ slug: 'forbidden' });
  }
  expect(await auditOf(occasion)).toEqual([]);
});

it('tells the audit what was and what is, and nothing of what changed nothing', async () => {
  await editUser(occasion, { user: 'u-omar', status: 'inactive' });
  await editUser(occasion, { user: 'u-omar', status: 'inactive' });
  await changeGroupMembers(occasion, { group: 'G1', add: ['u-omar', 'u-maria'] });
  await changeGroupMembers(occasion, { group: 'G1', add: ['u-omar'] });
  await editPlan(occasion, { plan: 'p1', courses: [{ id: '01' }] });
  expect(await auditOf(occasion)).toMatchObject([
    {
      ...{ action: 'user.edit', subject: 'user:u-omar' },
      ...{ before: { status: 'active' }, after: { status: 'inactive' } },
    },
    {
      ...{ action: 'group.change_members', subject: 'group:G1' },
      before: { members: 0, named: [] },
      after: { members: 2, named: ['u-maria', 'u-omar'] },
    },
    {
      ...{ action: 'plan.edit', subject: 'plan:p1' },
      ...{ before: { courses: [] }, after: { courses: [{ id: '01', mandatory: 1 }] } },
    },
  ]);
});

it('moves the version of scopes with every change of them', async () => {
  const version = async () =>
    (await all(occasion.database, `SELECT value FROM versions WHERE name = 'membership'`))[0]?.[0];
  for (const act of [
    () => editUser(occasion, { user: 'u-omar', branch: 'B1' }),
    () => changeGroupMembers(occasion, { group: 'G1', add: ['u-omar'] }),
    () => editNode(occasion, trees.branch, { node: 'B2', parent: null }),
    () => editCourse(occasion, { course: '01', category: 'K1' }),
    () => editPlan(occasion, { plan: 'p1', courses: [{ id: '01' }] }),
    () => createCatalog(occasion, { id: 'k', name: 'K' }),
    () => editCatalog(occasion, { catalog: 'k', items: [{ kind: 'plan', id: 'p1' }] }),
    () => removeCatalog(occasion, { catalog: 'k' }),
  ]) {
    const before = Number(await version());
    await act();
    expect(Number(await version())).toBeGreaterThan(before);
  }
});

it('T-47 of two moves that would close a ring together, through two connections, takes one', async () => {
  const { one, other, close } = await openAcademyTwice();
  try {
    await createNode(one, trees.branch, { id: 'B3', name: 'South' });
    const moves = await Promise.allSettled([
      editNode(one, trees.branch, { node: 'B3', parent: 'B2' }),
      editNode(other, trees.branch, { node: 'B1', parent: 'B3' }),
    ]);
    expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [refused] = moves.filter((move) => move.status === 'rejected');
    expect(refused?.reason).toMatchObject({ slug: 'unprocessable' });
    const rings = await all(
      one.database,
      `SELECT 1 FROM branch_closure a JOIN branch_closure b ON a.ancestor_id = b.descendant_id
        AND a.descendant_id = b.ancestor_id WHERE a.ancestor_id <> a.descendant_id`,
    );
    expect(rings).toEqual([]);
  } finally {
    close();
  }
});

it('never leaves somebody in a branch that went away while they were moved there', async () => {
  const { one, other, close } = await openAcademyTwice();
  try {
    for (let round = 0; round < 8; round++) {
      await createNode(one, trees.branch, { id: 'tmp', name: 'Passing' });
      await Promise.allSettled([
        editUser(one, { user: 'u-omar', branch: 'tmp' }),
        removeNode(other, trees.branch, { node: 'tmp' }),
      ]);
      const lost = await all(
        one.database,
        `SELECT username FROM users WHERE branch_id NOT IN (SELECT id FROM branches)`,
      );
      expect(lost).toEqual([]);
      await editUser(one, { user: 'u-omar', branch: 'B2' });
      await one.database.write([sql`DELETE FROM branches WHERE key = 'tmp'`]);
    }
  } finally {
    close();
  }
});

/** What moves between a parent's look and the writing: the command finds it, and is refused. */
import { sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { cutDataset } from '../../server/command/cut-dataset.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { passProfileOn } from '../../server/command/pass-profile-on.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { takeProfileBack } from '../../server/command/take-profile-back.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import type { ProblemSlug } from '../../shared/problem.ts';
import { openMemory } from '../world/open.ts';
import { refused, stateOf } from './command-world.ts';
import { acting, items, openFamily } from './hierarchy-world.ts';

let root: Occasion;
beforeEach(async () => {
  root = await openFamily(await openMemory());
});

/** The occasion of somebody who looks, and before whose first writing something else happens. */
function meeting(occasion: Occasion, between: () => Promise<unknown>): Occasion {
  const { database } = occasion;
  let met = false;
  const write: typeof database.write = async (statements) => {
    if (!met) {
      met = true;
      await between();
    }
    return database.write(statements);
  };
  return { ...occasion, database: { ...database, write } };
}

const run = (text: string) => () => root.database.write([sql.raw(text)]);
const reader = { powerUser: 'u-bob', profiles: ['Reader'] };
const grant = (ann: Occasion) => grantProfile(ann, reader);
const cut = (ann: Occasion) =>
  cutDataset(ann, {
    ...{ powerUser: 'u-bob', dataset: 'Team', name: 'Part' },
    selections: { people: items('group team'), courses: items('course c1') },
  });

const cases: readonly [
  string,
  (ann: Occasion) => Promise<unknown>,
  () => Promise<unknown>,
  ProblemSlug,
][] = [
  [
    'T-45 a profile to pass on that is taken from the parent',
    grant,
    () => takeProfileBack(root, { powerUser: 'u-ann', profiles: ['Reader'] }),
    'forbidden',
  ],
  [
    'T-45 the dataset that is taken from the parent',
    cut,
    () => unassignDataset(root, { powerUser: 'u-ann', dataset: 'Team' }),
    'not-found',
  ],
  [
    'T-45 the end of its time',
    cut,
    () => assignDataset(root, { powerUser: 'u-ann', dataset: 'Team', validUntil: root.nowSeconds }),
    'not-found',
  ],
  [
    'the item that the dataset names no more',
    cut,
    run("DELETE FROM dataset_items WHERE kind = 'group'"),
    'not-found',
  ],
  [
    'PU-015 a child who leaves the parent’s people',
    grant,
    run('DELETE FROM group_members WHERE user_id = 2'),
    'not-found',
  ],
  [
    'PU-034 a child whom somebody else promoted anew',
    grant,
    run('UPDATE users SET promoted_by = NULL WHERE id = 2'),
    'forbidden',
  ],
  [
    'PU-097 the setting',
    grant,
    () => setSetting(root, { setting: 'power_user_management', value: false }),
    'forbidden',
  ],
  [
    'PU-098 the parent’s permission',
    (ann) => promotePowerUser(ann, { powerUser: 'u-dan' }),
    () => revokeProfile(root, { powerUser: 'u-ann', profiles: ['Manager'] }),
    'forbidden',
  ],
  [
    'T-20 a parent who is switched off',
    grant,
    run("UPDATE users SET status = 'inactive' WHERE id = 1"),
    'forbidden',
  ],
  [
    'T-47 T-48 a child who becomes somebody above the parent',
    (ann) => passProfileOn(ann, reader),
    run('INSERT INTO profile_resources (power_user_id, profile_id, granted_by) VALUES (1, 4, 2)'),
    'forbidden',
  ],
  [
    'T-47 T-48 or above somebody above the parent',
    (ann) => passProfileOn(ann, reader),
    run('INSERT INTO profile_resources (power_user_id, profile_id, granted_by) VALUES (5, 4, 2)'),
    'forbidden',
  ],
];

it.each(cases)('meanwhile %s', async (_, command, between, slug) => {
  await root.database.write([sql`UPDATE users SET promoted_by = 5 WHERE id = 1`]);
  let after: unknown;
  const ann = meeting(acting(root, 'ann'), async () => {
    await between();
    after = await stateOf(root);
  });
  await refused(command(ann), slug);
  expect(await stateOf(root)).toEqual(after);
});

it.each([
  ['grants', grant],
  ['cuts', cut],
] as const)('and %s what nothing happened to', async (_, command) => {
  const ann = meeting(acting(root, 'ann'), run("UPDATE users SET first_name = 'Fay' WHERE id = 6"));
  await command(ann);
});

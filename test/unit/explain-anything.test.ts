/** Explanations by hand, of each kind and from both sides, and who sees whom, in the words that people read. */

import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { explainAnything, tellWhoSees } from '../../server/command/explain-anything.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { now, openAcademy, refused } from './command-world.ts';

let occasion: Occasion;
const everything = { mode: 'all' } as const;
beforeEach(async () => {
  occasion = await openAcademy();
  await createProfile(occasion, { name: 'Reader', permissions: ['reports.view', 'users.view'] });
  await createProfile(occasion, { name: 'Files', permissions: ['reports.export'] });
  await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['Reader'] });
  const sales = { mode: 'subset', items: [{ kind: 'branch', key: 'B1', descendants: true }] };
  const ladders = { mode: 'subset', items: [{ kind: 'course', key: 'c1' }] };
  await createDataset(occasion, { name: 'Sales', selections: { people: sales, courses: ladders } });
  await createDataset(occasion, {
    name: 'Everything',
    selections: { people: everything, courses: everything, plans: everything },
  });
  await assignDataset(occasion, { powerUser: 'u-maria', dataset: 'Sales' });
  await createSite(occasion, {
    ...{ id: 'acme', name: 'Acme', ceiling: 'Everything', origins: ['https://a.example'] },
  });
});
afterEach(() => occasion.database.close());

const ask = (about: object, powerUser = 'maria') =>
  explainAnything(occasion.database, { powerUser, siteId: 'acme', nowSeconds: now, ...about });

describe('an explanation', () => {
  it('names the branch and the course that show a pair, and asks for no change', async () => {
    expect(await ask({ learner: 'u-omar', course: 'c1' })).toMatchObject({
      visible: true,
      because: 'Dataset "Sales" covers it through branch Sales and below and course Ladders',
      change: [],
    });
  });

  it('names the step that would show what is hidden', async () => {
    expect(await ask({ learner: 'u-omar', course: '01' })).toMatchObject({
      visible: false,
      because: 'No dataset of the viewer covers it; two datasets never combine',
      change: ['add 01 to the courses of dataset "Sales"'],
    });
    expect((await ask({ learner: 'u-root', course: '01' })).change).toEqual([
      'add u-root to the people of dataset "Sales"',
      'add 01 to the courses of dataset "Sales"',
    ]);
  });

  it('names everything that is in the way of somebody who is switched off and holds nothing', async () => {
    expect(await ask({ learner: 'u-omar' }, 'ines')).toMatchObject({
      visible: false,
      because: "The viewer's account is inactive",
      change: [
        "activate the viewer's account",
        'assign the viewer a dataset with u-omar and a course',
        'grant a profile that gives reports.view: "Reader"',
      ],
    });
  });

  it('names an account whose time is over, and a site that is off', async () => {
    await occasion.database.write([
      sql`UPDATE users SET expires_at = ${now} WHERE key = 'u-maria'`,
      sql`UPDATE sites SET active = 0`,
    ]);
    expect(await ask({ learner: 'u-omar' })).toMatchObject({
      because: "The time of the viewer's account is over",
      change: ["extend the viewer's account, whose time is over", 'activate the site'],
    });
  });

  it('PU-036 of a permission names the profile that gives it, what brings it along, or what lacks', async () => {
    expect(await ask({ permission: 'reports.view' })).toMatchObject({
      ...{ visible: true, because: 'Profile "Reader" gives reports.view', profiles: ['Reader'] },
    });
    expect(await ask({ permission: 'reports.export' })).toMatchObject({
      visible: false,
      because: 'None of the viewer\'s profiles gives reports.export: "Reader"',
      change: ['grant a profile that gives reports.export: "Files"'],
    });
    await occasion.database.write([
      sql`DELETE FROM profile_permissions WHERE permission = 'reports.view'`,
    ]);
    await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['Files'] });
    expect(await ask({ permission: 'reports.export' })).toMatchObject({
      visible: false,
      because: 'Profile "Files" ticks reports.export, which has no effect without reports.view',
      lacks: ['reports.view'],
    });
  });

  it('of a column names the permission that the report or the column needs', async () => {
    const column = { report: 'enrollments', column: 'email' };
    expect((await ask(column)).visible).toBe(true);
    await occasion.database.write([
      sql`DELETE FROM profile_permissions WHERE permission = 'users.view'`,
    ]);
    expect(await ask(column)).toMatchObject({
      visible: false,
      because: expect.stringContaining('users.view'),
      change: expect.arrayContaining([expect.stringContaining('users.view')]),
    });
  });

  it('of a field that is hidden names the permission that shows it', async () => {
    await occasion.database.write([
      sql`INSERT INTO user_fields (id, key, name, invisible) VALUES (1, 'shoe', 'Shoe', 1)`,
      sql`INSERT INTO profile_permissions SELECT id, 'courses.view' FROM profiles WHERE name = 'Reader'`,
    ]);
    const column = { report: 'enrollments', column: 'field_shoe' };
    expect(await ask(column)).toMatchObject({
      ...{ visible: false, lacks: ['users.view_invisible_fields'] },
    });
  });

  it.each([
    [{}, 'bad-request'],
    [{ learner: 'u-omar', permission: 'reports.view' }, 'bad-request'],
    [{ report: 'enrollments' }, 'bad-request'],
    [{ column: 'email' }, 'bad-request'],
    [{ learner: 'nobody' }, 'not-found'],
    [{ course: 'nothing' }, 'not-found'],
    [{ permission: 'reports.x' }, 'not-found'],
    [{ report: 'x', column: 'email' }, 'not-found'],
    [{ report: 'enrollments', column: 'x' }, 'not-found'],
    [{ learner: 'u-omar', siteId: 'x' }, 'not-found'],
    [{ learner: 'u-omar', powerUser: 'x' }, 'not-found'],
  ] as const)('refuses %j: %s', async (about, slug) => {
    await refused(ask(about), slug);
  });
});

describe('who sees a learner', () => {
  it('is told by power user and site, with the way that leads there', async () => {
    expect(await tellWhoSees(occasion.database, { learner: 'u-omar', nowSeconds: now })).toEqual([
      {
        ...{ power_user: 'u-maria', username: 'maria', site: 'acme', reports: true },
        through: [{ dataset: 'Sales', learner: ['branch Sales and below'], course: null }],
      },
    ]);
  });

  it('is nobody in a course that no dataset pairs with the learner, and nobody for a stranger', async () => {
    const asked = { learner: 'u-omar', course: '01', nowSeconds: now };
    expect(await tellWhoSees(occasion.database, asked)).toEqual([]);
    const root = { learner: 'u-root', nowSeconds: now };
    expect(await tellWhoSees(occasion.database, root)).toEqual([]);
    const stranger = { learner: 'x', nowSeconds: now };
    await refused(tellWhoSees(occasion.database, stranger), 'not-found');
  });
});

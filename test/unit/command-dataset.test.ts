/** Datasets from both sides: what they select, who holds them and how long; and everything that is refused. */
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { editDataset } from '../../server/command/edit-dataset.ts';
import { removeDataset } from '../../server/command/remove-dataset.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import {
  all,
  auditOf,
  now,
  openAcademy,
  openAcademyTwice,
  refused,
  stateOf,
} from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});

const create = (input: unknown) => createDataset(occasion, input);
const subset = (...items: unknown[]) => ({ mode: 'subset', items });
const group = { kind: 'group', key: 'G1' };
const course = { kind: 'course', key: '01' };
const powerUser = 'u-maria';
const assign = (dataset: string, more = {}) =>
  assignDataset(occasion, { powerUser, dataset, ...more });

describe('making a dataset', () => {
  it('FOR-019 restricts a group to specific courses', async () => {
    const made = await create({
      name: 'New starters on knives',
      selections: { people: subset(group), courses: subset(course) },
    });
    expect(made).toEqual({
      name: 'New starters on knives',
      owner: null,
      selections: { courses: 'subset', people: 'subset' },
      items: [
        { kind: 'course', key: '01', descendants: false },
        { kind: 'group', key: 'G1', descendants: false },
      ],
      rules: {},
      holders: [],
      ceilingOf: [],
    });
  });

  it('PU-045 PU-055 takes every kind of item, branches and categories with what lies below them', async () => {
    const { items } = await create({
      name: 'Everything',
      selections: {
        people: subset(
          { kind: 'user', key: 'u-omar' },
          group,
          { kind: 'branch', key: 'B1', descendants: true },
          { kind: 'branch', key: 'B2' },
        ),
        courses: subset(course, { kind: 'category', key: 'K1', descendants: true }),
        plans: subset({ kind: 'plan', key: 'p1' }),
      },
    });
    expect(items).toEqual([
      { kind: 'branch', key: 'B1', descendants: true },
      { kind: 'branch', key: 'B2', descendants: false },
      { kind: 'category', key: 'K1', descendants: true },
      { kind: 'course', key: '01', descendants: false },
      { kind: 'group', key: 'G1', descendants: false },
      { kind: 'plan', key: 'p1', descendants: false },
      { kind: 'user', key: 'u-omar', descendants: false },
    ]);
  });

  it('T-15 keeps none, all and an empty subset apart, and writes no axis that is not named', async () => {
    const { selections } = await create({
      name: 'D',
      selections: { people: { mode: 'all' }, courses: { mode: 'none' } },
    });
    expect(selections).toEqual({ people: 'all', courses: 'none' });
    const empty = await create({ name: 'E', selections: { people: subset() } });
    expect(empty).toMatchObject({ selections: { people: 'subset' }, items: [] });
  });

  it('names each item that does not exist, and makes nothing', async () => {
    const people = subset(group, { kind: 'group', key: 'g1' }, { kind: 'user', key: 'B1' });
    const courses = subset({ kind: 'course', key: '1' }, { kind: 'category', key: '%' });
    const refusal = await refused(
      create({ name: 'D', selections: { people, courses } }),
      'unprocessable',
    );
    expect(refusal.places).toEqual([
      { field: 'selections.people', message: 'There is no user "B1"' },
      { field: 'selections.people', message: 'There is no group "g1"' },
      { field: 'selections.courses', message: 'There is no course "1"' },
      { field: 'selections.courses', message: 'There is no category "%"' },
    ]);
    expect(await all(occasion.database, 'SELECT * FROM datasets')).toEqual([]);
  });

  it.each([
    ['an unknown kind', { people: subset({ kind: 'team', key: 'x' }) }, 'There is no kind "team"'],
    [
      '__proto__ as a kind',
      { people: subset({ kind: '__proto__', key: 'x' }) },
      'no kind "__proto__"',
    ],
    ['a course among people', { people: subset(course) }, 'A course does not belong to people'],
    ['people among plans', { plans: subset(group) }, 'A group does not belong to plans'],
    [
      'descendants of a group',
      { people: subset({ ...group, descendants: true }) },
      'Only branches',
    ],
    [
      'a branch both ways',
      {
        people: subset(
          { kind: 'branch', key: 'B1' },
          { kind: 'branch', key: 'B1', descendants: true },
        ),
      },
      'both with and without descendants',
    ],
    ['an unknown mode', { people: { mode: '*' } }, 'people'],
    ['a mode without its items', { people: { mode: 'subset' } }, 'items'],
    ['items beside all', { people: { mode: 'all', items: [group] } }, 'items'],
    ['an unknown axis', { pages: { mode: 'all' } }, 'pages'],
    ['a number as an id', { courses: subset({ kind: 'course', key: 1 }) }, 'courses'],
    ['a list as an id', { courses: subset({ kind: 'course', key: ['01'] }) }, 'courses'],
    ['a text', 'all', 'selections'],
  ])('T-16 T-24 refuses %s', async (_what, selections, told) => {
    const { message } = await refused(create({ name: 'D', selections }), 'unprocessable');
    expect(message).toContain(told);
  });

  it('takes the same item twice as once', async () => {
    const { items } = await create({ name: 'D', selections: { people: subset(group, group) } });
    expect(items).toHaveLength(1);
  });

  it('T-36 takes thousands of items, and refuses more than ten thousand', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      kind: 'user',
      key: `n${index}`,
    }));
    await occasion.database.write([
      sql`INSERT INTO users (key, username)
        SELECT value ->> 'key', value ->> 'key' FROM json_each(${JSON.stringify(items)})`,
    ]);
    const made = await create({ name: 'D', selections: { people: subset(...items) } });
    expect(made.items).toHaveLength(10_000);
    const more = [...items, { kind: 'user', key: 'u-omar' }];
    await refused(create({ name: 'E', selections: { people: subset(...more) } }), 'unprocessable');
  });

  it('PU-046 assigns a private dataset to its owner at once, and to nobody else ever', async () => {
    const made = await create({ name: 'Own', owner: powerUser });
    expect(made).toMatchObject({ owner: powerUser, holders: [{ powerUser }] });
    const attempt = assignDataset(occasion, { powerUser: 'u-ines', dataset: 'Own' });
    expect((await refused(attempt, 'unprocessable')).message).toContain('private');
    await unassignDataset(occasion, { powerUser, dataset: 'Own' });
    expect((await assign('Own')).datasets).toHaveLength(1);
  });

  it('PU-046 refuses an owner who is no power user', async () => {
    await refused(create({ name: 'Own', owner: 'u-omar' }), 'unprocessable');
    await refused(create({ name: 'Own', owner: 'u-nobody' }), 'not-found');
    expect(await all(occasion.database, 'SELECT * FROM datasets')).toEqual([]);
  });

  it('T-52 refuses a name that is taken or harmful, and fields that a dataset does not have', async () => {
    await create({ name: 'D' });
    await refused(create({ name: 'D' }), 'unprocessable');
    await refused(create({ name: '<b>D</b>' }), 'unprocessable');
    await refused(create({ name: 'E', role: 'superadmin' }), 'unprocessable');
    await refused(
      create(JSON.parse('{"name":"E","__proto__":{"owner":"u-maria"}}')),
      'unprocessable',
    );
    expect(await all(occasion.database, 'SELECT name FROM datasets')).toEqual([['D']]);
  });
});

describe('changing a dataset', () => {
  const edit = (input: object) => editDataset(occasion, { dataset: 'D', ...input });

  beforeEach(async () => {
    await create({ name: 'D', selections: { people: subset(group), courses: subset(course) } });
  });

  it('replaces the axis that is named and leaves the others, for those who hold it at once', async () => {
    await assign('D');
    const epoch = () => all(occasion.database, 'SELECT epoch FROM epochs WHERE user_id = 1');
    const before = await epoch();
    const { items, selections } = await edit({
      selections: { people: subset({ kind: 'user', key: 'u-omar' }) },
    });
    expect(items.map(({ key }) => key)).toEqual(['01', 'u-omar']);
    expect(selections).toEqual({ people: 'subset', courses: 'subset' });
    expect(Number((await epoch())[0]?.[0])).toBeGreaterThan(Number(before[0]?.[0]));
    expect((await auditOf(occasion)).at(-1)).toMatchObject({
      action: 'dataset.edit',
      before: { items: [{ key: '01' }, { key: 'G1' }] },
      after: { items: [{ key: '01' }, { key: 'u-omar' }] },
    });
  });

  it('T-15 forgets the items of an axis that becomes all or none', async () => {
    await edit({ selections: { people: { mode: 'all' } } });
    const { items } = await edit({ selections: { people: { mode: 'none' } } });
    expect(items.map(({ kind }) => kind)).toEqual(['course']);
  });

  it('changes nothing when an item does not exist', async () => {
    const before = await stateOf(occasion);
    const selections = { people: { mode: 'all' }, courses: subset({ kind: 'course', key: 'c9' }) };
    expect((await refused(edit({ selections }), 'unprocessable')).message).toContain('"c9"');
    expect(await stateOf(occasion)).toEqual(before);
  });

  it('renames, but not to a name that is taken', async () => {
    await create({ name: 'E' });
    await refused(edit({ name: 'E' }), 'unprocessable');
    expect((await edit({ name: 'F' })).name).toBe('F');
    await refused(edit({ name: 'G' }), 'not-found');
  });

  it('PU-047 removes it with whatever its holders saw through it, and says who they were', async () => {
    await assign('D');
    expect((await removeDataset(occasion, { dataset: 'D' })).holders).toMatchObject([
      { powerUser },
    ]);
    const tables = ['datasets', 'dataset_items', 'dataset_selections', 'dataset_assignments'];
    for (const table of tables) {
      expect(await all(occasion.database, `SELECT * FROM ${table}`)).toEqual([]);
    }
  });
});

describe('holding a dataset', () => {
  beforeEach(async () => {
    await create({ name: 'D' });
  });

  it('is for good or for a time, and assigning again replaces the times', async () => {
    expect((await assign('D')).datasets).toEqual([
      { name: 'D', validFrom: null, validUntil: null },
    ]);
    const times = { validFrom: now, validUntil: now + 1 };
    expect((await assign('D', times)).datasets).toEqual([{ name: 'D', ...times }]);
    const before = await stateOf(occasion);
    await assign('D', times);
    expect(await stateOf(occasion)).toEqual(before);
  });

  it.each([
    ['the same moment', { validFrom: now, validUntil: now }],
    ['an end before the beginning', { validFrom: now, validUntil: now - 1 }],
    ['a fraction', { validFrom: now + 0.5 }],
    ['a text', { validFrom: '2026-11-21' }],
    ['an endless number', { validUntil: Number.POSITIVE_INFINITY }],
    ['a negative time', { validFrom: -1 }],
  ])('refuses %s', async (_what, times) => {
    await refused(assign('D', times), 'unprocessable');
    expect(await all(occasion.database, 'SELECT * FROM dataset_assignments')).toEqual([]);
  });

  it('PU-046 refuses users, superadmins, nobody, and datasets that are none', async () => {
    for (const [who, slug] of [
      ['u-omar', 'unprocessable'],
      ['u-root', 'unprocessable'],
      ['u-nobody', 'not-found'],
    ] as const) {
      await refused(assignDataset(occasion, { powerUser: who, dataset: 'D' }), slug);
    }
    await refused(assign('E'), 'not-found');
  });

  it('PU-047 takes one away, and refuses one that is not held', async () => {
    await create({ name: 'E' });
    await assign('D');
    const unassign = (dataset: string) => unassignDataset(occasion, { powerUser, dataset });
    await refused(unassign('E'), 'unprocessable');
    expect((await unassign('D')).datasets).toEqual([]);
    await refused(unassign('D'), 'unprocessable');
  });

  it('gives sixty datasets to one power user and refuses a sixty-first, shared or private', async () => {
    for (let index = 0; index < 60; index++) {
      await create({ name: `D${index}` });
      await assign(`D${index}`);
    }
    expect((await refused(assign('D'), 'unprocessable')).message).toContain('at most 60');
    await refused(create({ name: 'Own', owner: powerUser }), 'unprocessable');
    await assign('D7', { validUntil: now });
    await unassignDataset(occasion, { powerUser, dataset: 'D0' });
    expect((await create({ name: 'Own', owner: powerUser })).holders).toHaveLength(1);
    await refused(assign('D'), 'unprocessable');
  });

  it('T-47 lets one of many assignments of a sixtieth dataset win when all come at once', async () => {
    const { one, other, close } = await openAcademyTwice();
    for (let index = 0; index < 64; index++) await createDataset(one, { name: `D${index}` });
    for (let index = 0; index < 59; index++) {
      await assignDataset(one, { powerUser, dataset: `D${index}` });
    }
    const results = await Promise.allSettled(
      [59, 60, 61, 62, 63].map((index) =>
        assignDataset(index % 2 ? one : other, { powerUser, dataset: `D${index}` }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await all(one.database, 'SELECT count(*) FROM dataset_assignments')).toEqual([[60]]);
    close();
  });
});

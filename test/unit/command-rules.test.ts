/** Rules of datasets from both sides: what is written and shown, previewed and audited; and everything that is refused. */
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { describePowerUser } from '../../server/command/describe-power-user.ts';
import { editDataset } from '../../server/command/edit-dataset.ts';
import { editUserField } from '../../server/command/edit-user-field.ts';
import { findTrouble } from '../../server/command/find-trouble.ts';
import { previewEdit } from '../../server/command/preview-edit.ts';
import { readUserFields } from '../../server/command/user-field-record.ts';
import { personKeys } from '../../server/data/keys.ts';
import { userFields, userFieldValues, users } from '../../server/data/schema/index.ts';
import { placeholderNames } from '../../server/scope/placeholder.ts';
import { fold } from '../../shared/fold.ts';
import { all, auditOf, now, openAcademy, refused, stateOf } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
  const { orm } = occasion.database;
  await orm.insert(userFields).values({ id: 1, key: 'company', name: 'Company' });
  for (const [id, username] of [
    [1, 'maria'],
    [2, 'omar'],
    [4, 'ines'],
  ] as const) {
    const names = { firstName: '', lastName: '', username, email: null };
    await orm.update(users).set(personKeys(names)).where(sql`id = ${id}`);
  }
  await setCompany(1, 'Acme');
  await setCompany(2, 'ACME');
});

const setCompany = (userId: number, value: string) =>
  occasion.database.orm
    .insert(userFieldValues)
    .values({ userId, fieldId: 1, value, valueKey: fold(value) })
    .onConflictDoUpdate({
      target: [userFieldValues.userId, userFieldValues.fieldId],
      set: { value, valueKey: fold(value) },
    });

const own = { field: 'field:company', operator: 'equals', value: '{power_user.company}' };
const ruled = (...rules: unknown[]) => ({ mode: 'subset', rules: { match: 'any', rules } });
const create = (people: unknown, more = {}) =>
  createDataset(occasion, { name: 'D', selections: { people, courses: { mode: 'all' } }, ...more });

describe('rules that are written', () => {
  it('SKY-010 SKY-011 SKY-013 are stored in their order and groups, shown, and audited', async () => {
    const group = {
      match: 'all',
      rules: [
        { field: 'username', operator: 'is_one_of', value: ['omar', 'ines'] },
        { field: 'created_at', operator: 'is_empty' },
      ],
    };
    const made = await create(ruled(own, group));
    const stored = {
      match: 'all',
      rules: [
        { field: 'username', operator: 'is_one_of', value: '["omar","ines"]' },
        { field: 'created_at', operator: 'is_empty', value: null },
      ],
    };
    expect(made.rules).toEqual({ people: { match: 'any', rules: [own, stored] } });
    expect(
      await all(occasion.database, 'SELECT position, group_no, field FROM dataset_rules'),
    ).toEqual([
      [0, 0, 'field:company'],
      [1, 1, 'username'],
      [2, 1, 'created_at'],
    ]);
    const [event] = await auditOf(occasion);
    expect(JSON.stringify(event)).toContain('{power_user.company}');
  });

  it('are replaced with their axis, stay with the others, and go with a mode that has none', async () => {
    await create(ruled(own));
    const edit = (selections: unknown) => editDataset(occasion, { dataset: 'D', selections });
    expect((await edit({ courses: { mode: 'none' } })).rules).toHaveProperty('people');
    const items = [{ kind: 'user', key: 'u-omar' }];
    expect((await edit({ people: { mode: 'subset', items } })).rules).toEqual({});
    await edit({ people: ruled(own) });
    expect((await edit({ people: { mode: 'all' } })).rules).toEqual({});
    expect(await all(occasion.database, 'SELECT * FROM dataset_rules')).toEqual([]);
  });

  it('PU-020 move the epoch of whoever holds the dataset', async () => {
    await create(ruled(own));
    await assignDataset(occasion, { powerUser: 'u-maria', dataset: 'D' });
    const epochs = () => all(occasion.database, 'SELECT epoch FROM epochs WHERE user_id = 1');
    const before = await epochs();
    await editDataset(occasion, {
      dataset: 'D',
      selections: { people: ruled({ ...own, value: 'x' }) },
    });
    expect(await epochs()).not.toEqual(before);
  });

  it('SKY-018 may name a sensitive placeholder once that is allowed', async () => {
    const rule = { ...own, value: '{power_user.gender}' };
    const refusal = await refused(create(ruled(rule)), 'unprocessable');
    expect(refusal.message).toContain('{power_user.gender} is sensitive');
    await create(ruled(rule), { allowSensitive: true });
  });

  it('SKY-017 take each of the 31 placeholders', async () => {
    const rules = placeholderNames.map((name) => ({ ...own, value: `{power_user.${name}}` }));
    const { rules: stored } = await create(ruled(...rules), { allowSensitive: true });
    expect(stored.people?.rules).toHaveLength(31);
  });
});

describe('rules that are refused', () => {
  it.each<[string, unknown, string]>([
    ['T-15 an empty list', { match: 'all', rules: [] }, 'without a rule'],
    ['an empty group', { match: 'all', rules: [{ match: 'any', rules: [] }] }, ''],
    ['an unknown match', { match: 'some', rules: [own] }, 'all or any'],
    [
      'an unknown field',
      { match: 'all', rules: [{ ...own, field: 'salary' }] },
      'no field "salary"',
    ],
    [
      'an additional field that is not there',
      { match: 'all', rules: [{ ...own, field: 'field:compny' }] },
      'no additional field "compny"',
    ],
    ['an unknown operator', { match: 'all', rules: [{ ...own, operator: 'like' }] }, 'not "like"'],
    [
      'T-24 an operator that the field lacks',
      { match: 'all', rules: [{ field: 'username', operator: 'before', value: '2026-01-01' }] },
      'not "before"',
    ],
    [
      'T-23 an unknown placeholder',
      { match: 'all', rules: [{ ...own, value: '{power_user.manager_id}' }] },
      'no placeholder',
    ],
    [
      'T-23 an open placeholder',
      { match: 'all', rules: [{ ...own, value: '{power_user.company' }] },
      'no placeholder',
    ],
    [
      'a placeholder of a field that is not there',
      { match: 'all', rules: [{ ...own, value: '{power_user.field:compny}' }] },
      'no additional field "compny"',
    ],
    ['an empty value', { match: 'all', rules: [{ ...own, value: ' ' }] }, 'empty'],
    [
      'no value',
      { match: 'all', rules: [{ field: 'username', operator: 'equals' }] },
      'takes one value',
    ],
    ['a value too many', { match: 'all', rules: [{ ...own, value: ['a', 'b'] }] }, ''],
    [
      'a value where none is',
      { match: 'all', rules: [{ ...own, operator: 'is_empty' }] },
      'takes no value',
    ],
    [
      'an unknown status',
      { match: 'all', rules: [{ field: 'status', operator: 'equals', value: 'gone' }] },
      'none of active',
    ],
    [
      'a day that is none',
      { match: 'all', rules: [{ field: 'created_at', operator: 'after', value: '2026-02-31' }] },
      '2026-02-31',
    ],
    ['a control character', { match: 'all', rules: [{ ...own, value: 'a\u0000b' }] }, ''],
    ['a value too long', { match: 'all', rules: [{ ...own, value: 'a'.repeat(1001) }] }, ''],
    [
      'too many rules',
      { match: 'all', rules: Array.from({ length: 101 }, () => own) },
      'At most 100',
    ],
    ['a word too much', { match: 'all', rules: [{ ...own, sql: '1' }] }, ''],
  ])('%s', async (_, rules, told) => {
    const before = await stateOf(occasion);
    const refusal = await refused(create({ mode: 'subset', rules }), 'unprocessable');
    expect(refusal.message).toContain(told);
    expect(await stateOf(occasion)).toEqual(before);
  });

  it('SKY-010 any on plans, which have no fields', async () => {
    const plans = ruled({ field: 'name', operator: 'contains', value: 'week' });
    const attempt = createDataset(occasion, { name: 'D', selections: { plans } });
    expect((await refused(attempt, 'unprocessable')).message).toContain('plans have no rules');
  });
});

describe('a preview', () => {
  const subset = (people: object) => ({ people: { mode: 'subset', ...people } });

  it('SKY-014 shows who and what matches before anything is saved', async () => {
    const selections = subset({ rules: { match: 'all', rules: [own] } });
    const found = await previewEdit(occasion.database, { powerUser: 'u-maria', selections });
    expect(found.people).toEqual({
      ...{ count: 2, gained: 2, lost: 0 },
      first: [
        { id: 'u-maria', name: 'maria' },
        { id: 'u-omar', name: 'omar' },
      ],
    });
    expect(found.courses.count).toBe(0);
  });

  it('counts who would join and who would leave, for items and whole axes as for rules', async () => {
    await create({ ...ruled(own), items: [{ kind: 'user', key: 'u-ines' }] });
    const preview = (more = {}) => previewEdit(occasion.database, { dataset: 'D', ...more });
    expect((await preview({ powerUser: 'u-maria' })).people).toMatchObject({ count: 3, gained: 0 });
    const nobody = await preview();
    expect(nobody.people.first).toEqual([{ id: 'u-ines', name: 'ines' }]);
    expect(nobody.deadRules).toEqual([
      'field:company equals {power_user.company}: {power_user.company} is empty',
    ]);
    const omar = subset({ items: [{ kind: 'user', key: 'u-omar' }] });
    const { people, courses } = await preview({ selections: omar });
    expect(people).toMatchObject({ count: 1, gained: 1, lost: 1 });
    expect(courses).toMatchObject({ count: 2, gained: 0, lost: 0 });
    const all = await preview({ selections: { courses: { mode: 'none' } } });
    expect(all.courses).toMatchObject({ count: 0, lost: 2 });
  });

  it('SKY-019 flags placeholders that people may change themselves, as do the recap and the doctor', async () => {
    await create(ruled(own));
    await assignDataset(occasion, { powerUser: 'u-maria', dataset: 'D' });
    const flagged = async () => [
      (await previewEdit(occasion.database, { dataset: 'D' })).editablePlaceholders,
      (await describePowerUser(occasion.database, 'u-maria', now)).editablePlaceholders,
      (await findTrouble(occasion.database, now))
        .map(({ told }) => told)
        .filter((told) => told.includes('may change themselves')),
    ];
    expect(await flagged()).toEqual([[], [], []]);
    await editUserField(occasion, { field: 'company', viewerEditable: true });
    expect(await flagged()).toEqual([
      ['{power_user.company}'],
      ['{power_user.company}'],
      ['The dataset "D" rests on {power_user.company}, which power users may change themselves'],
    ]);
  });

  it('refuses what could not be saved', async () => {
    const wrong = subset({ rules: { match: 'all', rules: [{ ...own, field: 'salary' }] } });
    await refused(previewEdit(occasion.database, { selections: wrong }), 'unprocessable');
    await refused(previewEdit(occasion.database, { dataset: 'X' }), 'not-found');
  });
});

describe('an additional field', () => {
  it('PU-067 is limited to branches, and freed again, each in the audit', async () => {
    const edit = (more: object) => editUserField(occasion, { field: 'company', ...more });
    expect((await edit({ branches: ['B1'] })).branches).toEqual(['B1']);
    expect((await edit({ branches: [] })).branches).toEqual([]);
    const before = await stateOf(occasion);
    await refused(edit({ branches: ['B9'] }), 'unprocessable');
    await refused(editUserField(occasion, { field: 'salary', branches: null }), 'not-found');
    expect(await stateOf(occasion)).toEqual(before);
    expect((await edit({ branches: null })).branches).toBeNull();
    const audited = (await auditOf(occasion)).map(({ action, after }) => [action, after.branches]);
    expect(audited).toEqual([
      ['user_field.edit', ['B1']],
      ['user_field.edit', []],
      ['user_field.edit', null],
    ]);
  });

  it("PU-067 that loses its last branch is nobody's, not everybody's", async () => {
    await editUserField(occasion, { field: 'company', branches: ['B2'] });
    await occasion.database.write([sql`DELETE FROM branches WHERE key = 'B2'`]);
    const [field] = await readUserFields(occasion.database);
    expect(field?.branches).toEqual([]);
  });
});

it('T-23 the doctor names a rule whose placeholder is empty for its holder, and not once it is filled', async () => {
  await create(ruled(own));
  await assignDataset(occasion, { powerUser: 'u-maria', dataset: 'D' });
  const told = async () =>
    (await findTrouble(occasion.database, now)).map((one) => one.told).join('\n');
  expect(await told()).not.toContain('dataset "D"');
  await setCompany(1, ' ');
  expect(await told()).toContain(
    'The rule "field:company equals {power_user.company}" of the dataset "D" matches nobody for maria: {power_user.company} is empty',
  );
  expect(await told()).toContain('The dataset "D" shows nobody in any course');
});

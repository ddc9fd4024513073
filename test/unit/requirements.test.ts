/** The list of requirements is whole, its page is current, and tests name only numbers that there are. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { numbersIn } from '../../scripts/numbered-tests.ts';
import {
  areas,
  findTests,
  readItems,
  readRequirements,
  root,
  stateOf,
} from '../../scripts/requirement-list.ts';
import { pageOf } from '../../scripts/requirements-page.ts';
import { catalogue } from '../../shared/permission/catalogue.ts';

const items = readItems();

describe('the list', () => {
  it('has every number once, in order', () => {
    const all = areas.flatMap(({ prefix, count }) =>
      Array.from({ length: count }, (_, at) => {
        const digits = prefix === 'T' ? 2 : 3;
        return `${prefix}-${String(at + 1).padStart(digits, '0')}`;
      }),
    );
    expect(items.map(({ id }) => id)).toEqual(all);
    expect(all).toHaveLength(289 + 64);
  });

  it('labels each in a few words of its own', () => {
    expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
    for (const { label } of items) expect(label.split(' ').length).toBeLessThanOrEqual(10);
  });

  it('says where something works that no test names', () => {
    const silent = readRequirements().filter(({ state, note }) => state === 'built' && note === '');
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('names no number in a test that there is not', () => {
    const known = new Set(items.map(({ id }) => id));
    expect([...findTests()].filter(([id]) => !known.has(id))).toEqual([]);
  });

  it('is what docs/requirements.md says; if not: npm run requirements -- --write', () => {
    const page = readFileSync(join(root, 'docs/requirements.md'), 'utf8');
    expect(page).toBe(pageOf(readRequirements()));
  });
});

describe('permissions that change something in the LMS', () => {
  const authoring = catalogue.filter(({ kind }) => kind === 'authoring');
  const found = findTests();

  it('are those that the list calls so, each held by a test', () => {
    const listed = items.filter(({ part }) => part === 'authoring').map(({ id }) => id);
    // PERM-061 is listed for its filters, which are there.
    expect([...listed, 'PERM-061'].sort()).toEqual(authoring.map(({ source }) => source).sort());
    for (const id of listed) expect(found.has(id), id).toBe(true);
  });

  it('are asked for by no code, but that two open the summary of one person', () => {
    const sources = globSync('{server,widget}/**/*.ts', { cwd: root }).sort();
    const quoted = (id: string) => new RegExp(`['"\`]${id.replace('.', '\\.')}['"\`]`);
    const asked = sources.flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      const ids = authoring.filter(({ id }) => quoted(id).test(source)).map(({ id }) => id);
      return ids.map((id) => `${file}: ${id}`);
    });
    expect(asked).toEqual([
      'server/report/person-columns.ts: users.create',
      'server/report/person-columns.ts: users.edit',
    ]);
  });
});

describe('the numbers of a test', () => {
  const cases: [string, string, Record<string, number>][] = [
    ['stand in its name', "it('PU-022 T-47 refuses', f)", { 'PU-022': 1, 'T-47': 1 }],
    ['may stand anywhere in it', "test('a, and PU-010 b', f)", { 'PU-010': 1 }],
    ['count once a test', "it('T-01 a, T-01 b', f)", { 'T-01': 1 }],
    [
      'come from the groups around it',
      "describe('T-12 a', () => { it('b', f); it('c', f) })",
      { 'T-12': 2 },
    ],
    ['are none of an empty group', "describe('T-12 a', () => {})", {}],
    ['stand in templates', `it(\`T-43 a (\${x})\`, f)`, { 'T-43': 1 }],
    ['stand in a name over a table', "it.each([1, 2])('T-05 %s', f)", { 'T-05': 1 }],
    ['begin rows', "it.each([['T-15 a', 1], ['T-16', 2]])('%s', f)", { 'T-15': 1, 'T-16': 1 }],
    ['begin keys', "const book = { 'T-30 takes': async () => {} }", { 'T-30': 1 }],
    ['are found with a digit too many', "it('PU-0222 a', f)", { 'PU-0222': 1 }],
    ['are none in comments', "// PU-039\nit('a', f)", {}],
    ['are none in expectations', "it('a', () => { expect(b).toBe('PERM-001') })", {}],
    ['are none in lists of values', "it.each(['x', 'PERM-001'])('%s', f)", {}],
    [
      'are none of what is skipped',
      "it.skip('T-01 a', f); describe.skip('b', () => it('T-02 c', f))",
      {},
    ],
    ['are none of what is still to do', "it.todo('T-01 a')", {}],
    ['are none of what is meant to fail', "it.fails('T-01 a', f)", {}],
  ];
  it.each(cases)('%s', (_what, source, numbers) => {
    expect(Object.fromEntries(numbersIn(source))).toEqual(numbers);
  });
});

describe('a state', () => {
  it.each([
    ['built', true, 'proven'],
    ['built', false, 'built'],
    ['planned', true, 'proven'],
    ['planned', false, 'planned'],
    ['in part', true, 'in part'],
    ['in part', false, 'planned'],
    ['not applicable', true, 'not applicable'],
    ['not applicable', false, 'not applicable'],
  ] as const)('written as %s, with a test %s, is %s', (written, isTested, state) => {
    expect(stateOf(written, isTested)).toBe(state);
  });
});

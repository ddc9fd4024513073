/** The command line for people, groups, trees, courses, plans and catalogs, as an operator types it. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAt } from '../../server/runtime/open.ts';
import { type Bench, openBench } from './cli-run.ts';
import { all, openAcademy } from './command-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = openBench();
  const { database } = await openAcademy(bench.url);
  await database.write([
    sql`INSERT INTO user_fields (key, name) VALUES ('company', 'Company')`,
    sql`INSERT INTO groups (key, name, automatic) VALUES ('G2', 'Filled', 1)`,
  ]);
  database.close();
});
afterAll(() => bench.close());

/** Runs and expects one clear line on standard error and the code 2. */
async function ill(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.ambit(...words);
  expect(out).toBe('');
  expect(code).toBe(2);
  return err.trim();
}

/** Runs and expects it to go well. */
async function well(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.ambit(...words);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

it('PU-010 lists people by level, branch and name, up to a limit', async () => {
  const leads = await bench.json('user', 'list', '--level', 'power_user');
  expect(leads.items.map(({ username }: { username: string }) => username).toSorted()).toEqual([
    'ines',
    'maria',
  ]);
  expect((await bench.json('user', 'list', '--under', 'B1')).total).toBe(2);
  expect((await bench.json('user', 'list', '--branch', 'B1')).total).toBe(1);
  expect(await well('user', 'list', '--limit', '1', '--sort', '-username')).toMatch(
    /u-root(.|\n)*1 of 4 shown/,
  );
  expect(await ill('user', 'list', '--sort', 'password')).toContain('--sort');
  expect(await ill('user', 'list', '--limit', '0')).toContain('from 1 to 10000');
});

it('changes a person, and refuses by the field what makes no sense', async () => {
  const changes = ['--branch', 'B2', '--manager', 'u-maria', '--field', 'company=Acme = Co'];
  const names = ['--first-name', 'Omar', '--email', 'omar@acme.example', '--expires', '2099-01-01'];
  const changed = await bench.json('user', 'edit', 'u-omar', '--deactivate', ...changes, ...names);
  expect(changed).toMatchObject({
    ...{ status: 'inactive', branch: 'B2', manager: 'u-maria', first_name: 'Omar' },
    ...{ email: 'omar@acme.example', expires_at: '2099-01-01T00:00:00Z' },
    fields: [{ id: 'company', value: 'Acme = Co' }],
  });
  const none = ['--no-branch', '--no-manager', '--no-expires', '--field', 'company='];
  expect(await well('user', 'edit', 'u-omar', '--activate', ...none)).toContain('Branch: -');
  expect(await bench.json('user', 'show', 'u-omar')).toMatchObject({
    ...{ status: 'active', branch: null, manager: null, expires_at: null, fields: [] },
  });
  expect(await well('user', 'edit', 'u-omar', '--branch', 'B2')).toContain('Branch: B2');
  expect(await ill('user', 'edit', 'u-omar', '--branch', 'B9')).toBe(
    'branch: There is no branch "B9"',
  );
  expect(await ill('user', 'edit', 'u-omar', '--manager', 'u-omar')).toContain('their own manager');
  expect(await ill('user', 'edit', 'u-omar', '--field', 'company')).toContain('id=value');
  expect(await ill('user', 'edit', 'u-omar', '--activate', '--deactivate')).toContain('Either');
  expect(await ill('user', 'show', 'nobody')).toBe('Nobody has the id "nobody"');
});

it('hides a field and shows it again', async () => {
  expect(await well('user-field', 'edit', 'company', '--invisible')).toContain(
    'those who may view invisible fields',
  );
  const { items } = await bench.json('user-field', 'list');
  expect(items).toMatchObject([{ id: 'company', name: 'Company', invisible: true, values: 0 }]);
  await well('user-field', 'edit', 'company', '--visible', '--name', 'Firm');
});

it('makes, fills, empties and removes groups', async () => {
  expect(await well('group', 'create', 'crew', 'Crew')).toBe(
    'Made the group "Crew" with 0 members\n',
  );
  expect(await well('group', 'add', 'crew', 'u-omar', 'u-maria')).toContain('2 members');
  expect(await well('group', 'take-out', 'crew', 'u-omar')).toContain('1 member\n');
  expect((await bench.json('group', 'list', '--member', 'u-maria')).items).toEqual([
    { id: 'crew', name: 'Crew', automatic: false, members: 1 },
  ]);
  expect(await well('group', 'edit', 'crew', '--name', 'Ship’s crew')).toContain('Ship’s crew');
  expect(await ill('group', 'add', 'crew', 'nobody')).toBe('add.0: Nobody has the id "nobody"');
  expect(await ill('group', 'add', 'G2', 'u-omar')).toContain('automatic');
  expect(await well('group', 'remove', 'crew')).toContain('Removed');
});

it('grows, moves and prunes both trees', async () => {
  for (const tree of ['branch', 'category']) {
    await well(tree, 'create', 'top', 'Top');
    expect(await well(tree, 'create', 'low', 'Low', '--parent', 'top')).toContain('below top');
    expect(await ill(tree, 'edit', 'top', '--parent', 'low')).toContain('parent: ');
    expect(await ill(tree, 'remove', 'top')).toContain(`right below it: 1`);
    await well(tree, 'edit', 'low', '--name', 'Lower', '--no-parent');
    expect((await bench.json(tree, 'list', '--under', 'top')).total).toBe(1);
    await well(tree, 'remove', 'top', '--move-to', 'low');
    await well(tree, 'remove', 'low');
  }
});

it('changes courses, plans and catalogs', async () => {
  expect(await well('course', 'edit', '01', '--category', 'K1', '--code', 'KN')).toContain('K1');
  expect((await bench.json('course', 'list', '--category', 'K1')).total).toBe(2);
  await well('course', 'edit', '01', '--no-category');
  expect(await bench.json('course', 'show', '01')).toMatchObject({ category: null, code: 'KN' });
  expect(
    await well('plan', 'edit', 'p1', '--course', '01', '--course', 'c1', '--optional', 'c1'),
  ).toBe('First week (id p1) with 2 courses\n  01\n  c1, optional\n');
  expect((await bench.json('plan', 'list', '--course', 'c1')).total).toBe(1);
  await well('plan', 'show', 'p1');
  await well('catalog', 'create', 'shelf', 'Shelf');
  const seen = [
    '--user',
    'u-omar',
    '--branch-with-descendants',
    'B1',
    '--visibility',
    'restricted',
  ];
  const edited = await bench.json(
    'catalog',
    'edit',
    'shelf',
    '--course',
    'c1',
    '--plan',
    'p1',
    ...seen,
  );
  expect(edited).toMatchObject({
    items: [
      { kind: 'course', id: 'c1' },
      { kind: 'plan', id: 'p1' },
    ],
    audience: [
      { kind: 'branch', id: 'B1', descendants: true },
      { kind: 'user', id: 'u-omar', descendants: false },
    ],
  });
  expect(await well('catalog', 'edit', 'shelf', '--no-audience', '--no-items')).toContain(
    'Lists: nothing\nAudience: none',
  );
  expect((await bench.json('catalog', 'list', '--visibility', 'restricted')).total).toBe(1);
  expect(await ill('catalog', 'edit', 'shelf', '--course', 'c9')).toBe(
    'items.0.id: There is no course "c9"',
  );
  await well('catalog', 'show', 'shelf');
  await well('catalog', 'remove', 'shelf');
});

it('leaves an audit row for each change that told what was and what is', async () => {
  const database = await openAt({
    url: bench.url,
    prepare: 'refuse',
  });
  const rows = await all(
    database,
    `SELECT action, count(*) FROM audit_events GROUP BY action ORDER BY action`,
  );
  database.close();
  const counts = Object.fromEntries(rows);
  expect(counts).toMatchObject({
    ...{ 'user.edit': 3, 'user_field.edit': 2, 'group.change_members': 2, 'group.remove': 1 },
    ...{ 'branch.create': 2, 'branch.remove': 2, 'category.edit': 1, 'course.edit': 2 },
    ...{ 'plan.edit': 1, 'catalog.edit': 2, 'catalog.remove': 1 },
  });
});

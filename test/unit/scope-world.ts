/** A small company on paper for the scope tests, and a way to see it through the server and the oracle at once. */
import { expect } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { type Answer, askOracle, serverOf } from '../property/ask.ts';
import type { Asker } from '../reference/oracle.ts';
import { type Dataset, emptyWorld, type Item, type User, type World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { readIds } from '../world/ids.ts';
import { loadWorld } from '../world/load.ts';

const user = (key: string, branch: string | null = null): User => ({
  key,
  level: 'user',
  status: 'active',
  branch,
});

const users: readonly User[] = [
  { ...user('boss'), level: 'power_user' },
  user('ana', 'Sales'),
  user('ben', 'Sales 1'),
  user('cy', 'Sales 10'),
  user('dee'),
];
const courses = [
  { key: 'first aid', category: 'safety' },
  { key: 'fire drill', category: 'fire' },
  { key: 'maths', category: null },
];
const plans = [
  { key: 'onboarding', courses: ['first aid', 'maths'] },
  { key: 'refresher', courses: ['maths'] },
  { key: 'void', courses: [] },
];

/** Everybody is enrolled in everything, so that whatever is visible shows. Sales 10 is no child of Sales 1. */
export const company: World = {
  ...emptyWorld,
  users,
  groups: [
    { key: 'g1', members: ['ana', 'ben'] },
    { key: 'g2', members: ['cy', 'dee'] },
    { key: 'nobody', members: [] },
  ],
  branches: [
    { key: 'Sales', parent: null },
    { key: 'Sales 1', parent: 'Sales' },
    { key: 'Sales 10', parent: null },
  ],
  categories: [
    { key: 'safety', parent: null },
    { key: 'fire', parent: 'safety' },
  ],
  courses,
  plans,
  enrollments: users.flatMap(({ key }) => courses.map((course) => [key, course.key] as const)),
  planEnrollments: users.flatMap(({ key }) => plans.map((plan) => [key, plan.key] as const)),
  certificates: users.flatMap(({ key }) => [
    { key: `${key} maths`, user: key, course: 'maths', plan: null },
    { key: `${key} void`, user: key, course: null, plan: 'void' },
  ]),
  datasets: [
    {
      name: 'everything',
      owner: null,
      modes: { people: 'all', courses: 'all', plans: 'all' },
      items: [],
      rules: [],
    },
  ],
  sites: [{ id: 'portal', active: true, ceiling: 'everything' }],
};

/** `'branch Sales 1 +'` names the branch with its descendants. */
export function item(text: string): Item {
  const [, kind = '', key = '', plus] = /^(\S+) (.*?)( \+)?$/.exec(text) ?? [];
  return { kind, key, descendants: plus !== undefined };
}

/** A dataset that picks these items: each axis that one of them speaks of is a subset. */
export function picking(name: string, ...items: readonly string[]): Dataset {
  const modes = { people: 'subset', courses: 'subset', plans: 'subset' };
  return { name, owner: null, modes, items: items.map(item), rules: [] };
}

/** The company with these datasets in the hands of the boss, without an end. */
export function holding(...datasets: readonly Dataset[]): World {
  return {
    ...company,
    datasets: [...company.datasets, ...datasets],
    assignments: datasets.map(({ name }) => ({
      powerUser: 'boss',
      dataset: name,
      from: null,
      until: null,
    })),
  };
}

export const boss: Asker = { powerUser: 'boss', site: 'portal', now: noon };

/** Lines such as `ana: maths`, as the server shows them; the oracle must show the same. */
export async function seen(database: Database, world: World, asker: Asker = boss) {
  await loadWorld(database, world);
  return look(database, world, asker);
}

/** As `seen`, of a database that is changed already; `world` says what it should hold by now. */
export async function look(database: Database, world: World, asker: Asker = boss) {
  const ids = await readIds(database);
  const ask = serverOf(database, { resolveScope, compileScope }, { ids: () => ids, apart: true });
  const shown = await ask(asker);
  expect(shown).toEqual(askOracle(world, asker));
  return inWords(shown);
}

const inWords = (answer: Answer): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(answer).map(([name, lines]) => [name, lines.map(words).sort()]),
  );

const words = (line: string) => (JSON.parse(line) as string[]).join(': ');

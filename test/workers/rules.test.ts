/** Rules on D1: more of them, more values and deeper lists than D1 takes parameters, terms or depth. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { explain } from '../../server/scope/explain.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { judge } from '../property/differential.ts';
import { type Dataset, emptyWorld, type Rule, type World } from '../reference/world.ts';
import { noon } from '../world/noon.ts';

const judged = { resolveScope, compileScope };
const asker = { powerUser: 'boss', site: 'portal', now: noon };
const everything: Dataset = {
  name: 'everything',
  owner: null,
  modes: { people: 'all', courses: 'all', plans: 'all' },
  items: [],
  rules: [],
};
const rule = (field: string, value: string): Rule => ({
  axis: 'people',
  field,
  operator: 'equals',
  value,
  match: 'any',
});

/** Each dataset of the boss has these rules. */
function worldOf(datasets: readonly (readonly Rule[])[]): World {
  const people = Array.from({ length: 12 }, (_, place) => ({
    key: `u${place}`,
    level: 'user' as const,
    status: 'active' as const,
    branch: null,
    firstName: `n${place}`,
    fields: { company: place % 2 ? 'Acme' : 'ACM\u00c9' },
  }));
  const held = datasets.map((rules, place) => ({
    ...everything,
    name: `d${place}`,
    modes: { people: 'subset', courses: 'all' },
    rules,
  }));
  const holder = {
    ...people[0],
    key: 'boss',
    level: 'power_user' as const,
    status: 'active' as const,
    branch: null,
  };
  return {
    ...emptyWorld,
    users: [holder, ...people],
    courses: [{ key: 'c', category: null }],
    enrollments: people.map(({ key }) => [key, 'c'] as const),
    userFields: ['company'],
    datasets: [everything, ...held],
    assignments: held.map(({ name }) => ({
      powerUser: 'boss',
      dataset: name,
      from: null,
      until: null,
    })),
    sites: [{ id: 'portal', active: true, ceiling: 'everything' }],
  };
}

describe('on D1', () => {
  const database = openDatabase(openD1(env.DB));
  beforeAll(async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
  });
  const shown = async (world: World): Promise<number> => {
    let count = 0;
    const found = await judge(database, judged, world, [asker], {
      apart: true,
      seen: ({ enrollments = [] }) => {
        count = enrollments.length;
      },
    });
    expect(found).toBeNull();
    return count;
  };

  it('SKY-011 T-36 bears a hundred rules of one dataset', async () => {
    const rules = Array.from({ length: 100 }, (_, place) =>
      rule(place % 2 ? 'first_name' : 'last_name', `n${place}`),
    );
    expect(await shown(worldOf([rules]))).toBe(6);
  }, 60_000);

  it('T-36 bears sixty datasets of rules', async () => {
    const rules = Array.from({ length: 60 }, (_, place) => [
      rule('username', `u${place}`),
      rule('field:company', '{power_user.company}'),
    ]);
    expect(await shown(worldOf(rules))).toBe(12);
  }, 60_000);

  it('T-36 bears a list of five hundred values', async () => {
    const list = Array.from({ length: 500 }, (_, place) => `n${place * 3}`);
    const one = { ...rule('first_name', JSON.stringify(list)), operator: 'is_one_of' };
    expect(await shown(worldOf([[one]]))).toBe(4);
  }, 60_000);

  it('SKY-014 explains by the rule and its placeholder', async () => {
    await shown(worldOf([[rule('field:company', '{power_user.company}')]]));
    const about = {
      powerUser: 'boss',
      siteId: 'portal',
      nowSeconds: noon,
      learner: 'u2',
      course: 'c',
    };
    const { because } = await explain(database, about);
    expect(because).toContain('rule field:company equals {power_user.company} (ACM\u00c9)');
  }, 60_000);
});

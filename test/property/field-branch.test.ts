/** A field that is limited to branches shows in no column, row, filter or facet where it is not there: random worlds. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readFacets } from '../../server/report/facets.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, openViewer } from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { fold } from '../../shared/fold.ts';
import { type Asker, visible } from '../reference/oracle.ts';
import type { Dataset, User, World } from '../reference/world.ts';
import { settings } from '../unit/report-world.ts';
import { noon } from '../world/border-scope.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { treeWorld } from '../world/tree-world.ts';

const worlds = 40;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);

/** The branches that each field is limited to; a field without an entry is everybody's. */
type Limits = ReadonlyMap<string, readonly string[]>;

/** Odd keys are no ids of columns, so that questions can't name them. */
const askable = (key: string): boolean => /^[a-z_0-9]+$/.test(key);

function limitsOf(random: Random, world: World): Limits {
  const limited = random.sift((world.userFields ?? []).filter(askable), 0.7);
  return new Map(
    limited.map((key) => [key, random.some(world.branches, 2).map((branch) => branch.key)]),
  );
}

function below(world: World, root: string): string[] {
  const children = world.branches.filter(({ parent }) => parent === root);
  return [root, ...children.flatMap(({ key }) => below(world, key))];
}

/** What the viewer holds of the tree; everything where a dataset holds all people. */
function branchesOf(world: World, powerUser: string): ReadonlySet<string> {
  const held = world.assignments.filter(
    (one) =>
      one.powerUser === powerUser &&
      (one.from === null || one.from <= noon) &&
      (one.until === null || noon < one.until),
  );
  const datasets = world.datasets.filter(({ name }) => held.some((one) => one.dataset === name));
  if (datasets.some(({ modes }) => modes.people === 'all')) {
    return new Set(world.branches.map(({ key }) => key));
  }
  const items = datasets.flatMap(({ modes, items: all }) =>
    modes.people === 'subset' ? all.filter(({ kind }) => kind === 'branch') : [],
  );
  return new Set(
    items.flatMap(({ key, descendants }) => (descendants ? below(world, key) : [key])),
  );
}

/** For whom a field is there, of this viewer; null where it is not there at all. */
function reachOf(world: World, powerUser: string, limit: readonly string[] | undefined) {
  if (limit === undefined) return () => true;
  const held = branchesOf(world, powerUser);
  const both = new Set(limit.flatMap((key) => below(world, key)).filter((key) => held.has(key)));
  return both.size === 0 ? null : (user: User) => user.branch !== null && both.has(user.branch);
}

async function load(
  database: Database,
  world: World,
  limits: Limits,
): Promise<ReadonlyMap<string, number>> {
  const ids = await loadWorld(database, world);
  for (const [key, branches] of limits) {
    await database.write([
      sql`UPDATE user_fields SET by_branch = 1 WHERE key = ${key}`,
      sql`INSERT INTO user_field_branches (field_id, branch_id)
        SELECT f.id, b.id FROM user_fields f JOIN branches b WHERE f.key = ${key}
        AND b.key IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`,
    ]);
  }
  return ids.users;
}

/** Some branches, and some people wherever they are; now and then a mode that does not count the branches. */
const heldBy = (random: Random, world: World, name: string): Dataset => ({
  name,
  owner: null,
  modes: { people: random.pick(['subset', 'subset', 'subset', 'none', 'all']), courses: 'all' },
  items: [
    ...random.some(world.branches, 2).map(({ key }) => ['branch', key] as const),
    ...random.sift(world.users, 0.5).map(({ key }) => ['user', key] as const),
  ].map(([kind, key]) => ({ kind, key, descendants: kind === 'branch' && random.chance(0.5) })),
  rules: [],
});

/** The first three may see whatever permissions open, and hold two datasets each. */
function opened(random: Random): World {
  const world = treeWorld(random);
  const holders = world.users.slice(0, 3).map(({ key }) => key);
  const held = holders.flatMap((powerUser, index) =>
    [`${index} first`, `${index} second`].map((dataset) => ({ powerUser, dataset })),
  );
  return {
    ...world,
    datasets: [
      ...world.datasets.filter(({ name }) => name === 'everything'),
      ...held.map(({ dataset }) => heldBy(random, world, dataset)),
    ],
    assignments: held.map((one) => ({ ...one, from: null, until: null })),
    sites: world.sites.filter(({ id }) => id === 'open'),
    users: world.users.map((user) =>
      holders.includes(user.key) ? { ...user, level: 'power_user', status: 'active' } : user,
    ),
    profiles: [{ name: 'all', permissions: ['reports.view', 'users.view', 'courses.view'] }],
    grants: holders.map((key) => [key, 'all']),
  };
}

describe(`fields by branch in ${worlds} worlds from seed ${seed}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('PU-067 T-26 T-27 T-29 are in columns, rows, filters, facets and searches only where they are there', async () => {
    const told = { shown: 0, hidden: 0, absent: 0 };
    for (let index = 0; index < worlds; index += 1) {
      const random = seededRandom(seed + index);
      const world = opened(random);
      const limits = limitsOf(random, world);
      const ids = await load(database, world, limits);
      for (const { key: powerUser } of world.users.slice(0, 3)) {
        const asker: Asker = { powerUser, site: 'open', now: noon };
        const seen = visible(world, asker).learners;
        const learners = world.users.filter(({ key }) => seen.includes(key));
        const scope = await resolveScope(database, {
          powerUserId: ids.get(powerUser) ?? 0,
          siteId: 'open',
          nowSeconds: noon,
        });
        const report = openReport(reports.get('learners'), await openViewer(database, scope, noon));
        for (const field of (world.userFields ?? []).filter(askable)) {
          const about = JSON.stringify({ seed: seed + index, powerUser, field });
          const column = `field_${field}`;
          const reach = reachOf(world, powerUser, limits.get(field));
          expect(report.columns.has(column), about).toBe(reach !== null);
          if (reach === null) {
            told.absent += 1;
            continue;
          }
          const shownOf = (user: User): string => (reach(user) ? (user.fields?.[field] ?? '') : '');
          const sort = [{ column, desc: false }];
          const ask = (filters: readonly { column: string; op: 'equals'; value: string }[]) =>
            readPage(database, settings, report, {
              question: { filters: [...filters], sort, columns: ['user_id', column] },
              limit: 200,
            });
          const { rows } = await ask([]);
          const shown = rows.map((row) => [row.user_id, row[column] ?? ''].join(' = ')).sort();
          expect(shown, about).toEqual(
            learners.map((user) => `${user.key} = ${shownOf(user)}`).sort(),
          );
          told.hidden += learners.filter((user) => !reach(user) && user.fields?.[field]).length;
          told.shown += learners.filter((user) => shownOf(user) !== '').length;
          const facets = await readFacets(database, report, {
            column,
            question: { filters: [], sort: [] },
          });
          const filled = learners.map(shownOf).filter((value) => value.trim() !== '');
          const counted = facets.values.reduce(
            (sum, { count, value }) => sum + (String(value ?? '').trim() === '' ? 0 : count),
            0,
          );
          expect(counted, about).toBe(filled.length);
          const value = learners
            .map((user) => user.fields?.[field] ?? '')
            .find((one) => one.trim() !== '');
          if (value === undefined) continue;
          const alike = filled.filter((one) => fold(one) === fold(value));
          expect((await ask([{ column, op: 'equals', value }])).total, about).toBe(alike.length);
        }
      }
    }
    expect(Math.min(...Object.values(told)), JSON.stringify(told)).toBeGreaterThan(20);
  }, 120_000);
});

/** Random worlds for the model: borders of every definition, many ties, and what the oracle lets a viewer see of them. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import { openViewer, type Viewer } from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { visible } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { borderWorld } from '../world/border-world.ts';
import { loadWorld } from '../world/load.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { day, type Enrolled } from './report-model.ts';
import { everything } from './report-world.ts';

const statuses = [
  'enrolled',
  'in_progress',
  'completed',
  'completed',
  'enrolled',
  'waiting',
  'suspended',
];
const moments = [null, noon - 31 * day, noon - 30 * day - 1, noon - 30 * day, noon - 1, noon];
const dues = [null, noon - day, noon - 1, noon, noon + 14 * day - 1, noon + 14 * day];

/** Values at the borders of every definition, with many ties. */
const progressOf = (random: Random, world: World): Enrolled[] =>
  world.enrollments.map(([user, course]) => ({
    user,
    course,
    branch: world.users.find(({ key }) => key === user)?.branch ?? null,
    level: random.chance(0.9) ? 'learner' : 'instructor',
    status: random.pick(statuses),
    progress: random.pick([0, 49.9, 50, 100]),
    score: random.pick([null, null, 0, 61.5, 90]),
    passed: random.pick([null, true, false]),
    seconds: random.pick([0, 60, 3600]),
    completedAt: random.pick([null, noon, noon - 40 * day, noon - 400 * day, noon + 40 * day]),
    lastAccessAt: random.pick(moments),
    dueAt: random.pick(dues),
    archivedAt: random.chance(0.1) ? noon : null,
  }));

async function load(database: Database, world: World, rows: readonly Enrolled[]) {
  const ids = await loadWorld(database, world);
  const json = JSON.stringify(
    rows.map((row) => ({
      ...row,
      userId: ids.users.get(row.user),
      courseId: ids.courses.get(row.course),
      passed: row.passed === null ? null : Number(row.passed),
    })),
  );
  const of = (name: string) => sql.raw(`v.value ->> '${name}'`);
  await database.write([
    sql`UPDATE enrollments SET level = ${of('level')}, status = ${of('status')},
        progress = ${of('progress')}, score = ${of('score')}, passed = ${of('passed')},
        seconds = ${of('seconds')}, completed_at = ${of('completedAt')},
        last_access_at = ${of('lastAccessAt')}, due_at = ${of('dueAt')}, archived_at = ${of('archivedAt')}
      FROM json_each(${json}) v WHERE user_id = ${of('userId')} AND course_id = ${of('courseId')}`,
  ]);
  return ids;
}

export interface ModelCase {
  readonly world: World;
  readonly viewer: Viewer;
  readonly random: Random;
  /** What the oracle says that the viewer sees, in the order of their internal ids. */
  readonly rows: readonly Enrolled[];
  readonly learners: readonly string[];
  readonly courses: readonly string[];
}

/** Makes the n-th world the database's; the viewer holds every permission, since permissions have tests of their own. */
export async function enterWorld(database: Database, seed: number): Promise<ModelCase> {
  const random = seededRandom(seed);
  const world = borderWorld(random);
  const progress = progressOf(random, world);
  const ids = await load(database, world, progress);
  const askers = world.users
    .slice(0, 2)
    .map(({ key }) => ({ powerUser: key, site: 'open', now: noon }));
  const busy = askers.find((one) => visible(world, one).enrollments.length > 0);
  const asker = busy ?? { powerUser: 'a stranger', site: 'open', now: noon };
  const scope = await resolveScope(database, {
    powerUserId: ids.users.get(asker.powerUser) ?? 0,
    siteId: 'open',
    nowSeconds: noon,
  });
  const viewer = await openViewer(database, { ...scope, permissions: new Set(everything) }, noon);
  const seen = visible(world, asker);
  const pairs = new Set(seen.enrollments.map((pair) => JSON.stringify(pair)));
  const place = (row: Enrolled) =>
    (ids.users.get(row.user) ?? 0) * 1000 + (ids.courses.get(row.course) ?? 0);
  const rows = progress
    .filter(({ user, course }) => pairs.has(JSON.stringify([user, course])))
    .toSorted((one, other) => place(one) - place(other));
  return { world, viewer, random, rows, learners: seen.learners, courses: seen.courses };
}

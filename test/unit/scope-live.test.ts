/** A scope is live: what a change of state does to it, case by case; `test/property/live.test.ts` does it at random. */
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  branches,
  courses,
  datasetAssignments,
  enrollments,
  groupMembers,
  groups,
  learningPlanCourses,
  sites,
  users,
} from '../../server/data/schema/index.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { noon } from '../world/border-scope.ts';
import type { WorldIds } from '../world/ids.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { company, holding, picking } from './scope-world.ts';

let database: Database;
let ids: WorldIds;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const id = (place: keyof WorldIds, key: string): number => {
  const found = ids[place].get(key);
  if (found === undefined) throw new RangeError(`No ${key} in ${place}`);
  return found;
};

/** `ana: maths` and so on, as the boss sees it now. */
async function seenNow(): Promise<string[]> {
  const scope = await resolveScope(database, {
    powerUserId: id('users', 'boss'),
    siteId: 'portal',
    nowSeconds: noon,
  });
  const { tables, pairs } = compileScope(scope);
  const [rows = []] = await database.read(sql`${tables} SELECT u.key, c.key AS course
    FROM ${pairs('enrollments', 'e')} JOIN users u ON u.id = e.user_id
    JOIN courses c ON c.id = e.course_id ORDER BY u.key, c.key`);
  return rows.map((row) => row.join(': '));
}

const newCourse = (key: string) => ({ key, name: key, nameKey: key, searchKey: key });

/** Adds a course and puts ana in it. */
async function addCourse(key: string): Promise<number> {
  const [added] = await database.orm.insert(courses).values(newCourse(key)).returning();
  if (!added) throw new RangeError('The course was not added');
  await database.orm.insert(enrollments).values({ userId: id('users', 'ana'), courseId: added.id });
  return added.id;
}

describe('a branch with its descendants', () => {
  beforeEach(async () => {
    ids = await loadWorld(database, holding(picking('d', 'branch Sales +', 'course maths')));
  });
  const move = (key: string, parent: string | null) =>
    database.orm
      .update(branches)
      .set({ parentId: parent === null ? null : id('branches', parent) })
      .where(eq(branches.key, key));

  it('T-19 loses a branch that moves out', async () => {
    expect(await seenNow()).toEqual(['ana: maths', 'ben: maths']);
    await move('Sales 1', null);
    expect(await seenNow()).toEqual(['ana: maths']);
  });

  it('T-19 gains a branch that moves in, with what stands below it', async () => {
    await move('Sales 1', 'Sales 10');
    expect(await seenNow()).toEqual(['ana: maths']);
    await move('Sales 10', 'Sales');
    expect(await seenNow()).toEqual(['ana: maths', 'ben: maths', 'cy: maths']);
  });

  it('T-19 takes no notice of a neighbour that is renamed to begin alike', async () => {
    await database.orm
      .update(branches)
      .set({ name: 'Sales/Sales 1' })
      .where(eq(branches.key, 'Sales 10'));
    expect(await seenNow()).toEqual(['ana: maths', 'ben: maths']);
  });

  it('T-19 keeps a branch that is itself renamed', async () => {
    await database.orm.update(branches).set({ name: 'Other' }).where(eq(branches.key, 'Sales 1'));
    expect(await seenNow()).toEqual(['ana: maths', 'ben: maths']);
  });

  it('loses who moves to another branch, and gains who moves in', async () => {
    const sit = (user: string, branch: string) =>
      database.orm
        .update(users)
        .set({ branchId: id('branches', branch) })
        .where(eq(users.key, user));
    await sit('ben', 'Sales 10');
    await sit('dee', 'Sales 1');
    expect(await seenNow()).toEqual(['ana: maths', 'dee: maths']);
  });
});

describe('a group', () => {
  beforeEach(async () => {
    ids = await loadWorld(database, holding(picking('d', 'group g1', 'course maths')));
  });

  it('FOR-018 loses a member who leaves and gains one who joins', async () => {
    const groupId = id('groups', 'g1');
    const ana = eq(groupMembers.userId, id('users', 'ana'));
    await database.orm.delete(groupMembers).where(and(eq(groupMembers.groupId, groupId), ana));
    await database.orm.insert(groupMembers).values({ groupId, userId: id('users', 'dee') });
    expect(await seenNow()).toEqual(['ben: maths', 'dee: maths']);
  });

  it('is not what a dataset named once it is deleted and another gets its id in the LMS', async () => {
    await database.orm.delete(groups).where(eq(groups.key, 'g1'));
    expect(await seenNow()).toEqual([]);
    const [again] = await database.orm.insert(groups).values({ key: 'g1', name: 'g1' }).returning();
    expect(again?.id).toBeGreaterThan(id('groups', 'nobody'));
    await database.orm
      .insert(groupMembers)
      .values({ groupId: again?.id ?? 0, userId: id('users', 'cy') });
    expect(await seenNow()).toEqual([]);
  });
});

describe('all courses', () => {
  beforeEach(async () => {
    const all = { ...picking('d', 'user ana'), modes: { people: 'subset', courses: 'all' } };
    ids = await loadWorld(database, holding(all));
  });

  it('PU-057 are one more when a course is added, and one less when it is deleted', async () => {
    expect(await seenNow()).toEqual(['ana: fire drill', 'ana: first aid', 'ana: maths']);
    await addCourse('zoology');
    expect(await seenNow()).toContain('ana: zoology');
    await database.orm.delete(courses).where(eq(courses.key, 'zoology'));
    await database.orm.delete(courses).where(eq(courses.key, 'maths'));
    expect(await seenNow()).toEqual(['ana: fire drill', 'ana: first aid']);
  });
});

describe('specific courses', () => {
  beforeEach(async () => {
    ids = await loadWorld(database, holding(picking('d', 'user ana', 'course maths')));
  });

  it('FOR-011 are not one more when a course is added', async () => {
    await addCourse('zoology');
    expect(await seenNow()).toEqual(['ana: maths']);
  });

  it('FOR-011 do not name a new course by the place of a deleted one', async () => {
    await database.orm.delete(courses).where(eq(courses.key, 'maths'));
    const added = await addCourse('maths');
    expect(added).toBeGreaterThan(company.courses.length);
    expect(await seenNow()).toEqual([]);
  });
});

describe('a plan', () => {
  it('PU-060 brings a course that is added to it, and drops one that is taken out', async () => {
    ids = await loadWorld(database, holding(picking('d', 'user ana', 'plan refresher')));
    expect(await seenNow()).toEqual(['ana: maths']);
    const planId = id('plans', 'refresher');
    await database.orm
      .insert(learningPlanCourses)
      .values({ planId, courseId: id('courses', 'fire drill') });
    const maths = eq(learningPlanCourses.courseId, id('courses', 'maths'));
    await database.orm
      .delete(learningPlanCourses)
      .where(and(eq(learningPlanCourses.planId, planId), maths));
    expect(await seenNow()).toEqual(['ana: fire drill']);
  });
});

describe('the holder', () => {
  beforeEach(async () => {
    ids = await loadWorld(database, {
      ...holding(
        picking('one', 'user ana', 'course maths'),
        picking('two', 'user dee', 'course maths'),
      ),
    });
  });

  it('FOR-012 loses what is revoked and keeps the rest', async () => {
    await database.orm
      .delete(datasetAssignments)
      .where(eq(datasetAssignments.datasetId, id('datasets', 'one')));
    expect(await seenNow()).toEqual(['dee: maths']);
  });

  it('sees nothing while switched off, and all of it afterwards', async () => {
    const turn = (status: 'active' | 'inactive') =>
      database.orm.update(users).set({ status }).where(eq(users.key, 'boss'));
    await turn('inactive');
    expect(await seenNow()).toEqual([]);
    await turn('active');
    expect(await seenNow()).toEqual(['ana: maths', 'dee: maths']);
  });

  it('sees less at once when the ceiling of the site narrows', async () => {
    await database.orm.update(sites).set({ ceilingDatasetId: id('datasets', 'two') });
    expect(await seenNow()).toEqual(['dee: maths']);
  });
});

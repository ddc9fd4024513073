/** Courses, learning plans and catalogs of administration: changed, with effect on the next request. */
import { expect } from 'vitest';
import { type Administrator, allItems, type Listed, openAdministrator } from '../administrator.ts';
import { problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import { withSupervisor } from '../supervisor.ts';
import type { Chapter } from './book.ts';

interface Course {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly status: string;
  readonly category: string | null;
  readonly plans: readonly string[];
}
interface Plan {
  readonly id: string;
  readonly courses: readonly { readonly id: string; readonly mandatory: boolean }[];
}

const courses = '/admin/v1/courses';
const plans = '/admin/v1/plans';
const catalogs = '/admin/v1/catalogs';
const at = (base: string, id: string) => `${base}/${encodeURIComponent(id)}`;
const idsOf = ({ items }: Listed<{ id: string }>) => items.map(({ id }) => id);

const subset = (kind: string, key: string, descendants = false) => ({
  mode: 'subset',
  items: [{ kind, key, descendants }],
});

/** A catalog for as long as the case lasts. */
async function withCatalog(
  stage: Stage,
  prove: (administrator: Administrator, path: string) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  await administrator.change('POST', catalogs, { id: 'zz', name: 'Shelf' });
  try {
    await prove(administrator, `${catalogs}/zz`);
  } finally {
    await administrator.ask('DELETE', `${catalogs}/zz`);
  }
}

/** Two courses that stand in a category each. */
async function twoCourses(administrator: Administrator): Promise<[Course, Course]> {
  const { items } = await allItems<Course>(administrator, `${courses}?sort=code`);
  const [one] = items.filter(({ category }) => category !== null);
  const [other] = items.filter(({ category }) => category !== null && category !== one?.category);
  if (!one || !other) throw new Error('The academy has too few courses');
  return [one, other];
}

const refusals = async (
  { ask }: Administrator,
  path: string,
  tried: readonly (readonly [body: unknown, status: number, field: string])[],
): Promise<void> => {
  for (const [body, status, field] of tried) {
    const response = await ask('PATCH', path, body);
    expect([response.status, await problemOf(response)], field).toMatchObject([
      status,
      { errors: [{ field }] },
    ]);
  }
};

export const administrationLearning: Chapter = {
  'courses are listed by category, plan, type and status, and found by name and code': async (
    stage,
  ) => {
    const administrator = await openAdministrator(stage);
    const all = await allItems<Course>(administrator, courses, 7);
    expect(all.total).toBe(stage.world.courses.length);
    for (const { key, category } of stage.world.courses) {
      expect(all.items.find(({ id }) => id === key)).toMatchObject({ category });
    }
    const found = async (query: string) =>
      idsOf(await allItems(administrator, `${courses}?${query}`)).toSorted();
    const [one] = await twoCourses(administrator);
    const those = (own: (course: Course) => boolean) =>
      idsOf({ items: all.items.filter(own), total: 0, next: null }).toSorted();
    expect(await found(`category=${one.category}`)).toEqual(
      those(({ category }) => category === one.category),
    );
    expect(await found(`under=${one.category}`)).toEqual(
      expect.arrayContaining(await found(`category=${one.category}`)),
    );
    const [plan] = stage.world.plans;
    expect(await found(`plan=${plan?.key}`)).toEqual([...(plan?.courses ?? [])].toSorted());
    expect(await found('status=published')).toEqual(those(({ status }) => status === 'published'));
    expect(await found(`search=${one.code?.toLowerCase()}`)).toContain(one.id);
  },

  'PU-057 a course is in a scope by category from the request after it moved there': async (
    stage,
  ) => {
    const administrator = await openAdministrator(stage);
    const [one, other] = await twoCourses(administrator);
    const selections = {
      people: { mode: 'all' },
      courses: subset('category', other.category ?? '', true),
    };
    await withSupervisor(stage, selections, async (supervisor) => {
      const before = await supervisor.courses();
      expect(before).toContain(other.id);
      expect(before).not.toContain(one.id);
      await administrator.change('PATCH', at(courses, one.id), { category: other.category });
      expect(await supervisor.courses()).toEqual([...before, one.id].toSorted());
      await administrator.change('PATCH', at(courses, other.id), { category: null });
      expect(await supervisor.courses()).not.toContain(other.id);
      await administrator.change('PATCH', at(courses, one.id), { category: one.category });
      const back = await administrator.change<Course>('PATCH', at(courses, other.id), {
        category: other.category,
      });
      expect(back).toEqual(other);
      expect(await supervisor.courses()).toEqual(before);
    });
  },

  'PU-060 a plan brings its courses from the request after it got them': async (stage) => {
    const administrator = await openAdministrator(stage);
    const [one, other] = await twoCourses(administrator);
    const { items } = await allItems<Plan>(administrator, plans);
    const plan = items.find((each) => each.courses.length > 1);
    if (!plan) throw new Error('The academy has no plan of two courses');
    const path = at(plans, plan.id);
    const selections = { people: { mode: 'all' }, plans: subset('plan', plan.id) };
    await withSupervisor(stage, selections, async (supervisor) => {
      expect(await supervisor.courses()).toEqual(plan.courses.map(({ id }) => id).toSorted());
      const wanted = [{ id: other.id, mandatory: false }, { id: one.id }];
      const changed = await administrator.change<Plan>('PATCH', path, { courses: wanted });
      expect(changed.courses).toEqual([wanted[0], { id: one.id, mandatory: true }]);
      expect(await supervisor.courses()).toEqual([one.id, other.id].toSorted());
      const seen = await administrator.read<Course>(at(courses, one.id));
      expect(seen.plans).toContain(plan.id);
      await administrator.change('PATCH', path, { courses: [] });
      expect(await supervisor.courses()).toEqual([]);
      const back = await administrator.change('PATCH', path, { courses: plan.courses });
      expect(back).toEqual(plan);
      expect(await supervisor.courses()).toEqual(plan.courses.map(({ id }) => id).toSorted());
    });
  },

  'PU-045 PU-059 a catalog shows what it lists to whom it is visible, from the next request on':
    async (stage) => {
      await withCatalog(stage, async (administrator, path) => {
        const { change, read } = administrator;
        const [one, other] = await twoCourses(administrator);
        const set = (body: unknown) => change('PATCH', path, body);
        // What everybody sees already is not what this is about.
        const hidden = await allItems<{ id: string; visibility: string }>(administrator, catalogs);
        const rest = hidden.items.filter(({ id }) => id !== 'zz');
        for (const { id } of rest)
          await change('PATCH', at(catalogs, id), { visibility: 'hidden' });
        const selections = {
          people: { mode: 'all' },
          courses: { mode: 'visible_catalogs' },
          plans: { mode: 'none' },
        };
        await withSupervisor(stage, selections, async (supervisor) => {
          await set({ items: [{ kind: 'course', id: one.id }] });
          expect(await supervisor.courses()).toEqual([]);
          await set({ visibility: 'everyone' });
          expect(await supervisor.courses()).toEqual([one.id]);
          await set({ visibility: 'restricted' });
          expect(await supervisor.courses()).toEqual([]);
          await set({ audience: [{ kind: 'user', id: supervisor.id }] });
          expect(await supervisor.courses()).toEqual([one.id]);
          await set({ audience: [{ kind: 'branch', id: 'fjl' }] });
          expect(await supervisor.courses()).toEqual([]);
          await set({ audience: [{ kind: 'branch', id: 'fjl', descendants: true }] });
          expect(await supervisor.courses()).toEqual([one.id]);
          const both = [one, other].map(({ id }) => ({ kind: 'course', id }));
          await set({ items: both });
          expect(await supervisor.courses()).toEqual([one.id, other.id].toSorted());
          await set({ visibility: 'hidden' });
          expect(await supervisor.courses()).toEqual([]);
          expect(await read(path)).toMatchObject({
            ...{ visibility: 'hidden', items: both.toSorted((a, b) => (a.id < b.id ? -1 : 1)) },
            audience: [{ kind: 'branch', id: 'fjl', descendants: true }],
          });
        });
        for (const { id, visibility } of rest) {
          await change('PATCH', at(catalogs, id), { visibility });
        }
      });
    },

  'FOR-019 a catalog that is removed leaves no course in a dataset that named it alone': async (
    stage,
  ) => {
    await withCatalog(stage, async (administrator, path) => {
      const [one] = await twoCourses(administrator);
      const items = [{ kind: 'course', id: one.id }];
      await administrator.change('PATCH', path, { items });
      const selections = { people: { mode: 'all' }, courses: subset('catalog', 'zz') };
      await withSupervisor(stage, selections, async (supervisor) => {
        expect(await supervisor.courses()).toEqual([one.id]);
        await administrator.change('DELETE', path);
        expect((await supervisor.page.ask('/v1/session')).status).toBe(401);
        const dataset = await administrator.read(`/admin/v1/datasets/Of%20${supervisor.id}`);
        expect(dataset).toMatchObject({ selections: { courses: { mode: 'subset', items: [] } } });
      });
      expect((await administrator.ask('GET', at(courses, one.id))).status).toBe(200);
    });
  },

  'T-47 T-52 refuse what makes no sense by its field, and a stale edition': async (stage) => {
    await withCatalog(stage, async (administrator, catalog) => {
      const { ask, read } = administrator;
      const [one] = await twoCourses(administrator);
      const [plan] = (await allItems<Plan>(administrator, plans)).items;
      const [course, ofPlan] = [at(courses, one.id), at(plans, plan?.id ?? '')];
      const before = await Promise.all([course, ofPlan, catalog].map((path) => read(path)));
      await refusals(administrator, course, [
        [{ category: 'none', name: 'X' }, 422, 'category'],
        [{ name: ' ' }, 422, 'name'],
        [{ status: 'gone' }, 400, 'status'],
        [{ category: 7 }, 400, 'category'],
      ]);
      await refusals(administrator, ofPlan, [
        [{ courses: [{ id: one.id }, { id: 'none' }] }, 422, 'courses.1.id'],
        [{ courses: [{ id: one.id }, { id: one.id }] }, 422, 'courses'],
        [{ courses: [one.id] }, 400, 'courses.0'],
        [{ code: 'x'.repeat(256) }, 422, 'code'],
      ]);
      await refusals(administrator, catalog, [
        [{ items: [{ kind: 'plan', id: one.id }] }, 422, 'items.0.id'],
        [{ items: [{ kind: 'user', id: 'fjl-1051' }] }, 400, 'items.0.kind'],
        [{ audience: [{ kind: 'group', id: 'none' }] }, 422, 'audience.0.id'],
        [
          { audience: [{ kind: 'user', id: 'fjl-1051', descendants: true }] },
          422,
          'audience.0.descendants',
        ],
        [{ visibility: 'all' }, 400, 'visibility'],
      ]);
      const taken = await ask('POST', catalogs, { id: 'zz', name: 'Again' });
      expect(await problemOf(taken)).toMatchObject({ errors: [{ field: 'id' }] });
      expect(await Promise.all([course, ofPlan, catalog].map((path) => read(path)))).toEqual(
        before,
      );
      for (const [path, body, undo] of [
        [course, { code: 'ZZ 1' }, { code: one.code }],
        [ofPlan, { name: 'ZZ' }, { name: (before[1] as { name: string }).name }],
        [catalog, { name: 'ZZ' }, { name: 'Shelf' }],
      ] as const) {
        const match = { 'If-Match': (await ask('GET', path)).headers.get('ETag') ?? '' };
        expect((await ask('PATCH', path, body, match)).status).toBe(200);
        expect((await ask('PATCH', path, {}, match)).status).toBe(412);
        expect((await ask('PATCH', path, undo)).status).toBe(200);
      }
      expect((await ask('GET', `${courses}?search=ZZ 1`)).status).toBe(200);
      for (const base of [courses, plans, catalogs]) {
        expect((await ask('GET', `${base}/none`)).status).toBe(404);
        expect((await ask('PATCH', `${base}/none`, {})).status).toBe(404);
      }
    });
  },
};

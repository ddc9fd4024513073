/** Changes of catalogs, of who sees them, and of who is whose manager. */
import { and, eq } from 'drizzle-orm';
import {
  catalogAudiences,
  catalogItems,
  catalogs,
  courses,
  datasetItems,
  datasets,
  groups,
  users,
} from '../../server/data/schema/index.ts';
import type { Catalog, World } from '../reference/world.ts';
import type { Random } from '../world/random.ts';
import { anyOf, type Change, idOf, idOfName, replaced, without, withoutItem } from './change.ts';

const among = (world: World, random: Random): Catalog | null => anyOf(random, world.catalogs ?? []);

const withCatalog = (world: World, old: Catalog, fresh: Catalog): World => ({
  ...world,
  catalogs: replaced(world.catalogs ?? [], old, fresh),
});

const changeVisibility: Change = (world, random, orm) => {
  const catalog = among(world, random);
  if (!catalog) return null;
  const others = (['everyone', 'restricted', 'hidden'] as const).filter(
    (one) => one !== catalog.visibility,
  );
  const visibility = random.pick(others);
  return {
    told: `makes catalog ${catalog.key} ${visibility}`,
    world: withCatalog(world, catalog, { ...catalog, visibility }),
    writes: [orm.update(catalogs).set({ visibility }).where(eq(catalogs.key, catalog.key))],
  };
};

const toggleListed: Change = (world, random, orm) => {
  const catalog = among(world, random);
  const course = anyOf(random, world.courses)?.key;
  if (!catalog || course === undefined) return null;
  const listed = catalog.courses.includes(course);
  const row = { catalogId: idOf(catalogs, catalog.key), itemId: idOf(courses, course) };
  const changed = listed ? without(catalog.courses, course) : [...catalog.courses, course];
  return {
    told: `${listed ? 'strikes' : 'lists'} course ${course} in catalog ${catalog.key}`,
    world: withCatalog(world, catalog, { ...catalog, courses: changed }),
    writes: [
      listed
        ? orm
            .delete(catalogItems)
            .where(
              and(
                eq(catalogItems.catalogId, row.catalogId),
                eq(catalogItems.kind, 'course'),
                eq(catalogItems.itemId, row.itemId),
              ),
            )
        : orm.insert(catalogItems).values({ ...row, kind: 'course' }),
    ],
  };
};

/** People who hold datasets, and groups. */
const toggleAudience: Change = (world, random, orm) => {
  const catalog = among(world, random);
  const kind = random.pick(['user', 'group'] as const);
  const pool: readonly { key: string }[] = kind === 'user' ? world.users.slice(0, 3) : world.groups;
  const key = anyOf(random, pool)?.key;
  if (!catalog || key === undefined) return null;
  const old = catalog.audience.find((one) => one.kind === kind && one.key === key);
  const catalogId = idOf(catalogs, catalog.key);
  const itemId = kind === 'user' ? idOf(users, key) : idOf(groups, key);
  const audience = old
    ? without(catalog.audience, old)
    : [...catalog.audience, { kind, key, descendants: false }];
  return {
    told: `${old ? 'hides' : 'shows'} catalog ${catalog.key} ${old ? 'from' : 'to'} ${kind} ${key}`,
    world: withCatalog(world, catalog, { ...catalog, audience }),
    writes: [
      old
        ? orm
            .delete(catalogAudiences)
            .where(
              and(
                eq(catalogAudiences.catalogId, catalogId),
                eq(catalogAudiences.kind, kind),
                eq(catalogAudiences.itemId, itemId),
              ),
            )
        : orm.insert(catalogAudiences).values({ catalogId, kind, itemId }),
    ],
  };
};

const pickCatalog: Change = (world, random, orm) => {
  const key = among(world, random)?.key;
  const dataset = random.pick(world.datasets);
  const named = dataset.items.some((item) => item.kind === 'catalog' && item.key === key);
  if (key === undefined || named) return null;
  const items = [...dataset.items, { kind: 'catalog', key, descendants: false }];
  return {
    told: `adds catalog ${key} to ${dataset.name}`,
    world: { ...world, datasets: replaced(world.datasets, dataset, { ...dataset, items }) },
    writes: [
      orm.insert(datasetItems).values({
        datasetId: idOfName(datasets, dataset.name),
        kind: 'catalog',
        itemId: idOf(catalogs, key),
      }),
    ],
  };
};

const deleteCatalog: Change = (world, random, orm) => {
  const catalog = among(world, random);
  if (!catalog) return null;
  const { key } = catalog;
  return {
    told: `deletes catalog ${key}`,
    world: {
      ...world,
      catalogs: without(world.catalogs ?? [], catalog),
      datasets: withoutItem(world.datasets, 'catalog', key),
    },
    writes: [orm.delete(catalogs).where(eq(catalogs.key, key))],
  };
};

/** Often one of those who hold datasets, and sometimes a ring. */
const changeManager: Change = (world, random, orm) => {
  const user = random.pick(world.users);
  const pool = random.chance(0.5) ? world.users.slice(0, 3) : world.users;
  const manager = random.chance(0.2) ? null : random.pick(pool).key;
  return {
    told: `puts ${user.key} under ${manager}`,
    world: { ...world, users: replaced(world.users, user, { ...user, manager }) },
    writes: [
      orm
        .update(users)
        .set({ managerId: manager === null ? null : idOf(users, manager) })
        .where(eq(users.key, user.key)),
    ],
  };
};

export const catalogChanges: Readonly<Record<string, Change>> = {
  changeVisibility,
  toggleListed,
  toggleAudience,
  pickCatalog,
  deleteCatalog,
  changeManager,
};

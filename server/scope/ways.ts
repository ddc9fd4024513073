/** The ways from a dataset to what it selects: one row an item kind or a mode, so that a new kind of resource is one row here. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, type ItemKind, itemKinds, type SelectionMode } from '../../shared/scope.ts';

/** Stands between a FROM and the end of a statement, and leads to an id of an axis, in the axis's own table. */
interface Way {
  readonly id: SQL;
  readonly via: SQL;
  /** Counts only for items that say so; left out, for all. */
  readonly descendants?: boolean;
}

/**
 * For each kind, the axes that its items reach, and how: what follows `… FROM held h CROSS JOIN dataset_items i`.
 * Each way ends in the axis's own table: an item that names nothing must not make its axis look inhabited.
 */
const ways: Record<ItemKind, Partial<Record<Axis, readonly Way[]>>> = {
  user: { people: [{ id: sql`u.id`, via: sql`CROSS JOIN users u ON u.id = i.item_id` }] },
  group: {
    people: [
      { id: sql`m.user_id`, via: sql`CROSS JOIN group_members m ON m.group_id = i.item_id` },
    ],
  },
  branch: {
    people: [
      {
        id: sql`u.id`,
        via: sql`CROSS JOIN users u ON u.branch_id = i.item_id`,
        descendants: false,
      },
      {
        id: sql`u.id`,
        via: sql`CROSS JOIN branch_closure b ON b.ancestor_id = i.item_id
        CROSS JOIN users u ON u.branch_id = b.descendant_id`,
        descendants: true,
      },
    ],
  },
  course: { courses: [{ id: sql`c.id`, via: sql`CROSS JOIN courses c ON c.id = i.item_id` }] },
  category: {
    courses: [
      {
        id: sql`c.id`,
        via: sql`CROSS JOIN courses c ON c.category_id = i.item_id`,
        descendants: false,
      },
      {
        id: sql`c.id`,
        via: sql`CROSS JOIN category_closure t ON t.ancestor_id = i.item_id
        CROSS JOIN courses c ON c.category_id = t.descendant_id`,
        descendants: true,
      },
    ],
  },
  plan: { plans: [{ id: sql`p.id`, via: sql`CROSS JOIN learning_plans p ON p.id = i.item_id` }] },
  catalog: { courses: [listedCourses(sql`i.item_id`)], plans: [listedPlans(sql`i.item_id`)] },
};

/** From a catalog to what it lists. */
function listedCourses(catalog: SQL): Way {
  const listed = sql`CROSS JOIN catalog_items l ON l.catalog_id = ${catalog} AND l.kind = 'course'`;
  return { id: sql`c.id`, via: sql`${listed} CROSS JOIN courses c ON c.id = l.item_id` };
}
function listedPlans(catalog: SQL): Way {
  const listed = sql`CROSS JOIN catalog_items l ON l.catalog_id = ${catalog} AND l.kind = 'plan'`;
  return { id: sql`p.id`, via: sql`${listed} CROSS JOIN learning_plans p ON p.id = l.item_id` };
}

/** What selects without items, with its name in words. */
interface Whole extends Omit<Way, 'descendants'> {
  readonly told: SQL;
  /** As of a `Part`. */
  readonly each: boolean;
}

/** What follows `… FROM held h` in each mode of an axis; a mode that has no row here selects by items or nothing. */
export const wholes: Record<Axis, Partial<Record<SelectionMode, Whole>>> = {
  people: {
    all: { id: sql`u.id`, via: sql`CROSS JOIN users u`, told: sql`'all people'`, each: true },
    team: {
      id: sql`t.id`,
      via: sql`CROSS JOIN scope_team t ON t.holder_id = h.holder_id AND t.id <> h.holder_id`,
      told: sql`'the team'`,
      each: true,
    },
  },
  courses: {
    all: { id: sql`c.id`, via: sql`CROSS JOIN courses c`, told: sql`'all courses'`, each: true },
    visible_catalogs: offered(listedCourses(sql`k.id`)),
  },
  plans: {
    all: {
      id: sql`p.id`,
      via: sql`CROSS JOIN learning_plans p`,
      told: sql`'all plans'`,
      each: true,
    },
    visible_catalogs: offered(listedPlans(sql`k.id`)),
  },
};

function offered({ id, via }: Way): Whole {
  const visible = sql`CROSS JOIN scope_catalogs v ON v.holder_id = h.holder_id
    CROSS JOIN catalogs k ON k.id = v.id`;
  // Two catalogs may list one course.
  return { id, via: sql`${visible} ${via}`, told: sql`'visible catalog ' || k.name`, each: false };
}

/** Every way of every kind that reaches an axis; `home` is the axis where the kind is named. */
export function waysTo(axis: Axis) {
  return Object.entries(itemKinds).flatMap(([kind, { axis: home }]) =>
    (ways[kind as ItemKind][axis] ?? []).map(({ id, via, descendants }) => {
      const reach =
        descendants === undefined ? sql`` : sql`AND i.descendants = ${literal(descendants)}`;
      return { kind: kind as ItemKind, home, id, via, reach, descendants };
    }),
  );
}

const literal = (value: boolean): SQL => sql.raw(value ? '1' : '0');

/** The inverse of an explanation: which power users see a learner, or a learner in a course, where, and through what. */
import { type SQL, sql } from 'drizzle-orm';
import { itemKinds } from '../../shared/scope.ts';
import type { Database } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { findOne } from './admission.ts';
import { leadingTo } from './leading.ts';
import { resolveScope } from './resolve.ts';
import type { Rectangle, Scope } from './scope.ts';
import { shows } from './sql.ts';

export interface SightRequest {
  /** The LMS's ids. */
  readonly learner: string;
  readonly course?: string | undefined;
  readonly nowSeconds: number;
}

/** One power user who sees the learner through one site. */
export interface Sight {
  /** The LMS's id. */
  readonly powerUser: string;
  readonly username: string;
  readonly site: string;
  /** Every dataset that shows it, with what brings the learner and the course in. */
  readonly through: readonly {
    readonly dataset: string;
    readonly learner: readonly string[];
    readonly course: readonly string[] | null;
  }[];
  /** Whether a profile gives `reports.view`: without it no report shows what the scope holds. */
  readonly reports: boolean;
}

interface Ids {
  readonly people: number;
  readonly courses: number | null;
}

/**
 * Who could is found in one pass over datasets; each of them is then asked exactly, about this one person, by the same
 * compiler that every request goes through.
 * @returns by username and site
 * @throws Refusal `not-found` that names the learner or the course
 */
export async function whoSees(
  database: Database,
  { learner, course, nowSeconds }: SightRequest,
): Promise<Sight[]> {
  const ids: Ids = {
    people: await idOf(database, 'learner', sql`users`, learner),
    courses: course === undefined ? null : await idOf(database, 'course', sql`courses`, course),
  };
  const sights: Sight[] = [];
  /** Whether a power user would see it if no site had a ceiling: of who would not, no further site is asked. */
  const unlimited = new Map<number, boolean>();
  for (const { powerUserId, siteId, ...who } of await candidates(database, ids.people)) {
    if (unlimited.get(powerUserId) === false) continue;
    const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
    if (scope.rectangles.length === 0) continue;
    if (!unlimited.has(powerUserId)) {
      unlimited.set(powerUserId, await isShown(database, withoutCeiling(scope), ids));
    }
    const through = await waysOf(database, scope, ids);
    if (through.length === 0) continue;
    sights.push({ ...who, site: siteId, through, reports: scope.permissions.has('reports.view') });
  }
  return sights;
}

async function idOf(database: Database, what: string, table: SQL, key: string): Promise<number> {
  const [id] = await findOne(database, what, key, sql`SELECT id FROM ${table} WHERE key = ${key}`);
  return Number(id);
}

async function waysOf(database: Database, scope: Scope, ids: Ids): Promise<Sight['through']> {
  // All of them first: most candidates see nothing, and are done with one question.
  if (!(await isShown(database, scope, ids))) return [];
  const alone = scope.rectangles.map((rectangle) => ({ ...scope, rectangles: [rectangle] }));
  const answers = await database.read(...alone.map((part) => shows(part, ids)));
  const showing = scope.rectangles.filter((_, place) => answers[place]?.[0]?.[0] === 1);
  return Promise.all(showing.map((rectangle) => tellWays(database, rectangle, ids)));
}

async function isShown(database: Database, scope: Scope, ids: Ids): Promise<boolean> {
  const [answer] = await database.read(shows(scope, ids));
  return answer?.[0]?.[0] === 1;
}

const withoutCeiling = (scope: Scope): Scope => ({
  ...scope,
  ceiling: { ...scope.ceiling, modes: { people: 'all', courses: 'all', plans: 'all' } },
});

async function tellWays(database: Database, rectangle: Rectangle, { people, courses }: Ids) {
  const [learner = [], course = []] = await database.read(
    leadingTo('people', rectangle, people),
    ...(courses === null ? [] : [leadingTo('courses', rectangle, courses)]),
  );
  const ways = (rows: readonly (readonly unknown[])[]) => rows.map(([way]) => String(way));
  return {
    dataset: rectangle.name,
    learner: ways(learner),
    course: courses === null ? null : ways(course),
  };
}

/** Ways of a dataset to people that lead to one person without asking anybody's rules. */
const named = (person: SQL): SQL => sql`SELECT dataset_id FROM dataset_items
    WHERE kind = 'user' AND item_id = ${person}
  UNION SELECT i.dataset_id FROM dataset_items i JOIN group_members m ON m.group_id = i.item_id
    WHERE i.kind = 'group' AND m.user_id = ${person}
  UNION SELECT i.dataset_id FROM dataset_items i JOIN branch_closure b ON b.ancestor_id = i.item_id
    JOIN users u ON u.branch_id = b.descendant_id WHERE i.kind = 'branch' AND u.id = ${person}`;

/** Kinds that `named` asks about, and those that lead to nobody; whatever else there is may lead to anybody. */
const settledKinds = Object.entries(itemKinds)
  .filter(([kind, { axis }]) => axis !== 'people' || ['user', 'group', 'branch'].includes(kind))
  .map(([kind]) => `'${kind}'`)
  .join(', ');

/**
 * Never too few: a subset that names the person or has rules of people, and every mode and kind beside it but `none`,
 * whatever it comes to. Validity, ceilings and what a dataset was cut from are asked afterwards.
 */
const mayReach = (dataset: SQL, person: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM dataset_selections s WHERE s.dataset_id = ${dataset} AND s.axis = 'people'
  AND s.mode <> 'none' AND (s.mode <> 'subset'
    OR s.dataset_id IN (${named(person)})
    OR EXISTS (SELECT 1 FROM dataset_rules r WHERE r.dataset_id = s.dataset_id AND r.axis = 'people')
    OR EXISTS (SELECT 1 FROM dataset_items i WHERE i.dataset_id = s.dataset_id
      AND i.kind NOT IN (${sql.raw(settledKinds)}))))`;

interface Candidate {
  readonly powerUserId: number;
  readonly powerUser: string;
  readonly username: string;
  readonly siteId: string;
}

async function candidates(database: Database, person: number): Promise<Candidate[]> {
  const id = integer(person);
  const [rows = []] = await database.read(sql`
    SELECT u.id, u.key, u.username, s.id AS site FROM users u CROSS JOIN sites s
    WHERE u.level = 'power_user' AND u.status = 'active' AND s.active = 1
    AND u.id IN (SELECT a.power_user_id FROM dataset_assignments a
      WHERE ${mayReach(sql`a.dataset_id`, id)}
      UNION SELECT g.user_id FROM automation_gifts g
      JOIN automation_datasets d ON d.automation_id = g.automation_id
      WHERE ${mayReach(sql`d.dataset_id`, id)})
    AND s.ceiling_dataset_id IN (SELECT ceiling_dataset_id FROM sites
      WHERE ${mayReach(sql`ceiling_dataset_id`, id)})
    ORDER BY u.username, s.id`);
  return rows.map(([powerUserId, powerUser, username, siteId]) => ({
    powerUserId: Number(powerUserId),
    powerUser: String(powerUser),
    username: String(username),
    siteId: String(siteId),
  }));
}

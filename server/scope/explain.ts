/** Why a power user does or does not see a learner, a course, or the pair: the dataset and item that decide. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Axis } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { leadingTo } from './axis.ts';
import { type DatasetRules, readRules } from './load-rules.ts';
import { resolveScope } from './resolve.ts';
import type { Rectangle } from './scope.ts';
import { shows } from './sql.ts';

export interface ExplainRequest {
  /** Username of the power user. */
  readonly powerUser: string;
  readonly siteId: string;
  /** The LMS's ids; at least one of the two. */
  readonly learner?: string | undefined;
  readonly course?: string | undefined;
  readonly nowSeconds: number;
}

/** What one dataset, or the site's ceiling, says about the question. */
export interface DatasetVerdict {
  readonly dataset: string;
  readonly inForce: 'yes' | 'not yet' | 'no longer';
  /** What brings the learner in, such as `group Sales`; empty where nothing does. Null where none was asked about. */
  readonly learner: readonly string[] | null;
  readonly course: readonly string[] | null;
  /** Rules that match nobody whoever is there, and why: such as a placeholder whose field is empty. */
  readonly deadRules: readonly string[];
  readonly covers: boolean;
}

export interface Explanation {
  readonly visible: boolean;
  /** One sentence that names what decides. */
  readonly because: string;
  readonly datasets: readonly DatasetVerdict[];
  readonly ceiling: DatasetVerdict;
}

/** @throws Refusal `not-found` that names the power user, site, learner or course that does not exist */
export async function explain(database: Database, request: ExplainRequest): Promise<Explanation> {
  const { powerUser, siteId, nowSeconds } = request;
  const holder = await one(
    database,
    'power user',
    powerUser,
    sql`
    SELECT id, level, status FROM users WHERE username = ${powerUser}`,
  );
  const site = await one(
    database,
    'site',
    siteId,
    sql`
    SELECT ceiling_dataset_id, active FROM sites WHERE id = ${siteId}`,
  );
  const ids = {
    people: await idOf(database, 'learner', 'users', request.learner),
    courses: await idOf(database, 'course', 'courses', request.course),
  };
  const [held = [], lid = []] = await database.read(
    sql`SELECT d.id, d.name, a.valid_from, a.valid_until FROM dataset_assignments a
      JOIN datasets d ON d.id = a.dataset_id WHERE a.power_user_id = ${Number(holder[0])} ORDER BY d.name`,
    sql`SELECT id, name, NULL, NULL FROM datasets WHERE id = ${Number(site[0])}`,
  );
  const powerUserId = Number(holder[0]);
  const ofWhom = sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = ${powerUserId}
    UNION SELECT ${Number(site[0])}`;
  const { ofDataset } = await readRules(database, { datasets: ofWhom, powerUserId });
  const judge = (row: readonly unknown[]) =>
    verdict(database, row, { ids, powerUserId, nowSeconds, rules: ofDataset(Number(row[0])) });
  const datasets = await Promise.all(held.map(judge));
  const [ceiling] = await Promise.all(lid.map(judge));
  if (!ceiling) throw new Refusal('not-found', `The site ${siteId} has no ceiling dataset`);
  const scope = await resolveScope(database, {
    powerUserId,
    siteId,
    nowSeconds,
  });
  // Each dataset by itself, under the ceiling: what one of them covers may still lose its other axis there.
  const alone = scope.rectangles.map((rectangle) => ({ ...scope, rectangles: [rectangle] }));
  const [all, ...each] = await database.read(...[scope, ...alone].map((part) => shows(part, ids)));
  const isShown = (rows: readonly Row[] | undefined) => rows?.[0]?.[0] === 1;
  const visible = isShown(all);
  const deciding = scope.rectangles.find((_, place) => isShown(each[place]))?.name;
  const viewer = { level: String(holder[1]), status: String(holder[2]), active: Boolean(site[1]) };
  const lacks = scope.permissions.has('reports.view')
    ? ''
    : '; yet no profile gives reports.view, so no report shows it';
  const because = visible
    ? reasonFor(datasets, deciding) + lacks
    : reasonAgainst(viewer, datasets, ceiling);
  return { visible, because, datasets, ceiling };
}

function reasonFor(datasets: readonly DatasetVerdict[], name: string | undefined): string {
  const deciding = datasets.find(({ dataset }) => dataset === name);
  const ways = [deciding?.learner?.[0], deciding?.course?.[0]].filter((way) => way !== undefined);
  return `Dataset "${deciding?.dataset}" covers it through ${ways.join(' and ')}`;
}

function reasonAgainst(
  viewer: { level: string; status: string; active: boolean },
  datasets: readonly DatasetVerdict[],
  ceiling: DatasetVerdict,
): string {
  const covering = datasets.filter(({ covers }) => covers);
  const inForce = covering.some((dataset) => dataset.inForce === 'yes');
  if (viewer.level !== 'power_user') return `The viewer's level is ${viewer.level}, not power_user`;
  if (viewer.status !== 'active') return `The viewer's account is ${viewer.status}`;
  if (!viewer.active) return 'The site is inactive';
  if (datasets.length === 0) return 'The viewer holds no dataset';
  if (covering.length === 0)
    return 'No dataset of the viewer covers it; two datasets never combine';
  if (!inForce)
    return `Dataset "${covering[0]?.dataset}" would cover it, but is ${covering[0]?.inForce} valid`;
  if (!ceiling.covers) return `The site's ceiling "${ceiling.dataset}" does not cover it`;
  return `What a dataset covers and what the ceiling "${ceiling.dataset}" leaves have nothing in common`;
}

interface Ids {
  readonly people: number | null;
  readonly courses: number | null;
}

type Ruled = Pick<Rectangle, 'datasetId' | 'holderId' | 'rules'>;

async function verdict(
  database: Database,
  [id, name, validFrom, validUntil]: readonly unknown[],
  about: { ids: Ids; powerUserId: number; nowSeconds: number; rules: DatasetRules },
): Promise<DatasetVerdict> {
  const { ids, powerUserId, nowSeconds, rules } = about;
  const dataset = { datasetId: Number(id), holderId: powerUserId, rules: rules.bound };
  const learner =
    ids.people === null ? null : await reasons(database, dataset, 'people', ids.people);
  const course =
    ids.courses === null ? null : await reasons(database, dataset, 'courses', ids.courses);
  // A learner is seen with some course and a course with some learner: the other axis must not be empty.
  const other = await (ids.people === null
    ? anything(database, dataset, 'people')
    : ids.courses === null
      ? anything(database, dataset, 'courses')
      : true);
  return {
    dataset: String(name),
    inForce: validity(validFrom, validUntil, nowSeconds),
    learner,
    course,
    deadRules: rules.dead.map(({ told, because }) => `${told}: ${because}`),
    covers: [learner, course].every((way) => way === null || way.length > 0) && other,
  };
}

function validity(from: unknown, until: unknown, nowSeconds: number): DatasetVerdict['inForce'] {
  if (from !== null && nowSeconds < Number(from)) return 'not yet';
  return until !== null && nowSeconds >= Number(until) ? 'no longer' : 'yes';
}

const reasons = async (
  database: Database,
  dataset: Ruled,
  axis: Exclude<Axis, 'plans'>,
  id: number,
): Promise<string[]> => {
  const [rows = []] = await database.read(leadingTo(axis, dataset, id));
  return rows.map(([way]) => String(way));
};

async function anything(database: Database, dataset: Ruled, axis: Exclude<Axis, 'plans'>) {
  const [rows = []] = await database.read(
    sql`SELECT EXISTS (${leadingTo(axis, dataset, null)}) AS any_row`,
  );
  return rows[0]?.[0] === 1;
}

async function one(database: Database, what: string, name: string, query: SQL) {
  const [rows = []] = await database.read(query);
  if (!rows[0]) throw new Refusal('not-found', `There is no ${what} ${JSON.stringify(name)}`);
  return rows[0];
}

async function idOf(
  database: Database,
  what: string,
  table: 'users' | 'courses',
  key: string | undefined,
): Promise<number | null> {
  if (key === undefined) return null;
  const row = await one(
    database,
    what,
    key,
    sql`SELECT id FROM ${sql.identifier(table)} WHERE key = ${key}`,
  );
  return Number(row[0]);
}

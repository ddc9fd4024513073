/** Why a power user does or does not see a learner, a course, or the pair: the dataset and item that decide. */
import { sql } from 'drizzle-orm';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Axis } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { type Admission, admissionOf, findOne, refusalOf } from './admission.ts';
import { isCut } from './chain.ts';
import { type Chain, type LinkVerdict, readChains } from './explain-chain.ts';
import { giving, readProfiles } from './explain-permission.ts';
import { giftedDatasets } from './gift.ts';
import { leadingTo } from './leading.ts';
import { type DatasetRules, readRules } from './load-rules.ts';
import { type Remedy, remediesFor, tellRemedy } from './remedy.ts';
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
  /** Where one of the two was asked about: the other axis is not empty, so that there is something to see it with. */
  readonly inhabited: boolean;
  readonly covers: boolean;
  /** What it was cut out of, nearest first; null for one that was not. Whatever these lack, it lacks too. */
  readonly above: Chain | null;
}

export interface Explanation {
  readonly visible: boolean;
  /** One sentence that names what decides. */
  readonly because: string;
  /** What would have to change, all of it, for it to be seen in a report; nothing where it is. */
  readonly remedies: readonly Remedy[];
  /** The same in words. */
  readonly change: readonly string[];
  readonly datasets: readonly DatasetVerdict[];
  readonly ceiling: DatasetVerdict;
}

/** @throws Refusal `not-found` that names the power user, site, learner or course that does not exist */
export async function explain(database: Database, request: ExplainRequest): Promise<Explanation> {
  const { siteId, nowSeconds } = request;
  const { powerUserId, ceilingId, admission } = await admissionOf(database, request);
  const ids = {
    people: await idOf(database, 'learner', 'users', request.learner),
    courses: await idOf(database, 'course', 'courses', request.course),
  };
  const given = giftedDatasets(sql`${powerUserId}`);
  const [held = [], lid = []] = await database.read(
    sql`SELECT d.id, d.name, a.valid_from, a.valid_until FROM dataset_assignments a
      JOIN datasets d ON d.id = a.dataset_id WHERE a.power_user_id = ${powerUserId}
      AND d.id NOT IN (${given})
      UNION ALL SELECT id, name, NULL, NULL FROM datasets WHERE id IN (${given}) ORDER BY 2`,
    sql`SELECT d.id, d.name, NULL, NULL FROM datasets d WHERE d.id = ${ceilingId} AND NOT ${isCut}`,
  );
  const ofWhom = sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = ${powerUserId}
    UNION SELECT ${ceilingId} UNION ${given}`;
  const { ofDataset } = await readRules(database, { datasets: ofWhom, powerUserId });
  const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
  const chains = await readChains(database, scope, ids, nowSeconds);
  const judge = (row: readonly unknown[]) => {
    const id = Number(row[0]);
    const above = chains.get(id) ?? null;
    return verdict(database, row, { ids, powerUserId, nowSeconds, rules: ofDataset(id), above });
  };
  const datasets = await Promise.all(held.map(judge));
  const [ceiling] = await Promise.all(lid.map(judge));
  if (!ceiling) throw new Refusal('not-found', `The site ${siteId} has no ceiling dataset`);
  // Each dataset by itself, under the ceiling: what one of them covers may still lose its other axis there.
  const alone = scope.rectangles.map((rectangle) => ({ ...scope, rectangles: [rectangle] }));
  const [all, ...each] = await database.read(...[scope, ...alone].map((part) => shows(part, ids)));
  const isShown = (rows: readonly Row[] | undefined) => rows?.[0]?.[0] === 1;
  const visible = isShown(all);
  const deciding = scope.rectangles.find((_, place) => isShown(each[place]))?.name;
  const profiles = await readProfiles(database, powerUserId, nowSeconds);
  const granted = profiles.flatMap(({ held: mine, permissions }) => (mine ? permissions : []));
  const blind = !effectivePermissions(granted).has('reports.view');
  const lacks = blind ? '; yet no profile gives reports.view, so no report shows it' : '';
  const because = visible
    ? reasonFor(datasets, deciding) + lacks
    : reasonAgainst(admission, datasets, ceiling);
  const asked = { learner: request.learner, course: request.course };
  const remedies: Remedy[] = [
    ...(visible ? [] : remediesFor(admission, datasets, ceiling, asked)),
    ...(blind ? [giving(profiles, 'reports.view')] : []),
  ];
  const change = remedies.map((remedy) => tellRemedy(remedy, asked));
  return { visible, because, remedies, change, datasets, ceiling };
}

function reasonFor(datasets: readonly DatasetVerdict[], name: string | undefined): string {
  const deciding = datasets.find(({ dataset }) => dataset === name);
  const ways = [deciding?.learner?.[0], deciding?.course?.[0]].filter((way) => way !== undefined);
  return `Dataset "${deciding?.dataset}" covers it through ${ways.join(' and ')}`;
}

function reasonAgainst(
  admission: Admission,
  datasets: readonly DatasetVerdict[],
  ceiling: DatasetVerdict,
): string {
  const covering = datasets.filter(({ covers }) => covers);
  const inForce = covering.some((dataset) => dataset.inForce === 'yes');
  const refused = refusalOf(admission);
  if (refused !== null) return refused;
  if (datasets.length === 0) return 'The viewer holds no dataset';
  if (covering.length === 0)
    return 'No dataset of the viewer covers it; two datasets never combine';
  if (!inForce)
    return `Dataset "${covering[0]?.dataset}" would cover it, but is ${covering[0]?.inForce} valid`;
  const free = covering.find(({ above, inForce: valid }) => valid === 'yes' && !barrierOf(above));
  if (!free) {
    const [first] = covering.filter((dataset) => dataset.inForce === 'yes');
    return `Dataset "${first?.dataset}" covers it, but ${barrierOf(first?.above ?? null)}`;
  }
  if (!ceiling.covers) return `The site's ceiling "${ceiling.dataset}" does not cover it`;
  return `What a dataset covers and what the ceiling "${ceiling.dataset}" leaves have nothing in common`;
}

/** Why what a dataset was cut out of lets nothing through of what was asked about, or null. */
function barrierOf(above: Chain | null): string | null {
  if (above === null) return null;
  const lost = above.links.find(({ held }) => !held);
  if (lost) return `${lost.holder}, who passed it on, does not hold "${lost.dataset}" now`;
  if (!above.ends) return 'what it was cut out of has no beginning';
  const barring: LinkVerdict | undefined = above.links.find(({ reaches }) => reaches === false);
  return barring
    ? `"${barring.dataset}" of ${barring.holder}, which it was cut out of, does not`
    : null;
}

interface Ids {
  readonly people: number | null;
  readonly courses: number | null;
}

type Ruled = Pick<Rectangle, 'datasetId' | 'holderId' | 'rules'>;

async function verdict(
  database: Database,
  [id, name, validFrom, validUntil]: readonly unknown[],
  about: {
    ids: Ids;
    powerUserId: number;
    nowSeconds: number;
    rules: DatasetRules;
    above: Chain | null;
  },
): Promise<DatasetVerdict> {
  const { ids, powerUserId, nowSeconds, rules, above } = about;
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
    inhabited: other,
    covers: [learner, course].every((way) => way === null || way.length > 0) && other,
    above,
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

async function idOf(
  database: Database,
  what: string,
  table: 'users' | 'courses',
  key: string | undefined,
): Promise<number | null> {
  if (key === undefined) return null;
  const query = sql`SELECT id FROM ${sql.identifier(table)} WHERE key = ${key}`;
  const row = await findOne(database, what, key, query);
  return Number(row[0]);
}

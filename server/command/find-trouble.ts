/** What in the rights and sites of a database is likely a mistake: nobody sees anything, or no longer. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, axes, isBoundToHolder } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { planGifts } from '../scope/automation.ts';
import { type DatasetRules, noRules, readRules } from '../scope/load-rules.ts';
import type { Extent, Rectangle } from '../scope/scope.ts';
import { compileScope } from '../scope/sql.ts';
import { type DatasetRecord, findDataset, readDatasets } from './dataset-record.ts';
import { editablePlaceholders } from './editable-placeholders.ts';

export interface Trouble {
  /** Something is broken or shows nothing; a notice is worth knowing and may be meant. */
  readonly kind: 'problem' | 'notice';
  /** One sentence that names the thing. */
  readonly told: string;
}

/** Each check answers the names that it finds, one a row; `told` makes the sentence. */
const checks: readonly {
  readonly kind: Trouble['kind'];
  readonly rows: (nowSeconds: number) => SQL;
  readonly told: (name: string, more: string) => string;
}[] = [
  {
    kind: 'problem',
    rows: () => sql`SELECT s.id, '' AS more FROM sites s WHERE s.active = 1 AND NOT EXISTS
      (SELECT 1 FROM site_keys WHERE site_id = s.id AND revoked_at IS NULL) ORDER BY s.id`,
    told: (site) => `The site "${site}" has no key, so its portal can't sign in`,
  },
  {
    kind: 'problem',
    rows: () => sql`SELECT s.id, '' AS more FROM sites s WHERE s.active = 1 AND NOT EXISTS
      (SELECT 1 FROM site_origins WHERE site_id = s.id) ORDER BY s.id`,
    told: (site) => `The site "${site}" has no origin, so no page can use it`,
  },
  {
    kind: 'problem',
    rows: () => sql`SELECT s.id, '' AS more FROM sites s WHERE NOT EXISTS
      (SELECT 1 FROM datasets WHERE id = s.ceiling_dataset_id) ORDER BY s.id`,
    told: (site) => `The site "${site}" has lost its ceiling, so it shows nothing`,
  },
  {
    kind: 'problem',
    rows: () => sql`SELECT u.username, '' AS more FROM users u
      WHERE u.level = 'power_user' AND u.status = 'active'
      AND NOT EXISTS (SELECT 1 FROM grants WHERE power_user_id = u.id)
      AND NOT EXISTS (SELECT 1 FROM automation_gifts WHERE user_id = u.id) ORDER BY u.username`,
    told: (username) => `${username} is a power user without a profile, who may see nothing`,
  },
  {
    kind: 'problem',
    rows: () => sql`SELECT u.username, '' AS more FROM users u
      WHERE u.level = 'power_user' AND u.status = 'active'
      AND NOT EXISTS (SELECT 1 FROM dataset_assignments WHERE power_user_id = u.id)
      AND NOT EXISTS (SELECT 1 FROM automation_gifts WHERE user_id = u.id)
      ORDER BY u.username`,
    told: (username) => `${username} is a power user without a dataset, who sees nobody`,
  },
  {
    kind: 'notice',
    rows: (nowSeconds) => sql`SELECT u.username, d.name AS more FROM dataset_assignments a
      JOIN users u ON u.id = a.power_user_id JOIN datasets d ON d.id = a.dataset_id
      WHERE a.valid_until <= ${nowSeconds} ORDER BY u.username, d.name`,
    told: (username, dataset) =>
      `${username} holds the dataset "${dataset}" no longer: its time is over`,
  },
];

/** In the order of the checks, then the datasets that show nobody. Reads only. */
export async function findTrouble(database: Database, nowSeconds: number): Promise<Trouble[]> {
  const answers = await database.read(...checks.map(({ rows }) => rows(nowSeconds)));
  const found = checks.flatMap(({ kind, told }, at) =>
    (answers[at] ?? []).map(([name, more]) => ({ kind, told: told(String(name), String(more)) })),
  );
  found.push(...(await leftOut(database)));
  for (const dataset of await readDatasets(database)) {
    // What nobody holds and nothing is cut to is not yet in use, or no more.
    if (dataset.holders.length === 0 && dataset.ceilingOf.length === 0) continue;
    found.push(...(await editableTrouble(database, dataset)));
    const { id } = await findDataset(database, dataset.name);
    const { shows, dead } = await judge(database, { id, dataset });
    found.push(...dead);
    if (shows) continue;
    found.push({
      kind: 'problem',
      told: `The dataset "${dataset.name}" shows nobody in any course`,
    });
  }
  return found;
}

/** What people may change themselves decides badly over what they see (SKY-019). */
async function editableTrouble(database: Database, { name, rules }: DatasetRecord) {
  const editable = await editablePlaceholders(database, Object.values(rules));
  return editable.map((placeholder): Trouble => {
    const told = `The dataset "${name}" rests on ${placeholder}, which power users may change themselves`;
    return { kind: 'notice', told };
  });
}

/** Who matches an automation and gets nothing by it, because it would be too much. */
async function leftOut(database: Database): Promise<Trouble[]> {
  const { beyond, automations } = await planGifts(database);
  const ids = JSON.stringify(beyond.map(({ userId }) => userId));
  const [rows = []] = await database.read(
    sql`SELECT id, username FROM users WHERE id IN (SELECT value FROM json_each(${ids}))`,
  );
  const names = new Map(rows.map(([id, username]) => [Number(id), String(username)]));
  return beyond.map(({ userId, automationId, because }) => {
    const automation = automations.find(({ id }) => id === automationId)?.name;
    const told = `The automation "${automation}" gives ${names.get(userId)} nothing: ${because}`;
    return { kind: 'problem', told };
  });
}

/**
 * Asked of the compiler that every request goes through, for one who would hold this dataset alone: each of its
 * holders where it has rules, whose placeholders stand for something else for each;
 * and where it has a team or visible catalogs, which are theirs.
 */
async function judge(
  database: Database,
  { id, dataset }: { id: number; dataset: DatasetRecord },
): Promise<{ shows: boolean; dead: Trouble[] }> {
  const ruled = Object.keys(dataset.rules).length > 0;
  const bound = ruled || Object.values(dataset.selections).some(isBoundToHolder);
  const [holders = []] = await database.read(
    sql`SELECT u.id, u.username FROM users u JOIN dataset_assignments a ON a.power_user_id = u.id
      WHERE a.dataset_id = ${id} ORDER BY u.username`,
  );
  const asked: Row[] = bound && holders.length > 0 ? holders : [[0, 'nobody']];
  const dead: Trouble[] = [];
  let shows = false;
  for (const [holder, username] of asked) {
    const request = { datasets: sql`SELECT ${id}`, powerUserId: Number(holder) };
    const rules = ruled ? (await readRules(database, request)).ofDataset(id) : noRules;
    shows =
      (await showsSomebody(database, { id, holderId: Number(holder), dataset, rules })) || shows;
    // What is nobody's is a ceiling, whose placeholders are bound to whoever looks.
    for (const rule of Number(holder) === 0 ? [] : rules.dead) {
      const told = `The rule "${rule.told}" of the dataset "${dataset.name}" matches nobody for ${username}: ${rule.because}`;
      dead.push({ kind: 'problem', told });
    }
  }
  return { shows: shows || (bound && holders.length === 0), dead };
}

async function showsSomebody(
  database: Database,
  found: { id: number; holderId: number; dataset: DatasetRecord; rules: DatasetRules },
): Promise<boolean> {
  const { id, holderId, dataset, rules } = found;
  const modeOf = (axis: Axis) => dataset.selections[axis] ?? 'none';
  const scope: Extent = {
    rectangles: [{ ...rectangle(id, modeOf), holderId, rules: rules.bound }],
    ceiling: rectangle(0, () => 'all'),
  };
  const { tables, learners } = compileScope(scope);
  const [rows = []] = await database.read(
    sql`${tables} SELECT 1 AS one FROM ${learners('u')} LIMIT 1`,
  );
  return rows.length > 0;
}

const rectangle = (
  datasetId: number,
  modeOf: (axis: Axis) => Rectangle['modes'][Axis],
): Rectangle => ({
  datasetId,
  holderId: 0,
  name: '',
  validUntil: null,
  modes: Object.fromEntries(axes.map((axis) => [axis, modeOf(axis)])) as Rectangle['modes'],
});

/** Why a power user sees a column of a report or does not: the missing permission, of the report or of the column. */
import { sql } from 'drizzle-orm';
import { catalogue, type PermissionId } from '../../shared/permission/catalogue.ts';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { admissionOf, type Door, refusalOf } from '../scope/admission.ts';
import { giving, readProfiles } from '../scope/explain-permission.ts';
import { admissionRemedies, type Remedy, tellRemedy } from '../scope/remedy.ts';
import { resolveScope } from '../scope/resolve.ts';
import { reports } from './catalogue.ts';
import type { ColumnDefinition, ReportDefinition } from './definition.ts';
import { mayOpen, openReport, openViewer, type Viewer } from './viewer.ts';

export interface ColumnExplanation {
  readonly visible: boolean;
  readonly because: string;
  /** Permissions that it needs and that are not in force. */
  readonly lacks: readonly PermissionId[];
  readonly change: readonly string[];
}

/** @throws Refusal `not-found` that names the power user, site, report or column that there is not */
export async function explainColumn(
  database: Database,
  { report: id, column, ...door }: Door & { readonly report: string; readonly column: string },
): Promise<ColumnExplanation> {
  const { siteId, nowSeconds } = door;
  const { powerUserId, admission } = await admissionOf(database, door);
  const definition = reports.get(id);
  if (!definition) throw new Refusal('not-found', `There is no report "${id}"`);
  const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
  const viewer = await openViewer(database, scope, nowSeconds);
  const asked = (await columnsOf(database, definition, viewer)).find((one) => one.id === column);
  if (!asked) throw new Refusal('not-found', `The report "${id}" has no column "${column}"`);
  if (mayOpen(definition, scope) && openReport(definition, viewer).columns.has(column)) {
    const needs = [...definition.needs, ...(asked.needs ?? [])].join(' and ');
    return {
      visible: true,
      because: `All that it needs is in force: ${needs}`,
      lacks: [],
      change: [],
    };
  }
  const profiles = await readProfiles(database, powerUserId, nowSeconds);
  const given = profiles.flatMap(({ held, permissions }) => (held ? permissions : []));
  const lacks = lacking(definition, asked, effectivePermissions(given));
  const remedies: Remedy[] = [
    ...admissionRemedies(admission),
    ...lacks.map((permission) => giving(profiles, permission)),
  ];
  return {
    visible: false,
    because: refusalOf(admission) ?? reasonAgainst(asked, lacks),
    lacks,
    change: remedies.map((remedy) => tellRemedy(remedy, { learner: undefined, course: undefined })),
  };
}

/** A column, and of one that is an additional field whether this viewer lacks it, and whether by permission. */
type Asked = ColumnDefinition & { readonly hiddenField?: boolean; readonly invisible?: boolean };

/** Every column that the report can have, whoever looks. */
async function columnsOf(
  database: Database,
  definition: ReportDefinition,
  { context }: Viewer,
): Promise<Asked[]> {
  const [rows = []] = await database.read(sql`SELECT id, key, name, invisible FROM user_fields`);
  const invisible = new Set(rows.flatMap((row) => (row[3] === 1 ? [`field_${row[1]}`] : [])));
  const fields = rows.map(([id, key, name]) => ({
    ...{ id: Number(id), key: String(key), name: String(name) },
    isOf: null,
  }));
  const permissions = new Set(catalogue.map(({ id }) => id));
  const own = new Set(definition.columns(context).map(({ id }) => id));
  return definition.columns({ ...context, permissions, fields }).map((column) => {
    const hiddenField = !own.has(column.id);
    return { ...column, hiddenField, invisible: hiddenField && invisible.has(column.id) };
  });
}

function lacking(
  { needs, needsOneOf = [] }: ReportDefinition,
  column: Asked,
  held: ReadonlySet<PermissionId>,
): PermissionId[] {
  const [first] = needsOneOf.some((id) => held.has(id)) ? [] : needsOneOf;
  const field = column.invisible ? (['users.view_invisible_fields'] as const) : [];
  const all = [...needs, ...(first ? [first] : []), ...(column.needs ?? []), ...field];
  return [...new Set(all)].filter((id) => !held.has(id));
}

function reasonAgainst({ hiddenField }: Asked, lacks: readonly PermissionId[]): string {
  if (lacks.length > 0) return `It needs ${lacks.join(' and ')}, which is not in force`;
  return hiddenField
    ? 'The field is shown in none of the branches that the viewer sees'
    : 'Another rule of the report hides it';
}

/** The company on paper in a database, and its supervisor's questions to the reports. */
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { type PageRequest, readPage } from '../../server/report/page.ts';
import {
  type OpenReport,
  openReport,
  openViewer,
  type Viewer,
} from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import type { Settings } from '../../server/token/settings.ts';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { Rows } from '../../shared/wire/report.ts';
import { openMemory } from '../world/open.ts';
import { authority, learning, now, progress, sue } from './report-company.ts';

export { day, now } from './report-company.ts';

export const settings: Settings = {
  issuer: 'https://training.example.org',
  secret: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
};

/** Whatever opens a report or a column. */
export const everything: readonly PermissionId[] = [
  'reports.view',
  'users.view',
  'users.view_invisible_fields',
  'courses.view',
  'learning_plans.view',
  'certificates.view',
  'ilt_sessions.view',
  'webinar_sessions.view',
  'external_training.view',
  'insights.view',
  'insights.drill_down',
];

/** A database of its own, with the company in it and Sue holding these permissions. */
export async function openCompany(
  permissions: readonly PermissionId[] = everything,
): Promise<Database> {
  const database = await openMemory();
  await database.write([...learning, ...progress, ...authority(permissions)]);
  return database;
}

/** Sue, as she is at this moment. */
export async function viewerOf(database: Database, nowSeconds = now): Promise<Viewer> {
  const request = { powerUserId: sue, siteId: 'portal', nowSeconds };
  return openViewer(database, await resolveScope(database, request), nowSeconds);
}

export const open = (viewer: Viewer, id: string): OpenReport => openReport(reports.get(id), viewer);

/** A page of a report; without a limit as many rows as a page can have. */
export async function ask(
  database: Database,
  id: string,
  { limit = 200, cursor, ...question }: Partial<PageRequest['question'] & PageRequest> = {},
): Promise<Rows> {
  const report = open(await viewerOf(database), id);
  const asked = { filters: [], sort: [], ...question };
  return readPage(database, settings, report, { question: asked, limit, cursor });
}

/** The rows of a report as lists of these columns. */
export async function table(
  database: Database,
  id: string,
  columns: readonly string[],
  question: Parameters<typeof ask>[2] = {},
): Promise<unknown[][]> {
  const { rows } = await ask(database, id, { ...question, columns: [...columns] });
  return rows.map((row) => columns.map((column) => row[column]));
}

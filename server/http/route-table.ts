/** Every route that there is, those of administration by resource; the security cases run over it, so a row is covered unasked. */
import { assignedRoutes } from './administration/assigned.ts';
import { auditRoutes } from './administration/audit.ts';
import { automationRoutes } from './administration/automations.ts';
import { catalogRoutes } from './administration/catalogs.ts';
import { contentRoutes } from './administration/content.ts';
import { courseRoutes } from './administration/courses.ts';
import { datasetRoutes } from './administration/datasets.ts';
import { delegationRoutes } from './administration/delegation.ts';
import { explainRoutes } from './administration/explain.ts';
import { groupRoutes } from './administration/groups.ts';
import { jobRoutes } from './administration/jobs.ts';
import { menuRoutes } from './administration/menus.ts';
import { permissionRoutes } from './administration/permissions.ts';
import { planRoutes } from './administration/plans.ts';
import { powerUserRoutes } from './administration/power-users.ts';
import { profileRoutes } from './administration/profiles.ts';
import { resourceRoutes } from './administration/resources.ts';
import { settingRoutes } from './administration/settings.ts';
import { siteRoutes } from './administration/sites.ts';
import { treeRoutes } from './administration/trees.ts';
import { userFieldRoutes } from './administration/user-fields.ts';
import { userRoutes } from './administration/users.ts';
import type { Route } from './route.ts';
import { createExportRoute } from './routes/create-export.ts';
import { downloadRoute } from './routes/download.ts';
import { exchangeTokenRoute } from './routes/exchange-token.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { listDashboardsRoute } from './routes/list-dashboards.ts';
import { listReportsRoute } from './routes/list-reports.ts';
import { publishKeysRoute } from './routes/publish-keys.ts';
import { readDashboardRoute } from './routes/read-dashboard.ts';
import { readExportRoute } from './routes/read-export.ts';
import { readFacetsRoute } from './routes/read-facets.ts';
import { readReportRoute } from './routes/read-report.ts';
import { readRowsRoute } from './routes/read-rows.ts';
import { readSessionRoute } from './routes/read-session.ts';

export const routes: readonly Route[] = [
  exchangeTokenRoute,
  readSessionRoute,
  listReportsRoute,
  readReportRoute,
  readRowsRoute,
  readFacetsRoute,
  listDashboardsRoute,
  readDashboardRoute,
  createExportRoute,
  readExportRoute,
  downloadRoute,
  publishKeysRoute,
  healthRoute,
  readyRoute,
  ...auditRoutes,
  ...permissionRoutes,
  ...powerUserRoutes,
  ...delegationRoutes,
  ...contentRoutes,
  ...assignedRoutes,
  ...profileRoutes,
  ...datasetRoutes,
  ...automationRoutes,
  ...explainRoutes,
  ...siteRoutes,
  ...settingRoutes,
  ...userFieldRoutes,
  ...userRoutes,
  ...groupRoutes,
  ...treeRoutes,
  ...jobRoutes,
  ...courseRoutes,
  ...planRoutes,
  ...catalogRoutes,
  ...menuRoutes,
  ...resourceRoutes,
];

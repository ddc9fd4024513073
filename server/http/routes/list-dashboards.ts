/** GET /v1/dashboards: the dashboards that exist for this viewer. */
import { type DashboardList, dashboardListSchema } from '../../../shared/wire/dashboard.ts';
import { mayOpenDashboard } from '../../report/dashboard.ts';
import { dashboards } from '../../report/dashboard-catalogue.ts';
import { defineRoute, json } from '../route.ts';

export const listDashboardsRoute = defineRoute({
  method: 'get',
  path: '/v1/dashboards',
  access: 'session',
  summary: 'List the dashboards',
  request: {},
  answer: {
    status: 200,
    description: 'The dashboards that the viewer may open',
    body: dashboardListSchema,
  },
  async handle(_input, { viewer }) {
    const open = [...dashboards.values()].filter((one) => mayOpenDashboard(one, viewer));
    return json({
      dashboards: open.map(({ id, title, description }) => ({ id, title, description })),
    } satisfies DashboardList);
  },
});

/** GET /v1/dashboards/{id}: a dashboard with the data of all its tiles. */
import { z } from 'zod';
import { dashboardSchema } from '../../../shared/wire/dashboard.ts';
import { readDashboard } from '../../report/dashboard.ts';
import { dashboards } from '../../report/dashboard-catalogue.ts';
import { questionParameter, readQuestion } from '../asked.ts';
import { defineRoute } from '../route.ts';
import { answerTag, tagged } from '../tag.ts';
import { catalogueId } from './read-report.ts';

export const readDashboardRoute = defineRoute({
  method: 'get',
  path: '/v1/dashboards/{id}',
  access: 'session',
  summary: 'Read a dashboard',
  request: { params: catalogueId, query: z.object({ question: questionParameter }) },
  answer: { status: 200, description: 'Every tile with its data', body: dashboardSchema },
  problems: ['not-found', 'unknown-column'],
  async handle({ params, query }, { database, viewer, request }) {
    const { filters } = readQuestion(query.question);
    const tag = answerTag(viewer, ['dashboard', params.id, filters]);
    return tagged(request, tag, () =>
      readDashboard(database, viewer, dashboards.get(params.id), { filters }),
    );
  },
});

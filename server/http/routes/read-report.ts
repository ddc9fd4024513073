/** GET /v1/reports/{id}: a report's columns as this viewer may see them. */
import { z } from 'zod';
import { reportSchema } from '../../../shared/wire/report.ts';
import { reports } from '../../report/catalogue.ts';
import { describeReport, openReport } from '../../report/viewer.ts';
import { defineRoute, json } from '../route.ts';

/** Ids of our own catalogues: reports and dashboards. */
export const catalogueId = z.object({ id: z.string().max(64) });

export const readReportRoute = defineRoute({
  method: 'get',
  path: '/v1/reports/{id}',
  access: 'session',
  summary: 'Describe a report',
  request: { params: catalogueId },
  answer: {
    status: 200,
    description: 'Its columns, filters and default order',
    body: reportSchema,
  },
  problems: ['not-found'],
  async handle({ params }, { viewer }) {
    return json(describeReport(openReport(reports.get(params.id), viewer)));
  },
});

/** GET /v1/reports: the reports that exist for this viewer. */
import { type ReportList, reportListSchema } from '../../../shared/wire/report.ts';
import { reports } from '../../report/catalogue.ts';
import { mayOpen, openReport, summarizeReport } from '../../report/viewer.ts';
import { defineRoute, json } from '../route.ts';

export const listReportsRoute = defineRoute({
  method: 'get',
  path: '/v1/reports',
  access: 'session',
  summary: 'List the reports',
  request: {},
  answer: {
    status: 200,
    description: 'The reports that the viewer may open',
    body: reportListSchema,
  },
  async handle(_input, { viewer }) {
    const open = [...reports.values()].filter((report) => mayOpen(report, viewer.scope));
    return json({
      reports: open.map((report) => summarizeReport(openReport(report, viewer))),
    } satisfies ReportList);
  },
});

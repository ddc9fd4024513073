/** POST /v1/exports: asks for a file of a report as filtered and sorted on screen. */
import { exportManifestSchema, exportRequestSchema } from '../../../shared/wire/export.ts';
import { requestExport } from '../../export/request-export.ts';
import { reports } from '../../report/catalogue.ts';
import { openReport } from '../../report/viewer.ts';
import { defineRoute, json } from '../route.ts';

export const createExportRoute = defineRoute({
  method: 'post',
  path: '/v1/exports',
  access: 'session',
  summary: 'Ask for an export',
  description:
    'Answers a signed address that is good once, for two minutes. Needs `reports.export`.',
  request: { body: exportRequestSchema },
  answer: {
    status: 201,
    description: 'The manifest, with its address',
    body: exportManifestSchema,
  },
  problems: ['forbidden', 'not-found', 'unknown-column', 'too-many-requests', 'payload-too-large'],
  async handle({ body }, { database, settings, session, viewer, requestId, nowSeconds }) {
    const report = openReport(reports.get(body.report), viewer);
    const asker = { ...session, requestId };
    return json(await requestExport(database, settings, report, body, asker, nowSeconds), 201);
  },
});

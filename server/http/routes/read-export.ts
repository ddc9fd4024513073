/** GET /v1/exports/{id}: how far an export has come, and what was delivered. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../../shared/refusal.ts';
import { exportManifestSchema } from '../../../shared/wire/export.ts';
import { exportJobs } from '../../data/schema/index.ts';
import { toManifest } from '../../export/job.ts';
import { defineRoute, json } from '../route.ts';

export const readExportRoute = defineRoute({
  method: 'get',
  path: '/v1/exports/{id}',
  access: 'session',
  summary: 'Read the manifest of an export',
  description: 'Of one’s own exports through this site alone; the address is not told again.',
  request: { params: z.object({ id: z.string().max(64) }) },
  answer: { status: 200, description: 'The manifest', body: exportManifestSchema },
  problems: ['not-found'],
  async handle({ params }, { database, session, nowSeconds }) {
    const job = await database.orm
      .select()
      .from(exportJobs)
      .where(
        and(
          eq(exportJobs.id, params.id),
          eq(exportJobs.powerUserId, session.powerUserId),
          eq(exportJobs.siteId, session.siteId),
        ),
      )
      .get();
    if (!job) throw new Refusal('not-found', 'There is no such export');
    return json(toManifest(job, nowSeconds));
  },
});

/** GET /v1/downloads/{id}: the file behind a signed address, once. */
import { z } from 'zod';
import { deliver } from '../../export/deliver.ts';
import { contentDisposition } from '../../export/filename.ts';
import { redeemLink } from '../../export/redeem.ts';
import { defineRoute } from '../route.ts';

export const downloadRoute = defineRoute({
  method: 'get',
  path: '/v1/downloads/{id}',
  access: 'link',
  summary: 'Download an export',
  description:
    'The address comes from POST /v1/exports. The scope is worked out again for the file.',
  request: { params: z.object({ id: z.string().max(64) }) },
  answer: { status: 200, description: 'The file', body: 'text/csv' },
  async handle({ params }, { database, settings, request, nowSeconds, now, startDigest }) {
    const redeemed = await redeemLink(database, settings, params.id, request, nowSeconds);
    return new Response(deliver(database, redeemed, { startDigest, now }), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': contentDisposition(redeemed.job.filename),
      },
    });
  },
});

/** GET /v1/downloads/{id}: the file behind a signed address, once. */
import { z } from 'zod';
import { settleWhenBehind } from '../../command/settle-automations.ts';
import { deliver } from '../../export/deliver.ts';
import { contentDisposition } from '../../export/filename.ts';
import { redeemLink } from '../../export/redeem.ts';
import { causeOf, entryOf } from '../log.ts';
import { type Call, defineRoute } from '../route.ts';

export const downloadRoute = defineRoute({
  method: 'get',
  path: '/v1/downloads/{id}',
  access: 'link',
  summary: 'Download an export',
  description:
    'The address comes from POST /v1/exports. The scope is worked out again for the file.',
  request: { params: z.object({ id: z.string() }) },
  answer: { status: 200, description: 'The file', body: 'text/csv' },
  async handle({ params }, call) {
    const { database, settings, request, nowSeconds, now, startDigest } = call;
    await settleWhenBehind(database, nowSeconds);
    const redeemed = await redeemLink(database, settings, params.id, request, nowSeconds);
    const failed = (cause: unknown) => logBreak(call, redeemed.job.siteId, cause);
    const settle = () => settleWhenBehind(database, Math.floor(now() / 1000));
    return new Response(deliver(database, redeemed, { startDigest, now, failed, settle }), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': contentDisposition(redeemed.job.filename),
      },
    });
  },
});

/** The answer was on its way already, so what broke it stands in a line of its own. */
function logBreak({ log, now, requestId, nowSeconds }: Call, site: string, cause: unknown): void {
  log(
    entryOf({
      requestId,
      method: 'GET',
      route: downloadRoute.path,
      status: 200,
      startedAt: nowSeconds * 1000,
      endedAt: now(),
      site,
      cause: causeOf(cause),
      broken: true,
    }),
  );
}

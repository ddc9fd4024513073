/** From a request to a call: who asks, and exactly what they may see, as the tables have it now. */
import { Refusal } from '../../shared/refusal.ts';
import { startOfMinute } from '../../shared/time.ts';
import { settleWhenBehind } from '../command/settle-automations.ts';
import { openViewer } from '../report/viewer.ts';
import { recallScope } from '../scope/recall.ts';
import { authenticate } from '../token/session.ts';
import type { Call, SessionCall } from './route.ts';

/** A request that meets changes of people looks again; this often, before it gives up. */
const attempts = 4;

/** @throws Refusal `unauthenticated` */
export async function admit(call: Call): Promise<SessionCall> {
  const { database, settings, nowSeconds, request } = call;
  const settle = () => settleWhenBehind(database, nowSeconds);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const session = await authenticate(database, settings, {
      authorization: request.headers.get('Authorization'),
      origin: request.headers.get('Origin'),
      nowSeconds,
      settle,
    });
    const { powerUserId, siteId, stamp } = session;
    const scope = await recallScope(database, { powerUserId, siteId, nowSeconds }, stamp);
    // Something changed between the two, and what automations give would be missing.
    if (scope.behind) continue;
    const viewer = await openViewer(database, scope, startOfMinute(nowSeconds));
    return { ...call, session, viewer };
  }
  throw new Refusal('conflict', 'People keep changing meanwhile; try again');
}

/** From a request to a call: who asks, and exactly what they may see, as the tables have it now. */
import { startOfMinute } from '../../shared/time.ts';
import { openViewer } from '../report/viewer.ts';
import { recallScope } from '../scope/recall.ts';
import { authenticate } from '../token/session.ts';
import type { Call, SessionCall } from './route.ts';

/** @throws Refusal `unauthenticated` */
export async function admit(call: Call): Promise<SessionCall> {
  const { database, settings, nowSeconds, request } = call;
  const session = await authenticate(database, settings, {
    authorization: request.headers.get('Authorization'),
    origin: request.headers.get('Origin'),
    nowSeconds,
  });
  const { powerUserId, siteId, stamp } = session;
  const scope = await recallScope(database, { powerUserId, siteId, nowSeconds }, stamp);
  const viewer = await openViewer(database, scope, startOfMinute(nowSeconds));
  return { ...call, session, viewer };
}

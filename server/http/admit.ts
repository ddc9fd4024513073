/** From a request to a call: who asks, and exactly what they may see, worked out anew each time. */
import { startOfMinute } from '../../shared/time.ts';
import { openViewer } from '../report/viewer.ts';
import { resolveScope } from '../scope/resolve.ts';
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
  const scope = await resolveScope(database, {
    powerUserId: session.powerUserId,
    siteId: session.siteId,
    nowSeconds,
  });
  const viewer = await openViewer(database, scope, startOfMinute(nowSeconds));
  return { ...call, session, viewer };
}

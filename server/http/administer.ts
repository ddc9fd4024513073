/** The door of administration: a superadmin's token from a server, or a power user's from the page it was made for. */
import { catalogue } from '../../shared/permission/catalogue.ts';
import { Refusal } from '../../shared/refusal.ts';
import { settleWhenBehind } from '../command/settle-automations.ts';
import { readSetting } from '../data/setting.ts';
import { resolveScope } from '../scope/resolve.ts';
import { authenticateAdmin, bringsAdminToken, notAdmitted } from '../token/admin-token.ts';
import { authenticate, type Session } from '../token/session.ts';
import { expectation, takesMatch } from './edition.ts';
import { requireOrigin } from './origin.ts';
import type { AdministrationCall, Administrator, Call, Route } from './route.ts';

/** The page that a call comes from, once that is known. */
interface Page {
  readonly origin: string;
  readonly site?: string;
}

/** Any of these opens the door to a power user; what they may do behind it, each command asks again. */
const opening = catalogue.filter(({ area }) => area === 'power_users').map(({ id }) => id);

/**
 * @param see is told of the page as soon as it may read the answer; never for an administration token, which is
 * for servers
 * @throws Refusal `unauthenticated` with one constant detail, `origin-refused`, `forbidden`
 */
export async function admitAdministrator(
  route: Pick<Route, 'access' | 'method' | 'for'>,
  call: Call,
  see: (page: Page) => void,
): Promise<AdministrationCall> {
  const authorization = call.request.headers.get('Authorization');
  const actor = bringsAdminToken(authorization)
    ? await admitSuperadmin(call, authorization)
    : await admitPowerUser(call, see);
  if (!(route.for ?? ['superadmin']).includes(actor.kind)) {
    throw new Refusal('forbidden', 'This is for superadmins');
  }
  return { ...call, actor, ...(takesMatch(route) && expectation(call)) };
}

/** For the audit. */
const doorOf = ({ requestId }: Call) => ({ door: 'http', requestId }) as const;

async function admitSuperadmin(call: Call, authorization: string | null): Promise<Administrator> {
  const { database, settings, request, nowSeconds } = call;
  const origin = request.headers.get('Origin');
  // A token that came into the page of a portal is not where it belongs; our own pages may use it.
  if (origin !== null && origin !== settings.issuer) throw notAdmitted('origin');
  const { id, name } = await authenticateAdmin(database, authorization, nowSeconds);
  return { kind: 'superadmin', name: `${name} (${id})`, tokenId: id, from: doorOf(call) };
}

async function admitPowerUser(call: Call, see: (page: Page) => void): Promise<Administrator> {
  const { database, nowSeconds } = call;
  const { origin, powerUserId, siteId, userKey, username } = await sessionOf(call, see);
  see({ origin, site: siteId });
  const { permissions } = await resolveScope(database, { powerUserId, siteId, nowSeconds });
  const open = await readSetting(database, 'power_user_management');
  if (!open || !opening.some((id) => permissions.has(id))) {
    throw new Refusal('forbidden', 'This needs Power User management');
  }
  const rights = { powerUserId, key: userKey, siteId, permissions };
  return { kind: 'power_user', name: username, ...rights, from: doorOf(call) };
}

/** A token that stands has named its page's origin; without one, a page is asked about first (threat 9). */
async function sessionOf(call: Call, see: (page: Page) => void): Promise<Session> {
  const { database, settings, nowSeconds, request } = call;
  const origin = request.headers.get('Origin');
  try {
    const authorization = request.headers.get('Authorization');
    const settle = () => settleWhenBehind(database, nowSeconds);
    return await authenticate(database, settings, { authorization, origin, nowSeconds, settle });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (origin !== null) see({ origin: await requireOrigin(database, request) });
    throw notAdmitted(error.cause);
  }
}

/** The way of every request: origin, identity, input, handler, and the headers that every answer carries. */
import { admitAdministrator } from './administer.ts';
import { admit } from './admit.ts';
import { readInput } from './input.ts';
import { causeOf } from './log.ts';
import { corsHeaders, requireOrigin } from './origin.ts';
import type { Ports } from './ports.ts';
import { toProblem } from './problem.ts';
import type { AdministrationCall, Call, Route, SessionCall } from './route.ts';

export interface Answered {
  readonly response: Response;
  readonly site?: string | undefined;
  readonly cause?: string | undefined;
}

/** Never throws: an error becomes its problem, readable by the page where its origin is registered. */
export async function answer(
  route: Route,
  ports: Ports,
  request: Request,
  params: Record<string, string>,
  requestId: string,
): Promise<Answered> {
  const call: Call = { ...ports, request, requestId, nowSeconds: Math.floor(ports.now() / 1000) };
  let origin: string | undefined;
  let site: string | undefined;
  try {
    let admitted: Call | SessionCall | AdministrationCall = call;
    if (route.access === 'assertion') origin = await requireOrigin(ports.database, request);
    if (route.access === 'session') {
      const session = await admit(call).catch(async (error: unknown) => {
        // A token that stands has named its page's origin; without one the page is asked about first (threat 9).
        origin = await requireOrigin(ports.database, request);
        throw error;
      });
      site = session.session.siteId;
      origin = session.session.origin;
      admitted = session;
    }
    if (route.access === 'administration') {
      admitted = await admitAdministrator(route, call, (page) => {
        origin = page.origin;
        site = page.site;
      });
    }
    const input = await readInput(route, request, params);
    // The table forgets which call each handler takes; `access` decides it, and decided above.
    const response = await route.handle(
      input as never,
      admitted as SessionCall & AdministrationCall,
    );
    return { response: sealed(response, origin, requestId), site };
  } catch (error) {
    const response = sealed(toProblem(error, requestId), origin, requestId);
    return { response, site, cause: causeOf(error) };
  }
}

const always = {
  'Cache-Control': 'private, no-store',
  Vary: 'Origin, Authorization',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** No answer is kept by a cache, guessed at by a browser, or read by a page that did not ask with its origin. */
export function sealed(
  response: Response,
  origin: string | undefined,
  requestId: string,
): Response {
  const fixed = {
    ...always,
    'X-Request-Id': requestId,
    ...(origin !== undefined && corsHeaders(origin)),
  };
  for (const [name, value] of Object.entries(fixed)) response.headers.set(name, value);
  return response;
}

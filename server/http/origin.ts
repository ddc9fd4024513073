/** Which web pages may ask: the Origin header against the origins of active sites, before anything else is read. */
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { isRegisteredOrigin } from '../token/standing.ts';

/**
 * The request's origin, letter for letter one that an active site has registered.
 * @throws Refusal `origin-refused` where it is missing, `null` or unknown (threat 9)
 */
export async function requireOrigin(database: Database, request: Request): Promise<string> {
  const origin = request.headers.get('Origin');
  if (origin === null || !(await isRegisteredOrigin(database, origin))) {
    throw new Refusal('origin-refused', 'Requests come from the page of a registered site');
  }
  return origin;
}

/** What lets the page read the answer. */
export const corsHeaders = (origin: string): Record<string, string> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Expose-Headers': 'ETag, Location, Retry-After, X-Request-Id',
});

/** What a page may send, by the first segment of the address. */
const allowed = {
  v1: { methods: 'GET, POST', headers: 'Authorization, Content-Type, If-None-Match' },
  admin: {
    methods: 'GET, POST, PUT, PATCH, DELETE',
    headers: 'Authorization, Content-Type, If-Match, If-None-Match',
  },
} as const;
export type Greeted = keyof typeof allowed;

/** The answer to a preflight from a registered origin. */
export const preflight = (origin: string, under: Greeted): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'Access-Control-Allow-Methods': allowed[under].methods,
      'Access-Control-Allow-Headers': allowed[under].headers,
      'Access-Control-Max-Age': '600',
    },
  });

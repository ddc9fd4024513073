/** What the portal answers: pages, its few files, signing in, and the assertion for whoever is signed in. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
// A customer imports `signAssertion` from `ambit/host`; this is that module.
import { signAssertion } from '../../server/token/host.ts';
import { brandOf, iconOf } from './brand.ts';
import { languageFor, page, stylesheets, type Theme, type View } from './page.ts';
import { missing, type PageSpec, pages } from './pages.ts';
import { pageHeaders } from './policy.ts';
import { cookiesOf, type Seat, type Sessions } from './seats.ts';
import { isLanguage, say } from './words.ts';

export interface Portal {
  readonly apiOrigin: string;
  readonly sessions: Sessions;
}

export type Handler = (
  portal: Portal,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => void | Promise<void>;

/** Names no more than a path of this portal. */
const ownPath = (path: string | null): string => (path && pages.has(path) ? path : '/');

const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark';

function viewOf(portal: Portal, request: IncomingMessage, seat: Seat, path: string): View {
  const cookies = cookiesOf(request);
  const brand = brandOf(seat.siteId);
  const theme = cookies.get('portal_theme');
  return {
    seat,
    seats: portal.sessions.seats,
    brand,
    language: languageFor(brand, cookies.get('portal_language')),
    theme: isTheme(theme) ? theme : 'auto',
    path,
    apiOrigin: portal.apiOrigin,
    now: new Date(),
  };
}

/** Whoever comes without a session is signed in as the first person: this is a demonstration. */
const showPage =
  (path: string, spec: PageSpec, status: number): Handler =>
  (portal, request, response) => {
    const seat = portal.sessions.seatOf(request);
    const signedIn = seat ? null : portal.sessions.signIn(null);
    const view = viewOf(portal, request, seat ?? signedIn?.seat ?? fail(), path);
    const title = say(view.language, spec.title);
    response.writeHead(status, {
      ...pageHeaders(portal.apiOrigin),
      ...(signedIn && { 'set-cookie': signedIn.cookie }),
    });
    response.end(page(view, title, spec.content(view), spec.widgets));
  };

function fail(): never {
  throw new RangeError('Nobody signs in');
}

/** A link with `?language=` keeps the choice in a cookie and comes back without it. */
const orSwitchLanguage =
  (path: string, show: Handler): Handler =>
  (portal, request, response, url) => {
    const wanted = url.searchParams.get('language');
    if (!isLanguage(wanted)) return show(portal, request, response, url);
    const cookie = `portal_language=${wanted}; Path=/; SameSite=Lax`;
    response.writeHead(303, { location: path, 'set-cookie': cookie }).end();
  };

const longestFormBytes = 2000;

/** Takes the form of the demonstration's switch, from this portal's own pages alone. */
const signIn: Handler = async ({ sessions }, request, response) => {
  const from = request.headers['sec-fetch-site'] ?? 'same-origin';
  const bytes = Number(request.headers['content-length']);
  if (from !== 'same-origin' || !(bytes <= longestFormBytes)) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('Not a form of this portal.');
    return;
  }
  const form = new URLSearchParams(await text(request));
  const { cookie } = sessions.signIn(form.get('username'));
  response.writeHead(303, { location: ownPath(form.get('to')), 'set-cookie': cookie }).end();
};

/** The whole of what a portal's backend does for Ambit: says, signed, who is signed in here. Never who the page says. */
const assertion: Handler = async ({ apiOrigin, sessions }, request, response) => {
  const seat = sessions.seatOf(request);
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (!seat) {
    response.writeHead(401, { ...headers, 'content-type': 'text/plain' }).end('Please sign in.');
    return;
  }
  const { siteId, kid, secret, username } = seat;
  const key = { kid, secret };
  const signed = await signAssertion({ site: siteId, key, audience: apiOrigin, username });
  response.writeHead(200, { ...headers, 'content-type': 'application/json' });
  response.end(JSON.stringify({ assertion: signed }));
};

const icon: Handler = (portal, request, response) => {
  const seat = portal.sessions.seatOf(request) ?? portal.sessions.seats[0];
  response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' });
  response.end(iconOf(brandOf(seat?.siteId ?? '')));
};

function file(name: string, type: string): Handler {
  const body = readFileSync(new URL(`./public/${name}`, import.meta.url));
  return (_portal, _request, response) => {
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
    });
    response.end(body);
  };
}

export const notFound: Handler = showPage('', missing, 404);

export const handlers: ReadonlyMap<string, Handler> = new Map([
  ...[...pages].map(
    ([path, spec]) => [`GET ${path}`, orSwitchLanguage(path, showPage(path, spec, 200))] as const,
  ),
  ...stylesheets.map((name) => [`GET /${name}`, file(name, 'text/css')] as const),
  ['GET /portal.js', file('portal.js', 'text/javascript')],
  ['GET /icon.svg', icon],
  ['GET /ambit/assertion', assertion],
  ['POST /sign-in', signIn],
]);

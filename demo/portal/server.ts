/** A customer's portal, made up for the demonstration: pages of its own, and the one route that embedding asks for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Handler, handlers, notFound, type Portal } from './handlers.ts';
import { type Seat, Sessions } from './seats.ts';

/** A company with its site's key, and those who sign in for it. */
export interface PortalSite {
  readonly company: string;
  readonly siteId: string;
  readonly kid: string;
  readonly secret: string;
  readonly supervisors: readonly Pick<Seat, 'username' | 'name' | 'title'>[];
}

export interface PortalOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The network address to listen on; this machine alone unless given. */
  readonly address?: string;
  /** Where Ambit answers, without a trailing slash: the widgets come from there, and assertions are meant for it. */
  readonly apiOrigin: string;
  readonly sites: readonly PortalSite[];
}

export interface RunningPortal {
  readonly origin: string;
  close(): Promise<void>;
}

const seatsOf = (sites: readonly PortalSite[]): Seat[] =>
  sites.flatMap(({ supervisors, ...site }) =>
    supervisors.map((person) => ({ ...site, ...person })),
  );

function handlerFor(request: IncomingMessage, path: string): Handler {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  return handlers.get(`${method} ${path}`) ?? notFound;
}

async function answer(portal: Portal, request: IncomingMessage, response: ServerResponse) {
  try {
    const url = new URL(request.url ?? '/', 'http://portal.invalid');
    await handlerFor(request, url.pathname)(portal, request, response, url);
  } catch (error) {
    console.error('The portal failed to answer:', error);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end('Something went wrong.');
  }
}

/** Starts the portal; rejects where the port is taken. */
export async function startPortal(options: PortalOptions): Promise<RunningPortal> {
  const { port, address = '127.0.0.1', apiOrigin, sites } = options;
  const portal: Portal = { apiOrigin, sessions: new Sessions(seatsOf(sites)) };
  const server = createServer((request, response) => void answer(portal, request, response));
  await listen(server, port, address);
  const bound = server.address();
  const boundPort = typeof bound === 'object' && bound ? bound.port : port;
  return {
    origin: `http://localhost:${boundPort}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, port: number, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Who sits before the portal: the sessions of its own login, kept in memory and named by a cookie. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** One supervisor, with the site of their company and the key that signs for it. */
export interface Seat {
  readonly company: string;
  readonly siteId: string;
  readonly kid: string;
  readonly secret: string;
  readonly username: string;
  readonly name: string;
  readonly title: string;
}

const cookieName = 'portal_session';
/** A demonstration has few visitors; whoever came first is forgotten first. */
const mostSessions = 500;

export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

export class Sessions {
  readonly seats: readonly Seat[];
  readonly #bySession = new Map<string, Seat>();

  constructor(seats: readonly Seat[]) {
    if (seats.length === 0) throw new RangeError('A portal needs somebody who signs in');
    this.seats = seats;
  }

  seatOf(request: IncomingMessage): Seat | null {
    return this.#bySession.get(cookiesOf(request).get(cookieName) ?? '') ?? null;
  }

  /** Signs a person in (the first one where the username is unknown); answers the cookie to set. */
  signIn(username: string | null): { seat: Seat; cookie: string } {
    const seat = this.seats.find((one) => one.username === username) ?? this.seats[0];
    if (!seat) throw new RangeError('A portal needs somebody who signs in');
    const session = randomUUID();
    this.#bySession.set(session, seat);
    const [oldest] = this.#bySession.keys();
    if (this.#bySession.size > mostSessions && oldest) this.#bySession.delete(oldest);
    return { seat, cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax` };
  }
}

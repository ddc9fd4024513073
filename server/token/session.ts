/** Who is asking: every request's token and page, held against the live tables. Every failure is the same 401. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { automationsBehind } from '../scope/gift.ts';
import type { Stamp } from '../scope/recall.ts';
import { longestToken } from './canonical.ts';
import {
  epochOf,
  proveScopeToken,
  readScopeToken,
  type UnprovenScopeToken,
} from './scope-token.ts';
import type { Settings } from './settings.ts';
import { verifiesAt } from './signing-keys.ts';
import { standing } from './standing.ts';

export interface Session {
  /** Our own id, for joins; never on the wire. */
  readonly powerUserId: number;
  /** The LMS's id. */
  readonly userKey: string;
  readonly username: string;
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly origin: string;
  readonly tokenId: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** Equal as long as this person's rights have not moved. */
  readonly epoch: string;
  /** The effective ones. */
  readonly permissions: ReadonlySet<PermissionId>;
  /** The state of the tables when everything stood. */
  readonly stamp: Stamp;
}

export interface Credentials {
  /** The Authorization header. */
  readonly authorization: string | null | undefined;
  /** The Origin header. */
  readonly origin: string | null | undefined;
  readonly nowSeconds: number;
  /** Settles the automations where they are behind, and answers whether they were; without it they stay so. */
  readonly settle?: Settle;
}

export type Settle = () => Promise<boolean>;

/** RFC 6750 section 2.1, with exactly one space. */
const bearer = /^Bearer ([A-Za-z0-9_.-]+)$/i;

/** Why, for the log alone: our own words, never any of the token's. */
type Fault = 'no bearer token' | 'token' | 'origin' | 'standing' | 'signature' | 'epoch';

const unauthenticated = (cause: Fault) =>
  new Refusal('unauthenticated', 'The scope token is missing or no longer good.', { cause });

/**
 * Checks in reading order: header, form, type, issuer, audience, times, the page's origin; then, in one read of one
 * snapshot, that key, site, origin and power user stand; then signature and epoch.
 * Throws Refusal `unauthenticated` with one constant detail.
 */
export async function authenticate(
  database: Database,
  settings: Settings,
  { authorization, origin, nowSeconds, settle }: Credentials,
): Promise<Session> {
  const unproven = readScopeToken(settings, bearerToken(authorization), nowSeconds);
  if (unproven === null) throw unauthenticated('token');
  if (unproven.token.origin !== origin) throw unauthenticated('origin');
  const read = () => readLive(database, unproven, nowSeconds);
  let { live, behind } = await read();
  // Who does not stand may do so by an automation, and who does may no longer.
  if (behind && (await settle?.())) ({ live, behind } = await read());
  if (live === null) throw unauthenticated('standing');
  const token = await proveScopeToken(settings, unproven, live.publicJwk);
  if (token === null) throw unauthenticated('signature');
  if (token.epoch !== epochOf(live.powerUserId, live.epoch)) throw unauthenticated('epoch');
  const { userKey, siteId, tokenId, expiresAt, epoch, permissions } = token;
  const { powerUserId, username, name, siteName, membership, progress } = live;
  return {
    ...{ powerUserId, userKey, username, name, siteId, siteName },
    ...{ origin: token.origin, tokenId, expiresAt, epoch, permissions },
    stamp: { epoch: live.epoch, versions: { membership, progress } },
  };
}

function bearerToken(authorization: string | null | undefined): string {
  const header = authorization ?? '';
  const [, token] = (header.length <= longestToken + 7 && bearer.exec(header)) || [];
  if (token === undefined) throw unauthenticated('no bearer token');
  return token;
}

const [text, whole] = [z.string(), z.int()];

const liveRow = z
  .tuple([text, text, whole, text, text, text, whole, whole, whole])
  .transform(([publicJwk, siteName, powerUserId, username, first, last, epoch, ...versions]) => ({
    ...{ publicJwk, siteName, powerUserId, username, epoch },
    name: `${first} ${last}`.trim() || username,
    membership: versions[0],
    progress: versions[1],
  }));

interface Found {
  /** Null unless everything stands. */
  readonly live: z.infer<typeof liveRow> | null;
  /** Automations have to be settled before either is believed. */
  readonly behind: boolean;
}

/** One row, whatever it finds. It asks with claims that nobody has proved, and answers only to `authenticate`. */
async function readLive(
  database: Database,
  { kid, token }: UnprovenScopeToken,
  nowSeconds: number,
): Promise<Found> {
  const door = { ...token, nowSeconds };
  const [[[behind, ...live] = []] = []] = await database.read(sql`
    SELECT b.behind, l.* FROM (SELECT ${automationsBehind} AS behind) b LEFT JOIN (
      SELECT k.public_jwk, s.name AS site, u.id, u.username, u.first_name, u.last_name, e.epoch,
        (SELECT value FROM versions WHERE name = 'membership') AS membership,
        (SELECT value FROM versions WHERE name = 'progress') AS progress
      FROM signing_keys k CROSS JOIN ${standing(door, sql`u.key = ${token.userKey}`)}
      AND k.id = ${kid} AND ${verifiesAt(nowSeconds)}) l ON true`);
  const stands = live.length > 0 && live[0] !== null;
  return { live: stands ? liveRow.parse(live) : null, behind: behind === 1 };
}

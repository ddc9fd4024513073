/** Administration tokens: a random secret that superadmins' own programs hold, of which we keep nothing but the hash. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Database } from '../data/database.ts';
import { decodeBase64url, encodeBase64url, randomText } from './base64url.ts';

/** Tells a secret scanner, and whoever finds one, what it is. */
const prefix = 'ambit_admin_';

/** RFC 6750 section 2.1, with exactly one space, the scheme in any case; 32 bytes in the one spelling that they have. */
const bearer = /^[Bb][Ee][Aa][Rr][Ee][Rr] ambit_admin_([A-Za-z0-9_-]{43})$/;

export const adminTokenDays = { byDefault: 90, atMost: 366 } as const;

/** The time for which a token is good. */
export const adminTokenSeconds = (days: number): number => days * secondsPerDay;

export interface NewAdminToken {
  readonly id: string;
  /** To be shown once, and kept by nobody here. */
  readonly secret: string;
  readonly hash: string;
}

export async function newAdminToken(): Promise<NewAdminToken> {
  const random = randomText(32);
  return { id: randomText(12), secret: prefix + random, hash: await hashOf(random) };
}

/** 256 random bits can't be guessed from their hash, so that it needs neither salt nor slowness. */
async function hashOf(random: string): Promise<string> {
  const bytes = new TextEncoder().encode(random);
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export interface AdminToken {
  readonly id: string;
  readonly name: string;
}

/** Whether the Authorization header means to bring an administration token, good or not. */
export const bringsAdminToken = (authorization: string | null): boolean =>
  authorization?.toLowerCase().startsWith(`bearer ${prefix}`) ?? false;

const tokenRow = z.tuple([z.string(), z.string()]).transform(([id, name]) => ({ id, name }));

/**
 * The token of an Authorization header, looked up by the hash of its secret: whatever is wrong with it takes one hash
 * and one look-up, and gets one answer.
 * @throws Refusal `unauthenticated` with one constant detail for none, unknown, expired and revoked alike.
 */
export async function authenticateAdmin(
  database: Database,
  authorization: string | null,
  nowSeconds: number,
): Promise<AdminToken> {
  const [, random = ''] = bearer.exec(authorization ?? '') ?? [];
  const hash = await hashOf(decodeBase64url(random) === null ? '' : random);
  const [[row] = []] = await database.read(sql`SELECT id, name FROM admin_tokens
    WHERE hash = ${hash} AND expires_at > ${nowSeconds} AND revoked_at IS NULL`);
  if (row === undefined) throw notAdmitted('administration token');
  return tokenRow.parse(row);
}

/** @param cause for the log alone */
export const notAdmitted = (cause: unknown): Refusal =>
  new Refusal('unauthenticated', 'The token is missing or no longer good.', { cause });

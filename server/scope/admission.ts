/** Who asks, through which site, and whether they may see anything at all: the first question of every explanation. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Database, Row } from '../data/database.ts';

/** Whether whoever looks may see anything at all through the site. */
export interface Admission {
  readonly level: string;
  readonly status: string;
  /** The account's time is over. */
  readonly ended: boolean;
  readonly siteActive: boolean;
}

export interface Door {
  /** Username of the power user. */
  readonly powerUser: string;
  readonly siteId: string;
  readonly nowSeconds: number;
}

export interface Admitted {
  /** Our own id. */
  readonly powerUserId: number;
  readonly ceilingId: number;
  readonly admission: Admission;
}

/** @throws Refusal `not-found` that names the power user or the site that there is not */
export async function admissionOf(
  database: Database,
  { powerUser, siteId, nowSeconds }: Door,
): Promise<Admitted> {
  const person = sql`SELECT id, level, status, expires_at FROM users WHERE username = ${powerUser}`;
  const holder = await findOne(database, 'power user', powerUser, person);
  const portal = sql`SELECT ceiling_dataset_id, active FROM sites WHERE id = ${siteId}`;
  const site = await findOne(database, 'site', siteId, portal);
  const [id, level, status, expiresAt] = holder;
  const ended = expiresAt !== null && Number(expiresAt) <= nowSeconds;
  return {
    powerUserId: Number(id),
    ceilingId: Number(site[0]),
    admission: { level: String(level), status: String(status), ended, siteActive: site[1] === 1 },
  };
}

/** The row of a query, or Refusal `not-found` that names what there is not. */
export async function findOne(
  database: Database,
  what: string,
  name: string,
  query: SQL,
): Promise<Row> {
  const [rows = []] = await database.read(query);
  if (!rows[0]) throw new Refusal('not-found', `There is no ${what} ${JSON.stringify(name)}`);
  return rows[0];
}

/** Why nothing at all is seen, or null. */
export function refusalOf({ level, status, ended, siteActive }: Admission): string | null {
  if (level !== 'power_user') return `The viewer's level is ${level}, not power_user`;
  if (status !== 'active') return `The viewer's account is ${status}`;
  if (ended) return "The time of the viewer's account is over";
  return siteActive ? null : 'The site is inactive';
}

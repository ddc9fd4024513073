/** A server in front of the sample academy, with three portals and their supervisors: what every HTTP case plays on. */
import { eq } from 'drizzle-orm';
import { addSiteKey } from '../../server/command/add-site-key.ts';
import { loadAcademy } from '../../server/data/academy/load.ts';
import type { Database } from '../../server/data/database.ts';
import { siteOrigins, sites } from '../../server/data/schema/index.ts';
import type { StartDigest } from '../../server/export/digest.ts';
import { createApp, type LogEntry } from '../../server/http/app.ts';
import { ensureSigningKeys } from '../../server/token/key-rotation.ts';
import { readSettings, type Settings } from '../../server/token/settings.ts';
import type { World } from '../reference/world.ts';
import { noon, plantedAcademy } from './academy.ts';
import { worldOf } from './academy-world.ts';

export const settings: Settings = readSettings({
  AMBIT_ISSUER: 'https://training.example.org',
  AMBIT_SECRET: 'Qm7vT2xLc9RzKd4WyHs8NbGf3JpUa6EoXiV1tMlSwZk',
});

/** The time that a case lives in. Moving it on by an hour empties everybody's quota. */
export interface Clock {
  /** Unix seconds. */
  now: number;
}

export interface PortalKey {
  readonly kid: string;
  readonly secret: string;
}

/** Everything that a case may touch, whatever runs the server. */
export interface Stage {
  /** Answers as the server does; addresses are `settings.issuer` and below. */
  fetch(request: Request): Promise<Response>;
  readonly database: Database;
  readonly settings: Settings;
  readonly clock: Clock;
  /** By site. */
  readonly keys: ReadonlyMap<string, PortalKey>;
  /** The lines of the log, oldest first. */
  readonly log: LogEntry[];
  /** The academy as plain data, for the oracle. */
  readonly world: World;
}

export const originOf = (siteId: string): string => `https://${siteId}.example`;

/** The academy in a database, with portals' pages and keys, before any server stands in front of it. */
export type Ground = Omit<Stage, 'fetch'>;

/** @param database migrated and empty */
export async function prepareGround(
  database: Database,
  told: Settings = settings,
): Promise<Ground> {
  const academy = plantedAcademy();
  await loadAcademy(database, academy);
  const keys = new Map<string, PortalKey>();
  const actor = { kind: 'operator', name: 'test' } as const;
  const occasion = { database, actor, nowSeconds: noon };
  for (const { siteId } of academy.customers) {
    await database.orm.insert(siteOrigins).values({ siteId, origin: originOf(siteId) });
    const { id, secret } = await addSiteKey(occasion, told, { site: siteId });
    keys.set(siteId, { kid: id, secret: secret ?? '' });
  }
  const world = worldOf(academy);
  return { database, settings: told, keys, clock: { now: noon }, log: [], world };
}

/** A server in this very process. */
export async function buildStage(database: Database, startDigest: StartDigest): Promise<Stage> {
  const ground = await prepareGround(database);
  const { clock, log } = ground;
  await ensureSigningKeys(database, settings, noon);
  const app = createApp({
    database,
    settings,
    startDigest,
    now: () => clock.now * 1000,
    log: (entry) => log.push(entry),
  });
  return { ...ground, fetch: async (request) => app.fetch(request) };
}

/** A new hour: limits that count by time start afresh. */
export function nextHour({ clock, log }: Stage): void {
  clock.now += 4000;
  log.length = 0;
}

export const setSiteActive = ({ database }: Stage, id: string, active: boolean) =>
  database.orm.update(sites).set({ active }).where(eq(sites.id, id));

/** Two customers' portals before one small academy, where tokens are asked for as a portal's page would. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import * as tables from '../../server/data/schema/index.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { exchangeAssertion } from '../../server/token/exchange.ts';
import { type HostPrivateJwk, signAssertion } from '../../server/token/host.ts';
import { ensureSigningKeys } from '../../server/token/key-rotation.ts';
import { authenticate } from '../../server/token/session.ts';
import { readSettings, type Settings } from '../../server/token/settings.ts';
import { createSiteKey } from '../../server/token/site-keys.ts';

/** 2026-03-01T12:00:00Z: no test looks at the machine's clock. */
export const now = 1_772_366_400;

export const settings: Settings = readSettings({
  AMBIT_ISSUER: 'https://training.example.org',
  AMBIT_SECRET: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
});

export const origin = 'https://portal.acme.example';
export const otherOrigin = 'https://portal.globex.example';

export interface PairKey {
  readonly kid: string;
  readonly privateJwk: HostPrivateJwk;
  readonly publicJwk: JWK;
}

export interface SiteKeys {
  readonly hs256: { readonly kid: string; readonly secret: string };
  readonly es256: PairKey;
  readonly eddsa: PairKey;
}

export interface World {
  readonly database: Database;
  readonly acme: SiteKeys;
  readonly globex: SiteKeys;
  /** Ada's id, who supervises at Acme and holds one profile. */
  readonly adaId: number;
}

/** Ada of Acme, Gus of Globex, a learner and a superadmin; two sites with a key of each kind. */
export async function buildWorld(database: Database): Promise<World> {
  await applyMigrations(database);
  await ensureSigningKeys(database, settings, now);
  const adaId = await addPeople(database);
  await addSites(database);
  const acme = await addKeys(database, 'acme');
  return { database, adaId, acme, globex: await addKeys(database, 'globex') };
}

async function addPeople({ orm }: Database): Promise<number> {
  await orm.insert(tables.users).values([
    { key: 'u-ada', username: 'ada', firstName: 'Ada', lastName: 'Byron', level: 'power_user' },
    { key: 'u-gus', username: 'gus', level: 'power_user' },
    { key: 'u-lea', username: 'lea', level: 'user' },
    { key: 'u-sam', username: 'sam', level: 'superadmin' },
  ]);
  const [ada = { id: 0 }] = await orm
    .select({ id: tables.users.id })
    .from(tables.users)
    .where(eq(tables.users.username, 'ada'));
  await orm.insert(tables.profiles).values({ id: 1, name: 'Reader' });
  await orm.insert(tables.profilePermissions).values([
    { profileId: 1, permission: 'reports.view' },
    { profileId: 1, permission: 'courses.view' },
  ]);
  await orm.insert(tables.grants).values({ powerUserId: ada.id, profileId: 1, grantedAt: now });
  return ada.id;
}

async function addSites({ orm }: Database): Promise<void> {
  await orm.insert(tables.datasets).values({ id: 1, name: 'Everything' });
  await orm.insert(tables.sites).values([
    { id: 'acme', name: 'Acme portal', ceilingDatasetId: 1 },
    { id: 'globex', name: 'Globex portal', ceilingDatasetId: 1 },
  ]);
  await orm.insert(tables.siteOrigins).values([
    { siteId: 'acme', origin },
    { siteId: 'acme', origin: 'https://m.acme.example' },
    { siteId: 'globex', origin: otherOrigin },
  ]);
}

async function addKeys(database: Database, siteId: string): Promise<SiteKeys> {
  const shared = await createSiteKey(database, settings, { siteId, alg: 'HS256', nowSeconds: now });
  await database.write([shared.statement]);
  return {
    hs256: { kid: shared.id, secret: shared.secret ?? '' },
    es256: await addPair(database, siteId, 'ES256'),
    eddsa: await addPair(database, siteId, 'EdDSA'),
  };
}

async function addPair(database: Database, siteId: string, alg: 'ES256' | 'EdDSA') {
  const pair = await generateKeyPair(alg, { extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const privateJwk = (await exportJWK(pair.privateKey)) as HostPrivateJwk;
  const made = await createSiteKey(database, settings, { siteId, alg, publicJwk, nowSeconds: now });
  await database.write([made.statement]);
  return { kid: made.id, privateJwk, publicJwk };
}

export async function memoryWorld(): Promise<World> {
  return buildWorld(openDatabase(await openLibsql(':memory:')));
}

/** A world in a file, which several instances may open; `dispose` closes them all and removes it. */
export async function fileWorld(): Promise<{
  world: World;
  another(): Promise<Database>;
  dispose(): void;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-token-'));
  const opened: Database[] = [];
  const another = async () => {
    const database = openDatabase(await openLibsql(`file:${join(folder, 'ambit.db')}`));
    opened.push(database);
    return database;
  };
  const world = await buildWorld(await another());
  const dispose = () => {
    for (const database of opened) database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { world, another, dispose };
}

/** A good assertion of Ada by Acme. */
export const goodAssertion = (world: World, at = now): Promise<string> =>
  signAssertion({
    site: 'acme',
    key: world.acme.hs256,
    audience: settings.issuer,
    username: 'ada',
    nowSeconds: at,
  });

export const exchange = (
  database: Database,
  assertion: string,
  at = now,
  from: string | null = origin,
) => exchangeAssertion(database, settings, { assertion, origin: from, nowSeconds: at });

/** A good scope token of Ada, through the front door. */
export async function goodToken(world: World, at = now): Promise<string> {
  return (await exchange(world.database, await goodAssertion(world, at), at)).access_token;
}

/** Authenticates as Acme's page would. */
export const enter = (database: Database, token: string, at = now, from: string | null = origin) =>
  authenticate(database, settings, {
    authorization: `Bearer ${token}`,
    origin: from,
    nowSeconds: at,
  });

/** What an attempt came to, in a form in which two can be compared: all that a caller could see of it. */
export async function outcome(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    await attempt();
    return 'accepted';
  } catch (error) {
    const { name, message } = error as Error;
    const { slug, code, places } = error as { slug?: unknown; code?: unknown; places?: unknown };
    return { name, message, slug, code, places };
  }
}

/** The one answer to whatever is wrong with a request's token. */
export const the401 = {
  name: 'Refusal',
  message: 'The scope token is missing or no longer good.',
  slug: 'unauthenticated',
  code: undefined,
  places: [],
};

/** The one answer to whatever is wrong with an assertion, or with whom it speaks of. */
export const theGrantRefusal = {
  name: 'TokenRefusal',
  message: 'The assertion is not accepted.',
  slug: undefined,
  code: 'invalid_grant',
  places: undefined,
};

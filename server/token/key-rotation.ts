/** How our signing keys come and go: next, current, retired; every step one guarded batch with its audit row. */
import { and, eq, lte, ne, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair } from 'jose';
import { Refusal } from '../../shared/refusal.ts';
import { type AuditActorKind, type AuditOrigin, auditRow } from '../data/audit-event.ts';
import { type Database, guard, isGuardFailure, type Runnable } from '../data/database.ts';
import { signingKeys } from '../data/schema/index.ts';
import { randomText } from './base64url.ts';
import { seal } from './seal.ts';
import type { Settings } from './settings.ts';
import { currentKeyRow, graceSeconds, openSigningKey, signingAlgorithm } from './signing-keys.ts';

/** Ids of the key that signs and of the one that will. */
export interface KeyIds {
  readonly current: string;
  readonly next: string;
}

/** Who asked, for the audit. */
interface Asker {
  readonly actor: string;
  readonly actorKind?: AuditActorKind;
  readonly onBehalfOf?: string | undefined;
  readonly from?: AuditOrigin | undefined;
}

export interface Rotation extends Asker {
  readonly nowSeconds: number;
  /** A key has leaked: nothing signed or announced so far is good any more, without grace. */
  readonly compromised?: boolean;
}

type NewKey = typeof signingKeys.$inferInsert;

/**
 * Makes the first keys where there are none, and proves that this secret opens the one in use.
 * Throws Refusal `unavailable` when it does not: the database was made with another `AMBIT_SECRET`.
 */
export async function ensureSigningKeys(
  database: Database,
  settings: Settings,
  nowSeconds: number,
): Promise<void> {
  await createIfNone(database, settings, nowSeconds);
  const [rows = []] = await database.read(currentKeyRow());
  await openSigningKey(settings, rows[0]).catch((cause: unknown) => {
    const told = 'The signing keys in this database were sealed with another AMBIT_SECRET.';
    throw new Refusal('unavailable', told, { cause });
  });
}

/**
 * The next key comes into use, the current one is retired with its grace, a new next one is announced; or, when
 * compromised, all of them give way to new ones. Answers the ids that hold now.
 * Throws Refusal `conflict` when another rotation was quicker: then the keys are fresh anyway.
 */
export async function rotateSigningKeys(
  database: Database,
  settings: Settings,
  { nowSeconds, compromised = false, ...by }: Rotation,
): Promise<KeyIds> {
  await createIfNone(database, settings, nowSeconds);
  const before = await keysInUse(database);
  const next = await newKey(settings, 'next', nowSeconds);
  const fresh = compromised ? await newKey(settings, 'current', nowSeconds) : null;
  const after = { current: fresh?.id ?? before.next, next: next.id };
  const steps = fresh ? replaceAll(database, fresh) : moveOn(database, before, nowSeconds);
  const action = compromised ? 'signing-keys.replace' : 'signing-keys.rotate';
  await writeUnless(
    database,
    [
      guard(sql`2 = (SELECT count(*) FROM signing_keys WHERE
        (id = ${before.current} AND state = 'current') OR (id = ${before.next} AND state = 'next'))`),
      ...steps,
      database.orm.insert(signingKeys).values(next),
      audit({ ...by, action, nowSeconds, before, after }),
    ],
    (cause) => {
      throw new Refusal('conflict', 'The signing keys were rotated meanwhile.', { cause });
    },
  );
  return after;
}

async function keysInUse(database: Database): Promise<KeyIds> {
  const rows = await database.orm
    .select({ id: signingKeys.id, state: signingKeys.state })
    .from(signingKeys)
    .where(ne(signingKeys.state, 'retired'));
  const idOf = (state: string) => rows.find((row) => row.state === state)?.id ?? '';
  return { current: idOf('current'), next: idOf('next') };
}

/** A retired key's private half has no use left, so it is wiped; rows out of grace go. */
function moveOn(database: Database, before: KeyIds, nowSeconds: number): Runnable[] {
  const { orm } = database;
  const ended = and(
    eq(signingKeys.state, 'retired'),
    lte(signingKeys.retiredAt, nowSeconds - graceSeconds),
  );
  return [
    orm.delete(signingKeys).where(ended),
    orm
      .update(signingKeys)
      .set({ state: 'retired', retiredAt: nowSeconds, sealedPrivateJwk: '' })
      .where(eq(signingKeys.id, before.current)),
    orm.update(signingKeys).set({ state: 'current' }).where(eq(signingKeys.id, before.next)),
  ];
}

const replaceAll = ({ orm }: Database, fresh: NewKey): Runnable[] => [
  // The condition is everything on purpose: a leaked store leaked each of them.
  orm.delete(signingKeys).where(sql`1`),
  orm.insert(signingKeys).values(fresh),
];

async function createIfNone(
  database: Database,
  settings: Settings,
  nowSeconds: number,
): Promise<void> {
  const none = sql`NOT EXISTS (SELECT 1 FROM signing_keys WHERE state <> 'retired')`;
  const [[[missing] = []] = []] = await database.read(sql`SELECT ${none} AS missing`);
  if (missing !== 1) return;
  const current = await newKey(settings, 'current', nowSeconds);
  const next = await newKey(settings, 'next', nowSeconds);
  const after = { current: current.id, next: next.id };
  await writeUnless(
    database,
    [
      guard(none),
      database.orm.insert(signingKeys).values([current, next]),
      audit({ ...itself, action: 'signing-keys.create', nowSeconds, after }),
    ],
    // Another instance was first, and its keys are as good.
    () => undefined,
  );
}

async function newKey(
  settings: Settings,
  state: 'current' | 'next',
  nowSeconds: number,
): Promise<NewKey> {
  const id = randomText(12);
  const pair = await generateKeyPair(signingAlgorithm, { extractable: true });
  const publicJwk = {
    ...(await exportJWK(pair.publicKey)),
    kid: id,
    alg: signingAlgorithm,
    use: 'sig',
  };
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  return {
    id,
    state,
    publicJwk: JSON.stringify(publicJwk),
    sealedPrivateJwk: await seal(settings, 'signing-key', id, privateJwk),
    createdAt: nowSeconds,
  };
}

async function writeUnless(
  database: Database,
  batch: readonly Runnable[],
  whenGuarded: (error: unknown) => void,
): Promise<void> {
  try {
    await database.write(batch);
  } catch (error) {
    if (!isGuardFailure(error)) throw error;
    whenGuarded(error);
  }
}

/** What the server does unasked. */
const itself = { actorKind: 'server', actor: 'server' } as const;

interface Step extends Asker {
  readonly action: string;
  readonly nowSeconds: number;
  readonly before?: KeyIds;
  readonly after: KeyIds;
}

const audit = ({ actorKind = 'operator', nowSeconds, before, after, ...rest }: Step): Runnable =>
  auditRow({
    ...rest,
    actorKind,
    at: nowSeconds,
    subject: `signing-key:${after.current}`,
    before: before ? JSON.stringify(before) : null,
    after: JSON.stringify(after),
  });

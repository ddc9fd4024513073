/** Tables of trust and record: sites and keys, epochs and versions, single uses, exports, audit. */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { exportFormats } from '../../../shared/wire/export.ts';

/** An embedding portal. Its ceiling dataset intersects whatever is seen through it; there is no "no ceiling". */
export const sites = sqliteTable('sites', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull().default(true),
  ceilingDatasetId: integer('ceiling_dataset_id').notNull(),
});

export const siteOrigins = sqliteTable(
  'site_origins',
  {
    siteId: text('site_id').notNull(),
    origin: text('origin').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.siteId, table.origin] }),
    index('site_origins_by_origin').on(table.origin),
  ],
);

/** Keys that sign a site's assertions: a sealed HS256 secret, or a public JWK. */
export const siteKeys = sqliteTable(
  'site_keys',
  {
    id: text('id').primaryKey(),
    siteId: text('site_id').notNull(),
    alg: text('alg', { enum: ['HS256', 'ES256', 'EdDSA'] }).notNull(),
    sealedSecret: text('sealed_secret'),
    publicJwk: text('public_jwk'),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('site_keys_by_site').on(table.siteId)],
);

/** Our own ES256 keys; private halves are sealed with the server's secret. */
export const signingKeys = sqliteTable('signing_keys', {
  id: text('id').primaryKey(),
  state: text('state', { enum: ['next', 'current', 'retired'] }).notNull(),
  publicJwk: text('public_jwk').notNull(),
  sealedPrivateJwk: text('sealed_private_jwk').notNull(),
  createdAt: integer('created_at').notNull(),
  retiredAt: integer('retired_at'),
});

/** Moves whenever a person's rights change, by triggers; never deleted, so that it never repeats. */
export const epochs = sqliteTable('epochs', {
  userId: integer('user_id').primaryKey(),
  epoch: integer('epoch').notNull(),
});

/** The membership and the progress version, moved by triggers on every write to what they speak for. */
export const versions = sqliteTable('versions', {
  name: text('name', { enum: ['membership', 'progress'] }).primaryKey(),
  value: integer('value').notNull(),
});

/** Assertions already traded, by site and `jti`, kept until they would have expired anyway. */
export const assertionUses = sqliteTable(
  'assertion_uses',
  {
    siteId: text('site_id').notNull(),
    jti: text('jti').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.siteId, table.jti] }),
    index('assertion_uses_by_expiry').on(table.expiresAt),
  ],
);

/** An export asked for: what, by whom, through which site; then what was delivered. */
export const exportJobs = sqliteTable(
  'export_jobs',
  {
    id: text('id').primaryKey(),
    powerUserId: integer('power_user_id').notNull(),
    siteId: text('site_id').notNull(),
    reportId: text('report_id').notNull(),
    format: text('format', { enum: exportFormats }).notNull(),
    request: text('request').notNull(),
    filename: text('filename').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    redeemedAt: integer('redeemed_at'),
    finishedAt: integer('finished_at'),
    failed: integer('failed', { mode: 'boolean' }).notNull().default(false),
    rowsExpected: integer('rows_expected').notNull(),
    rowsWritten: integer('rows_written').notNull().default(0),
    bytes: integer('bytes'),
    sha256: text('sha256'),
  },
  (table) => [index('export_jobs_by_power_user').on(table.powerUserId, table.createdAt)],
);

/**
 * Append-only (triggers refuse UPDATE and DELETE). `before` and `after` are JSON. Kind, door and request are null in
 * rows that are older than these columns.
 */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: text('before'),
    after: text('after'),
    actorKind: text('actor_kind'),
    onBehalfOf: text('on_behalf_of'),
    door: text('door'),
    requestId: text('request_id'),
  },
  (table) => [
    index('audit_events_by_actor').on(table.actor, table.id),
    index('audit_events_by_subject').on(table.subject, table.id),
  ],
);

/** The chain: a hash for each event, over it and the hash before it. Takes the next event's alone, and keeps it. */
export const auditSeals = sqliteTable('audit_seals', {
  eventId: integer('event_id').primaryKey(),
  hash: text('hash').notNull(),
});

/** The last seal, moved by a trigger: one row, so that a chain whose end was cut off is seen to be shorter. */
export const auditHead = sqliteTable('audit_head', {
  one: integer('one').primaryKey(),
  eventId: integer('event_id').notNull(),
  hash: text('hash').notNull(),
});

/** A statement of a batch writes its condition here; a false one fails the whole batch. Always empty. */
export const guards = sqliteTable('guards', { ok: integer('ok').notNull() }, (table) => [
  check('guard_holds', sql`${table.ok} = 1`),
]);

/** Tables of administration: what was switched on, who may administer from outside, and work that takes a while. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What differs from the defaults of `shared/setting.ts`. `value` is JSON. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

/** Superadmins' tokens for `/admin/v1`: the SHA-256 of the secret in base64url, never the secret. */
export const adminTokens = sqliteTable('admin_tokens', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  hash: text('hash').notNull().unique(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
});

/** A change of many power users at once. `request` is JSON; who works at it holds it until `heldUntil`. */
export const adminJobs = sqliteTable('admin_jobs', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  request: text('request').notNull(),
  actor: text('actor').notNull(),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
  heldBy: text('held_by'),
  heldUntil: integer('held_until'),
});

/** The people of a job, by the LMS's id, each with what came of it once it is known. */
export const adminJobPeople = sqliteTable(
  'admin_job_people',
  {
    jobId: text('job_id').notNull(),
    position: integer('position').notNull(),
    person: text('person').notNull(),
    outcome: text('outcome', { enum: ['changed', 'unchanged', 'failed'] }),
    detail: text('detail'),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.position] }),
    index('admin_job_people_by_outcome').on(table.jobId, table.outcome),
  ],
);

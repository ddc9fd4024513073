/** An audit event: who did what to what, for whom, and through which door; how it is written, and what its hash is made of. */
import { type SQL, sql } from 'drizzle-orm';
import type { Row } from './database.ts';
import type { auditEvents } from './schema/index.ts';
import { sha256Of } from './sha256.ts';

/** Who can act: an operator at the command line, a superadmin and a power user by their tokens, the server by itself. */
export const auditActorKinds = ['operator', 'superadmin', 'power_user', 'server'] as const;
export type AuditActorKind = (typeof auditActorKinds)[number];

/** Where a change came in. No address, device or place of a person is kept: the request id finds the server's log line. */
export interface AuditOrigin {
  readonly door: 'cli' | 'http';
  readonly requestId: string | null;
}

/** What a writer knows. Texts may be worked out by SQL, after the statements that stand before in the batch. */
export interface AuditEntry {
  /** Unix seconds. */
  readonly at: number;
  readonly actorKind: AuditActorKind;
  readonly actor: string | SQL;
  /** Whoever the actor acted for, where it was somebody else. */
  readonly onBehalfOf?: string | null | undefined;
  readonly from?: AuditOrigin | undefined;
  readonly action: string;
  /** Kind and id of what changed, e.g. `profile:Reader`. */
  readonly subject: string | SQL;
  /** JSON text; null when there was nothing. */
  readonly before?: string | SQL | null;
  readonly after?: string | SQL | null;
}

/**
 * The statement that writes the event; it belongs into the batch that it tells of, and answers the `after` it wrote.
 * Never holds a secret: that is the caller's care.
 * @param rows `FROM …` whose rows it is written for: none where there is none. Once by default.
 */
export function auditRow(entry: AuditEntry, rows: SQL = sql``): SQL {
  const { at, actorKind, actor, onBehalfOf = null, from, action, subject } = entry;
  const { before = null, after = null } = entry;
  return sql`INSERT INTO audit_events (at, actor_kind, actor, on_behalf_of, door, request_id, action, subject, "before", "after")
    SELECT ${at}, ${actorKind}, ${actor}, ${onBehalfOf}, ${from?.door ?? null}, ${from?.requestId ?? null},
      ${action}, ${subject}, ${before}, ${after} ${rows}
    RETURNING "after"`;
}

/** An event as it stands in the database. */
export type AuditEvent = typeof auditEvents.$inferSelect;

/** Of a table `e` of events, in the order that `toEvent` reads and the hash is made of. */
export const eventColumns = sql`e.id, e.at, e.actor_kind, e.actor, e.on_behalf_of, e.door, e.request_id,
  e.action, e.subject, e."before" AS was, e."after" AS became`;

/** How many columns that is. */
export const eventColumnCount = 11;

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

/** Reads a row that begins with `eventColumns`. */
export const toEvent = (row: Row): AuditEvent => ({
  id: Number(row[0]),
  at: Number(row[1]),
  actorKind: textOrNull(row[2]),
  actor: String(row[3]),
  onBehalfOf: textOrNull(row[4]),
  door: textOrNull(row[5]),
  requestId: textOrNull(row[6]),
  action: String(row[7]),
  subject: String(row[8]),
  before: textOrNull(row[9]),
  after: textOrNull(row[10]),
});

/** What stands in the place of a hash before the first event. */
export const genesis = '0'.repeat(64);

/**
 * The event's link in the chain: SHA-256 over the JSON array of the hash before it and all of its columns, in order
 * and as they stand. docs/audit.md says it for those who check an exported chain with tools of their own.
 */
export const hashOf = (previous: string, event: AuditEvent): Promise<string> =>
  sha256Of(
    JSON.stringify([
      ...[previous, event.id, event.at, event.actorKind, event.actor, event.onBehalfOf],
      ...[event.door, event.requestId, event.action, event.subject, event.before, event.after],
    ]),
  );

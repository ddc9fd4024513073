/** Reads the audit: by who, what, on whom, for whom, when, and by any part of its texts; the newest first. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { toIsoTime } from '../../shared/time.ts';
import {
  type AuditEventWire,
  type AuditFilter,
  type AuditList,
  auditFilterSchema,
} from '../../shared/wire/audit.ts';
import { auditActorKinds, eventColumnCount, eventColumns, toEvent } from '../data/audit-event.ts';
import type { Database, Row } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { parse } from './parse.ts';

const inputSchema = auditFilterSchema.extend({
  /** `next` of the page before: the id of the oldest event that was seen. */
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: 'It is the id of an event' })
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});

/**
 * @param input filters, `cursor` and `limit`
 * @throws Refusal `unprocessable` that names the field
 */
export async function listAudit(database: Database, input: unknown): Promise<AuditList> {
  const { cursor, limit, ...filter } = parse(inputSchema, input);
  const narrowed = conditions(filter);
  const older = cursor === undefined ? [] : [sql`e.id < ${integer(Number(cursor))}`];
  const [rows = [], counted = []] = await database.read(
    sql`${eventsWhere([...narrowed, ...older])} ORDER BY e.id DESC LIMIT ${integer(limit + 1)}`,
    sql`SELECT count(*) AS n FROM audit_events e WHERE ${allOf(narrowed)}`,
  );
  const items = rows.slice(0, limit).map(eventWire);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, total: Number(counted[0]?.[0]), next: last ? String(last.id) : null };
}

/** Rows for `eventWire`; nothing is left out where there is no condition. */
export const eventsWhere = (all: readonly SQL[]): SQL =>
  sql`SELECT ${eventColumns}, s.hash FROM audit_events e
    LEFT JOIN audit_seals s ON s.event_id = e.id WHERE ${allOf(all)}`;

const allOf = (all: readonly SQL[]): SQL => sql.join([sql`1`, ...all], sql` AND `);

/** One condition for each filter that is set. */
const filters: { [Name in keyof AuditFilter]-?: (value: NonNullable<AuditFilter[Name]>) => SQL } = {
  actor: (name) => sql`e.actor IN (SELECT value FROM json_each(${JSON.stringify(labelsOf(name))}))`,
  action: (action) => sql`(e.action = ${action}
    OR substr(e.action, 1, length(${action}) + 1) = ${action} || '.')`,
  subject: (subject) => sql`e.subject = ${subject}`,
  onBehalfOf: (name) => sql`e.on_behalf_of = ${name}`,
  from: (seconds) => sql`e.at >= ${integer(seconds)}`,
  until: (seconds) => sql`e.at < ${integer(seconds)}`,
  // Letters A to Z are found in either case, all others as they stand.
  search: (
    part,
  ) => sql`instr(lower(concat_ws(char(10), e.actor, e.on_behalf_of, e.action, e.subject,
    e.request_id, e."before", e."after")), lower(${part})) > 0`,
};

/** The names by which an actor may stand in the audit. */
const labelsOf = (name: string): string[] => [
  name,
  ...auditActorKinds.map((kind) => `${kind}: ${name}`),
];

export function conditions(filter: AuditFilter): SQL[] {
  return Object.entries(filters).flatMap(([name, condition]) => {
    const value = filter[name as keyof AuditFilter];
    return value === undefined ? [] : [(condition as (value: unknown) => SQL)(value)];
  });
}

export function eventWire(row: Row): AuditEventWire {
  const { at, actorKind, onBehalfOf, requestId, before, after, ...rest } = toEvent(row);
  return {
    ...rest,
    at: toIsoTime(at),
    actor_kind: actorKind,
    on_behalf_of: onBehalfOf,
    request_id: requestId,
    before: before === null ? null : JSON.parse(before),
    after: after === null ? null : JSON.parse(after),
    hash: row[eventColumnCount] === null ? null : String(row[eventColumnCount]),
  };
}

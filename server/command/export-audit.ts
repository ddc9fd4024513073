/** The audit as a file, the oldest event first: lines of JSON with everything that the chain is made of, or CSV to read. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { toIsoTime } from '../../shared/time.ts';
import { auditFilterSchema } from '../../shared/wire/audit.ts';
import { type AuditEvent, eventColumnCount, toEvent } from '../data/audit-event.ts';
import type { Database, Row } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { defuse } from '../export/defuse.ts';
import { authorize } from './actor.ts';
import { audit } from './audit.ts';
import type { Occasion } from './change.ts';
import { conditions, eventsWhere } from './list-audit.ts';
import { parse } from './parse.ts';
import type { ExportPart } from './write-export.ts';

export const auditFormats = ['jsonl', 'csv'] as const;

const inputSchema = auditFilterSchema.extend({ format: z.enum(auditFormats).default('jsonl') });

const perPage = 500;

/**
 * Leaves an event of its own, which is the last of the file unless the filters leave it out.
 * @param input filters, and `format`
 * @returns the file in parts, at flat memory; it throws midway rather than end early
 * @throws Refusal `forbidden`; `unprocessable` that names the field
 */
export async function exportAudit(
  { database, actor, nowSeconds }: Occasion,
  input: unknown,
): Promise<AsyncIterable<ExportPart>> {
  authorize(actor, 'audit.export');
  const { format, ...filter } = parse(inputSchema, input);
  const after = { format, ...filter };
  const event = { action: 'audit.export', subject: 'audit', before: null, after } as const;
  const [written] = await database.write([audit({ actor, nowSeconds, ...event })]);
  if (written === undefined) throw new TypeError('The audit has not taken the event');
  const [[row] = []] = await database.read(sql`SELECT max(id) AS last FROM audit_events`);
  return parts(database, conditions(filter), formats[format], Number(row?.[0]));
}

interface Format {
  readonly head: string;
  readonly line: (event: AuditEvent, hash: string | null) => string;
}

async function* parts(
  database: Database,
  all: ReturnType<typeof conditions>,
  { head, line }: Format,
  last: number,
): AsyncGenerator<ExportPart, void, undefined> {
  if (head !== '') yield { text: head, rows: 0 };
  for (let seen = 0; ; ) {
    const between = sql`e.id > ${integer(seen)} AND e.id <= ${integer(last)}`;
    const [rows = []] = await database.read(
      sql`${eventsWhere([...all, between])} ORDER BY e.id LIMIT ${integer(perPage)}`,
    );
    if (rows.length > 0)
      yield { text: rows.map((row) => lineOf(row, line)).join(''), rows: rows.length };
    if (rows.length < perPage) return;
    seen = Number(rows.at(-1)?.[0]);
  }
}

const lineOf = (row: Row, line: Format['line']): string => {
  const hash = row[eventColumnCount];
  return line(toEvent(row), hash === null || hash === undefined ? null : String(hash));
};

/** The columns of a CSV file, which are the members of a line of JSON. */
const members = (event: AuditEvent, hash: string | null) => ({
  id: event.id,
  at: event.at,
  actor_kind: event.actorKind,
  actor: event.actor,
  on_behalf_of: event.onBehalfOf,
  door: event.door,
  request_id: event.requestId,
  action: event.action,
  subject: event.subject,
  before: event.before,
  after: event.after,
  hash,
});

const names = [
  ...['id', 'at', 'actor_kind', 'actor', 'on_behalf_of', 'door', 'request_id', 'action'],
  ...['subject', 'before', 'after', 'hash'],
];

const formats: Record<(typeof auditFormats)[number], Format> = {
  // `before` and `after` stay the texts that they are: parsed and written anew, they would have other hashes.
  jsonl: { head: '', line: (event, hash) => `${JSON.stringify(members(event, hash))}\n` },
  csv: {
    head: `${names.join(',')}\r\n`,
    line: (event, hash) => {
      const { id, at, ...texts } = members(event, hash);
      const cells = Object.values(texts).map((text) => `"${(text ?? '').replaceAll('"', '""')}"`);
      return defuse({ text: `${[id, toIsoTime(at), ...cells].join(',')}\r\n`, rows: 1 });
    },
  },
};

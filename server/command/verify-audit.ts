/** Walks the audit's chain from its first event to its head and says where it does not hold. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditVerification } from '../../shared/wire/audit.ts';
import { eventColumnCount, eventColumns, genesis, hashOf, toEvent } from '../data/audit-event.ts';
import type { Database, Row } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { parse } from './parse.ts';

const perPage = 500;
const faultsShown = 100;

const inputSchema = z.strictObject({
  /** A head that was noted earlier: it must still be the hash of that event. */
  noted: z
    .strictObject({
      id: z.int().min(1),
      hash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'A hash is 64 hexadecimal digits' }),
    })
    .optional(),
});

type Fault = AuditVerification['faults'][number];
type Noted = z.infer<typeof inputSchema>['noted'];

/** Where the walk stands: the last id seen, the hash that the next event links to, and what was found on the way. */
interface Walk {
  last: number;
  previous: string;
  events: number;
  /** Events without a seal since the last seal. */
  open: number[];
  head: AuditVerification['head'];
  notedSeen: boolean;
  faults: Fault[];
  count: number;
}

/**
 * A row changed, removed, slipped in or put elsewhere breaks the chain where it stands; an end that was cut off shows by
 * the head, by the counter of ids, or by a head that was noted elsewhere. Without such a note nothing tells a chain that
 * somebody with the file has worked out anew from its beginning.
 * @param input `{ noted?: { id, hash } }`
 */
export async function verifyAudit(database: Database, input: unknown): Promise<AuditVerification> {
  const { noted } = parse(inputSchema, input);
  const walk: Walk = {
    last: 0,
    previous: genesis,
    events: 0,
    open: [],
    head: null,
    notedSeen: false,
    faults: [],
    count: 0,
  };
  for (
    let rows = await page(database, 0);
    rows.length > 0;
    rows = await page(database, walk.last)
  ) {
    for (const row of rows) await step(walk, row, noted);
  }
  await compareEnds(database, walk);
  if (noted !== undefined && !walk.notedSeen) {
    fault(walk, 'cut', noted.id, `Event ${noted.id}, whose hash was noted, is not sealed here`);
  }
  const { events, open, head, faults, count } = walk;
  return { whole: count === 0, events, unsealed: open.length, head, faults, fault_count: count };
}

/** Events and seals side by side, either of which may be missing. */
async function page(database: Database, after: number): Promise<Row[]> {
  const [rows = []] = await database.read(sql`
    SELECT n.id AS place, s.hash, e.id IS NOT NULL AS there, ${eventColumns} FROM (
      SELECT id FROM audit_events WHERE id > ${integer(after)}
      UNION SELECT event_id FROM audit_seals WHERE event_id > ${integer(after)}
      ORDER BY 1 LIMIT ${integer(perPage)}) n
    LEFT JOIN audit_events e ON e.id = n.id LEFT JOIN audit_seals s ON s.event_id = n.id ORDER BY n.id`);
  return rows;
}

const facts = 3;

async function step(walk: Walk, row: Row, noted: Noted): Promise<void> {
  const id = Number(row[0]);
  const seal = row[1] === null ? null : String(row[1]);
  const event = row[2] === 1 ? toEvent(row.slice(facts, facts + eventColumnCount)) : null;
  if (id !== walk.last + 1) {
    const told =
      id === walk.last + 2 ? `Event ${id - 1} is` : `The events ${walk.last + 1} to ${id - 1} are`;
    fault(walk, 'missing', walk.last + 1, `${told} missing, with their seals`);
  }
  walk.last = id;
  if (event === null) fault(walk, 'missing', id, `Event ${id} is missing; its seal is there`);
  else walk.events += 1;
  if (seal === null) {
    walk.open.push(id);
    return;
  }
  for (const open of walk.open.splice(0)) {
    fault(walk, 'inserted', open, `Event ${open} has no seal, though later ones have`);
  }
  if (event !== null && (await hashOf(walk.previous, event)) !== seal) {
    fault(
      walk,
      'changed',
      id,
      `Event ${id} is not what was sealed, or not behind what it followed`,
    );
  }
  if (id === noted?.id) {
    walk.notedSeen = true;
    if (seal !== noted.hash) {
      fault(walk, 'rewritten', id, `The seal of event ${id} is not the one that was noted`);
    }
  }
  walk.previous = seal;
  walk.head = { id, hash: seal };
}

/** The head and the counter of ids know of events that are gone from the end. */
async function compareEnds(database: Database, walk: Walk): Promise<void> {
  const [heads = [], counters = []] = await database.read(
    sql`SELECT event_id, hash FROM audit_head`,
    sql`SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'`,
  );
  const [id, hash] = [Number(heads[0]?.[0] ?? -1), String(heads[0]?.[1])];
  const counted = Number(counters[0]?.[0] ?? 0);
  const end = walk.head ?? { id: 0, hash: genesis };
  if (id > end.id) {
    fault(walk, 'cut', end.id + 1, `The chain reached event ${id}, and ends at ${end.id}`);
  } else if (id !== end.id || hash !== end.hash) {
    fault(walk, 'rewritten', end.id, 'The head is not that of the last seal');
  }
  if (counted > walk.last) {
    fault(
      walk,
      'cut',
      walk.last + 1,
      `Events were numbered up to ${counted}; the last is ${walk.last}`,
    );
  }
}

function fault(walk: Walk, kind: Fault['kind'], event: number, told: string): void {
  walk.count += 1;
  if (walk.faults.length < faultsShown) walk.faults.push({ kind, event, told });
}

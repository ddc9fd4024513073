/** Seals audit events into the chain: each one's hash over itself and the hash before it, in the order of their ids. */
import { sql } from 'drizzle-orm';
import { type AuditEvent, eventColumns, genesis, hashOf, toEvent } from './audit-event.ts';
import type { Database } from './database.ts';
import { integer } from './literal.ts';

/** As many as one batch seals; an event is rarely more than a few thousand characters. */
const eventsPerBatch = 200;

/** Whoever meets another sealer looks again; this often, before the next writer is left to do it. */
const meetings = 5;

type Store = Pick<Database, 'read' | 'write'>;

/**
 * Seals what is not sealed yet. Why not in the very batch that writes the event: SQLite has no SHA-256, `after` is
 * worked out by SQL while the batch runs, and a guard on the chain's head would make every two writers meet. The table
 * takes a seal only for the next event, so two sealers can't fork the chain: one of them fails and looks again.
 * @param batches at most so many; the rest stays visible as unsealed and is the next one's.
 */
export async function sealAudit(store: Store, batches = Number.POSITIVE_INFINITY): Promise<void> {
  let met = 0;
  for (let batch = 0; batch < batches && met < meetings; batch += 1) {
    const { head, events } = await unsealed(store);
    if (events.length === 0) return;
    const seals = await sealsFor(head, events);
    try {
      await store.write([
        sql`INSERT INTO audit_seals (event_id, hash)
          SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(seals)}) ORDER BY key`,
      ]);
      if (events.length < eventsPerBatch) return;
    } catch (error) {
      if (!isOutOfOrder(error)) throw error;
      met += 1;
    }
  }
}

async function unsealed(store: Store): Promise<{ head: string; events: AuditEvent[] }> {
  const [head = [], rows = []] = await store.read(
    sql`SELECT hash FROM audit_seals ORDER BY event_id DESC LIMIT 1`,
    sql`SELECT ${eventColumns} FROM audit_events e
      WHERE e.id > (SELECT coalesce(max(event_id), 0) FROM audit_seals)
      ORDER BY e.id LIMIT ${integer(eventsPerBatch)}`,
  );
  return { head: String(head[0]?.[0] ?? genesis), events: rows.map(toEvent) };
}

async function sealsFor(head: string, events: readonly AuditEvent[]): Promise<[number, string][]> {
  const seals: [number, string][] = [];
  let previous = head;
  for (const event of events) {
    previous = await hashOf(previous, event);
    seals.push([event.id, previous]);
  }
  return seals;
}

/** What the trigger says to whoever seals something else than the next event. */
const isOutOfOrder = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.includes('audit seals stand in order') || isOutOfOrder(error.cause));

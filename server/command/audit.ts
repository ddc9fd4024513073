/** The audit row that stands in the same batch as the change which it tells of. */
import { is, SQL, sql } from 'drizzle-orm';
import { auditRow } from '../data/audit-event.ts';
import { type Action, type Actor, actorLabel } from './actor.ts';

interface Event {
  readonly actor: Actor;
  readonly action: Action;
  /** Kind and id of what changed, e.g. `profile:Reader`. */
  readonly subject: string;
  /** What was, as a plain value or as SQL that yields JSON text; null when there was nothing. */
  readonly before: unknown;
  /** What is, likewise. SQL is worked out when the batch runs, after the statements that stand before it. */
  readonly after: unknown;
  readonly nowSeconds: number;
}

/** One row of `audit_events`; answers the `after` that it wrote. Never holds a secret: that is the caller's care. */
export function audit({ actor, action, subject, before, after, nowSeconds }: Event): SQL {
  return auditRow({
    at: nowSeconds,
    actorKind: actor.kind,
    actor: actorLabel(actor),
    onBehalfOf: actor.onBehalfOf,
    from: actor.from,
    action,
    subject,
    before: json(before),
    after: json(after),
  });
}

/** What differs between events of one kind, as plain values. */
type Told = Pick<Event, 'subject' | 'before' | 'after'>;

/** D1 takes 2,000,000 bytes a parameter. */
const eventsEach = 200;

/** The rows of many events of one batch, in few statements. */
export function audits(
  { actor, action, nowSeconds }: Pick<Event, 'actor' | 'action' | 'nowSeconds'>,
  events: readonly Told[],
): SQL[] {
  return Array.from({ length: Math.ceil(events.length / eventsEach) }, (_, part) => {
    const rows = events
      .slice(part * eventsEach, (part + 1) * eventsEach)
      .map(({ subject, before, after }) => [subject, json(before), json(after)]);
    return auditRow(
      {
        at: nowSeconds,
        actorKind: actor.kind,
        actor: actorLabel(actor),
        onBehalfOf: actor.onBehalfOf,
        from: actor.from,
        action,
        subject: sql`value ->> 0`,
        before: sql`value ->> 1`,
        after: sql`value ->> 2`,
      },
      sql`FROM json_each(${JSON.stringify(rows)}) ORDER BY key`,
    );
  });
}

function json(value: unknown): string | SQL | null {
  if (value === null || is(value, SQL)) return value;
  return JSON.stringify(value);
}

/** Audit events are for ever: no statement changes or removes one, and a change without its event does not happen. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Runnable } from '../../server/data/database.ts';
import { auditEvents, users } from '../../server/data/schema/index.ts';
import { openMemory } from '../world/open.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const event = { at: 1, actor: 'root', action: 'user.create', subject: 'ann' };
beforeEach(async () => {
  await database.orm.insert(auditEvents).values(event);
});

type Attempt = (database: Database) => Runnable;
const attempts: readonly [string, Attempt][] = [
  [
    'an update of one',
    ({ orm }) => orm.update(auditEvents).set({ actor: 'nobody' }).where(eq(auditEvents.id, 1)),
  ],
  ['an update of all', ({ orm }) => orm.update(auditEvents).set({ actor: 'nobody' })],
  ['an update that changes nothing', () => sql`UPDATE audit_events SET at = at`],
  ['a removal of one', ({ orm }) => orm.delete(auditEvents).where(eq(auditEvents.id, 1))],
  ['a removal of all', ({ orm }) => orm.delete(auditEvents)],
  [
    'an upsert',
    ({ orm }) =>
      orm
        .insert(auditEvents)
        .values({ ...event, id: 1 })
        .onConflictDoUpdate({ target: auditEvents.id, set: { actor: 'nobody' } }),
  ],
  [
    'a replacement',
    () => sql`INSERT OR REPLACE INTO audit_events (id, at, actor, action, subject)
      VALUES (1, 2, 'nobody', 'none', 'none')`,
  ],
  ['a replacement of an update', () => sql`UPDATE OR REPLACE audit_events SET id = 1 WHERE id = 2`],
];

describe('an audit event', () => {
  it.each(attempts)('T-53 stays as it was through %s', async (_, attempt) => {
    await database.orm.insert(auditEvents).values(event);
    const before = await database.orm.select().from(auditEvents);
    await expect(database.write([attempt(database)])).rejects.toThrow();
    expect(await database.orm.select().from(auditEvents)).toEqual(before);
  });

  it('T-53 is added beside the others', async () => {
    const before = await database.orm.select().from(auditEvents);
    await database.orm.insert(auditEvents).values({ ...event, subject: 'bob' });
    const after = await database.orm.select().from(auditEvents);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
  });

  it('T-53 that can not be written takes its action with it', async () => {
    const add = (key: string) => database.orm.insert(users).values({ key, username: key });
    const broken = sql`INSERT INTO audit_events (at, actor, action) VALUES (1, 'root', 'user.create')`;
    await expect(database.write([add('ann'), broken])).rejects.toThrow();
    expect(await database.orm.select().from(users)).toEqual([]);
    await database.write([add('ann'), database.orm.insert(auditEvents).values(event)]);
    expect(await database.orm.select().from(users)).toHaveLength(1);
  });
});

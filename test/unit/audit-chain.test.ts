/** The chain of the audit: whole after every write, never forked, and broken visibly by whatever is done behind it. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Occasion } from '../../server/command/change.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { editProfile } from '../../server/command/edit-profile.ts';
import { exportAudit } from '../../server/command/export-audit.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { verifyAudit } from '../../server/command/verify-audit.ts';
import { sealAudit } from '../../server/data/seal-audit.ts';
import { all, now, openAcademy, openAcademyTwice, refused } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
  await createProfile(occasion, { name: 'Reader', permissions: ['reports.view'] });
  await editProfile(occasion, { profile: 'Reader', add: ['reports.export'] });
  await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['Reader'] });
  await editProfile(occasion, { profile: 'Reader', description: 'Für "alle" \\ \u{1F393}' });
  await editProfile(occasion, { profile: 'Reader', remove: ['reports.export'] });
});
afterEach(() => occasion.database.close());

const verify = (noted?: { id: number; hash: string }) =>
  verifyAudit(occasion.database, noted ? { noted } : {});

/** What somebody with the file does: triggers are no obstacle to them. */
async function behindTheTriggers(...statements: string[]): Promise<void> {
  const triggers = await all(
    occasion.database,
    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit%'",
  );
  await occasion.database.write([
    ...triggers.map(([name]) => sql.raw(`DROP TRIGGER ${name}`)),
    ...statements.map((statement) => sql.raw(statement)),
  ]);
}

/** `kind event` for each fault. */
const faults = async (noted?: { id: number; hash: string }) =>
  (await verify(noted)).faults.map(({ kind, event }) => `${kind} ${event}`);

describe('the chain', () => {
  it('T-53 is whole after every command, and its head is the last event', async () => {
    const told = await verify();
    expect(told).toMatchObject({ whole: true, events: 5, unsealed: 0, faults: [], fault_count: 0 });
    const [[last] = []] = await all(
      occasion.database,
      'SELECT hash FROM audit_seals ORDER BY event_id DESC',
    );
    expect(told.head).toEqual({ id: 5, hash: last });
  });

  it('T-53 can be checked by others, from an export and what docs/audit.md says', async () => {
    let text = '';
    for await (const part of await exportAudit(occasion, {})) text += part.text;
    const lines: ({ hash: string } & Record<string, unknown>)[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(6);
    let previous = '0'.repeat(64);
    for (const { hash, ...event } of lines) {
      const array = JSON.stringify([previous, ...Object.values(event)]);
      expect(createHash('sha256').update(array).digest('hex')).toBe(hash);
      previous = hash;
    }
  });

  it('T-53 says who acted for whom, and through which door', async () => {
    const actor = {
      kind: 'operator',
      name: 'kim',
      onBehalfOf: 'u-maria',
      from: { door: 'http', requestId: 'r-1' },
    } as const;
    await createProfile({ ...occasion, actor }, { name: 'Other', permissions: ['reports.view'] });
    const rows = await all(
      occasion.database,
      'SELECT actor_kind, actor, on_behalf_of, door, request_id FROM audit_events WHERE id = 6',
    );
    expect(rows).toEqual([['operator', 'operator: kim', 'u-maria', 'http', 'r-1']]);
    expect((await verify()).whole).toBe(true);
  });

  it('T-53 T-47 is never forked by writers who meet, in one process or in two', async () => {
    const { one, other, close } = await openAcademyTwice();
    const names = Array.from({ length: 24 }, (_, place) => `Profile ${place}`);
    await Promise.all(
      names.map((name, place) =>
        createProfile(place % 2 === 0 ? one : other, { name, permissions: ['reports.view'] }),
      ),
    );
    const told = await verifyAudit(one.database, {});
    expect(told).toMatchObject({ whole: true, events: 24, unsealed: 0 });
    close();
  });

  it('T-53 takes no seal but the next event’s, and keeps what it has', async () => {
    const hash = 'a'.repeat(64);
    for (const statement of [
      `INSERT INTO audit_seals VALUES (6, '${hash}')`,
      `INSERT INTO audit_seals VALUES (5, '${hash}')`,
      `INSERT OR REPLACE INTO audit_seals VALUES (5, '${hash}')`,
      `INSERT OR IGNORE INTO audit_seals VALUES (5, '${hash}')`,
      `INSERT INTO audit_seals VALUES (5, '${hash}') ON CONFLICT DO UPDATE SET hash = excluded.hash`,
      `UPDATE audit_seals SET hash = '${hash}' WHERE event_id = 5`,
      'DELETE FROM audit_seals WHERE event_id = 5',
      `UPDATE audit_head SET hash = '${hash}'`,
      'UPDATE audit_head SET event_id = 4',
      'DELETE FROM audit_head',
      `INSERT OR REPLACE INTO audit_head VALUES (1, 5, '${hash}')`,
    ]) {
      await expect(occasion.database.write([sql.raw(statement)]), statement).rejects.toThrow(
        /audit/,
      );
    }
    expect((await verify()).whole).toBe(true);
  });
});

describe('what is done behind the triggers', () => {
  const other = 'b'.repeat(64);
  it.each([
    ['a changed time', ['UPDATE audit_events SET at = at + 1 WHERE id = 2'], ['changed 2']],
    ['a changed actor', ["UPDATE audit_events SET actor = 'x' WHERE id = 1"], ['changed 1']],
    [
      'a changed kind',
      ["UPDATE audit_events SET actor_kind = 'server' WHERE id = 1"],
      ['changed 1'],
    ],
    ['a changed proxy', ["UPDATE audit_events SET on_behalf_of = '' WHERE id = 4"], ['changed 4']],
    ['a changed door', ["UPDATE audit_events SET door = 'http' WHERE id = 5"], ['changed 5']],
    ['a changed request', ["UPDATE audit_events SET request_id = '' WHERE id = 5"], ['changed 5']],
    ['a changed action', ["UPDATE audit_events SET action = 'x' WHERE id = 3"], ['changed 3']],
    ['a changed subject', ["UPDATE audit_events SET subject = '' WHERE id = 3"], ['changed 3']],
    ['a changed before', ['UPDATE audit_events SET "before" = NULL WHERE id = 2'], ['changed 2']],
    ['a changed after', ['UPDATE audit_events SET "after" = \'{}\' WHERE id = 5'], ['changed 5']],
    ['a removed event', ['DELETE FROM audit_events WHERE id = 3'], ['missing 3']],
    [
      'an event removed with its seal',
      ['DELETE FROM audit_events WHERE id = 3', 'DELETE FROM audit_seals WHERE event_id = 3'],
      ['missing 3', 'changed 4'],
    ],
    [
      'the first events removed with their seals',
      ['DELETE FROM audit_events WHERE id < 3', 'DELETE FROM audit_seals WHERE event_id < 3'],
      ['missing 1', 'changed 3'],
    ],
    [
      'an event removed and all behind it moved up',
      [
        'DELETE FROM audit_events WHERE id = 2',
        'UPDATE audit_events SET id = id - 1 WHERE id > 2',
        'DELETE FROM audit_seals WHERE event_id = 2',
        'UPDATE audit_seals SET event_id = event_id - 1 WHERE event_id > 2',
      ],
      ['changed 2', 'changed 3', 'changed 4', 'cut 5', 'cut 5'],
    ],
    [
      'two events in each other’s place',
      [
        'UPDATE audit_events SET id = 99 WHERE id = 2',
        'UPDATE audit_events SET id = 2 WHERE id = 3',
        'UPDATE audit_events SET id = 3 WHERE id = 99',
      ],
      ['changed 2', 'changed 3'],
    ],
    [
      'an event without its seal',
      ['DELETE FROM audit_seals WHERE event_id = 2'],
      ['inserted 2', 'changed 3'],
    ],
    [
      'an event slipped in between',
      [
        'UPDATE audit_events SET id = id + 1 WHERE id = 5',
        'UPDATE audit_seals SET event_id = 6 WHERE event_id = 5',
        "INSERT INTO audit_events (id, at, actor, action, subject) VALUES (5, 1, 'a', 'b', 'c')",
      ],
      ['inserted 5', 'changed 6', 'rewritten 6'],
    ],
    [
      'a seal of its own',
      [`UPDATE audit_seals SET hash = '${other}' WHERE event_id = 2`],
      ['changed 2', 'changed 3'],
    ],
    ['the last event removed', ['DELETE FROM audit_events WHERE id = 5'], ['missing 5']],
    [
      'the tail cut off',
      ['DELETE FROM audit_events WHERE id > 3', 'DELETE FROM audit_seals WHERE event_id > 3'],
      ['cut 4', 'cut 4'],
    ],
    [
      'the tail cut off, and the counter turned back',
      [
        'DELETE FROM audit_events WHERE id > 3',
        'DELETE FROM audit_seals WHERE event_id > 3',
        "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit_events'",
      ],
      ['cut 4'],
    ],
    [
      'the tail cut off, and the head turned back',
      [
        'DELETE FROM audit_events WHERE id > 3',
        'DELETE FROM audit_seals WHERE event_id > 3',
        'UPDATE audit_head SET (event_id, hash) = (SELECT event_id, hash FROM audit_seals WHERE event_id = 3)',
      ],
      ['cut 4'],
    ],
    ['another head', [`UPDATE audit_head SET hash = '${other}'`], ['rewritten 5']],
    ['no head', ['DELETE FROM audit_head'], ['rewritten 5']],
    [
      'everything removed',
      ['DELETE FROM audit_events', 'DELETE FROM audit_seals'],
      ['cut 1', 'cut 1'],
    ],
  ])('T-53 shows: %s', async (_, statements, expected) => {
    expect((await verify()).whole).toBe(true);
    await behindTheTriggers(...statements);
    expect(await faults()).toEqual(expected);
    expect((await verify()).whole).toBe(false);
  });

  /** Everything that the file holds is made to fit: the best that an attacker with the file can do. */
  const rewrite = async () => {
    await behindTheTriggers(
      'DELETE FROM audit_events WHERE id = 3',
      'UPDATE audit_events SET id = id - 1 WHERE id > 3',
      'DELETE FROM audit_seals',
      "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit_events'",
      `UPDATE audit_head SET event_id = 0, hash = '${'0'.repeat(64)}'`,
    );
    await sealAudit(occasion.database);
    await occasion.database.write([
      sql`UPDATE audit_head SET (event_id, hash) = (SELECT event_id, hash FROM audit_seals WHERE event_id = 4)`,
    ]);
  };

  it('T-53 does not show where all of it was worked out anew, but for a head that was noted elsewhere', async () => {
    const { head } = await verify();
    const noted = head ?? { id: 0, hash: '' };
    expect(await faults(noted)).toEqual([]);
    await rewrite();
    expect(await faults()).toEqual([]);
    expect(await faults(noted)).toEqual(['cut 5']);
    const [[third] = []] = await all(
      occasion.database,
      'SELECT hash FROM audit_seals WHERE event_id = 3',
    );
    expect(await faults({ id: 3, hash: String(third) })).toEqual([]);
    expect(await faults({ id: 3, hash: other })).toEqual(['rewritten 3']);
  });

  it('refuses a noted head that is none', async () => {
    await refused(verify({ id: 0, hash: other }), 'unprocessable');
    await refused(verify({ id: 1, hash: 'zz' }), 'unprocessable');
  });
});

describe('events that are not sealed', () => {
  const unsealedEvent = (subject: string) =>
    sql`INSERT INTO audit_events (at, actor, action, subject) VALUES (${now}, 'old', 'x', ${subject})`;
  /** As a process leaves them that dies between the change and the seal, and as every database before the chain has them. */
  const leave = (count: number) =>
    occasion.database.write([
      sql.raw('CREATE TABLE other AS SELECT 1 AS one'),
      ...Array.from(
        { length: count },
        (_, place) => sql`WITH event AS (SELECT 1) ${unsealedEvent(`old ${place}`)}`,
      ),
    ]);

  it('T-53 are counted, are no fault, and are sealed by the next writer', async () => {
    await leave(3);
    expect(await verify()).toMatchObject({ whole: true, events: 8, unsealed: 3, head: { id: 5 } });
    await createProfile(occasion, { name: 'Next', permissions: ['reports.view'] });
    expect(await verify()).toMatchObject({ whole: true, events: 9, unsealed: 0, head: { id: 9 } });
  });

  it('T-53 are all sealed at a start, however many there are', async () => {
    await leave(1001);
    await sealAudit(occasion.database);
    expect(await verify()).toMatchObject({ whole: true, events: 1006, unsealed: 0 });
  });

  it('T-53 show that one is gone from their end by the counter of ids', async () => {
    await leave(2);
    await behindTheTriggers('DELETE FROM audit_events WHERE id = 7');
    expect(await faults()).toEqual(['cut 7']);
  });

  it('T-53 fail no change that has gone through, and stay for the next', async () => {
    await occasion.database.write([
      sql`CREATE TRIGGER no_seals BEFORE INSERT ON audit_seals
        BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
    ]);
    await createProfile(occasion, { name: 'Next', permissions: ['reports.view'] });
    expect(await verify()).toMatchObject({ whole: true, events: 6, unsealed: 1 });
  });
});

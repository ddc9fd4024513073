/** The audit, listed and as a file: filters, pages and search, and nothing that a spreadsheet would run. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Occasion } from '../../server/command/change.ts';
import { exportAudit } from '../../server/command/export-audit.ts';
import { listAudit } from '../../server/command/list-audit.ts';
import { type AuditEntry, auditRow } from '../../server/data/audit-event.ts';
import { auditListSchema } from '../../shared/wire/audit.ts';
import { all, now, openAcademy, refused } from './command-world.ts';

let occasion: Occasion;
const event = { actorKind: 'operator', actor: 'operator: kim', subject: 'profile:Reader' } as const;
const events: readonly AuditEntry[] = [
  { ...event, at: 100, action: 'profile.create', after: '{"name":"Reader"}' },
  {
    ...event,
    at: 200,
    action: 'profile.edit',
    before: '{"name":"Reader"}',
    after: '{"name":"=1+1"}',
  },
  {
    ...{ at: 300, action: 'profile.grant', subject: 'power_user:u1', onBehalfOf: 'u9' },
    ...{ actorKind: 'superadmin', actor: 'superadmin: Ana' },
  },
  { at: 400, action: 'token.exchange', subject: 'site:acme', actorKind: 'power_user', actor: 'u1' },
  { ...event, at: 500, action: 'profiles.x', subject: 'x', after: '{"text":"100% [a-z]_"}' },
];

beforeAll(async () => {
  occasion = await openAcademy();
  const from = { door: 'http', requestId: 'request-7' } as const;
  await occasion.database.write(events.map((one) => auditRow({ ...one, from })));
});
afterAll(() => occasion.database.close());

const list = (input: object = {}) => listAudit(occasion.database, input);
const ids = async (input: object) => (await list(input)).items.map(({ id }) => id);

describe('the list', () => {
  it('T-53 has every column, the newest first, and the link of the chain', async () => {
    const told = auditListSchema.parse(await list());
    expect(told.items.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
    const seals = await all(occasion.database, 'SELECT hash FROM audit_seals ORDER BY event_id');
    expect(told.items[2]).toEqual({
      id: 3,
      at: '1970-01-01T00:05:00Z',
      actor_kind: 'superadmin',
      actor: 'superadmin: Ana',
      on_behalf_of: 'u9',
      door: 'http',
      request_id: 'request-7',
      action: 'profile.grant',
      subject: 'power_user:u1',
      before: null,
      after: null,
      hash: seals[2]?.[0],
    });
    expect(told.items[3]).toMatchObject({ before: { name: 'Reader' }, after: { name: '=1+1' } });
  });

  it.each([
    ['actor by the name alone', { actor: 'kim' }, [5, 2, 1]],
    ['actor with its kind', { actor: 'operator: kim' }, [5, 2, 1]],
    ['actor that is an id', { actor: 'u1' }, [4]],
    ['actor in part', { actor: 'ki' }, []],
    ['action', { action: 'profile.edit' }, [2]],
    ['all about a thing', { action: 'profile' }, [3, 2, 1]],
    ['action that only begins so', { action: 'prof' }, []],
    ['subject', { subject: 'profile:Reader' }, [2, 1]],
    ['on behalf of', { onBehalfOf: 'u9' }, [3]],
    ['from, inclusive', { from: 400 }, [5, 4]],
    ['until, exclusive', { until: 200 }, [1]],
    ['search in before and after', { search: 'reader' }, [2, 1]],
    ['search that is no pattern', { search: '100% [a-z]_' }, [5]],
    ['search that is a pattern elsewhere', { search: '%' }, [5]],
    ['search for a request', { search: 'request-7' }, [5, 4, 3, 2, 1]],
    ['several together', { actor: 'kim', until: 500, search: 'edit' }, [2]],
  ])('narrows by %s', async (_, filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it('goes on behind the last of a page, and no event comes twice when new ones come in', async () => {
    const first = await list({ limit: 2 });
    expect([first.items.map(({ id }) => id), first.total, first.next]).toEqual([[5, 4], 5, '4']);
    expect(await ids({ limit: 2, cursor: '4' })).toEqual([3, 2]);
    const last = await list({ limit: 2, cursor: '2' });
    expect([last.items.map(({ id }) => id), last.next]).toEqual([[1], null]);
    expect((await list({ limit: 5 })).next).toBeNull();
    expect((await list({ actor: 'kim', limit: 1 })).total).toBe(3);
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ cursor: '0' }, 'cursor'],
    [{ cursor: '1 OR 1' }, 'cursor'],
    [{ from: '2026' }, 'from'],
    [{ search: '' }, 'search'],
    [{ actor: ['kim'] }, 'actor'],
    [{ where: '1=1' }, 'where'],
  ])('refuses %j and names the field', async (input, field) => {
    expect((await refused(list(input), 'unprocessable')).message).toContain(field);
  });
});

describe('the file', () => {
  const file = async (input: object) => {
    let text = '';
    let rows = 0;
    for await (const part of await exportAudit(occasion, input)) {
      text += part.text;
      rows += part.rows;
    }
    return { text, rows };
  };

  it('T-53 is an event itself, and its last', async () => {
    const { text, rows } = await file({});
    const lines = text.trimEnd().split('\n');
    expect(rows).toBe(lines.length);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      ...{
        action: 'audit.export',
        subject: 'audit',
        at: now,
        actor: 'operator: superadmin via test',
      },
      after: '{"format":"jsonl"}',
    });
  });

  it('T-42 has no cell that a spreadsheet would run, and every quote doubled', async () => {
    await occasion.database.write([
      auditRow({
        ...event,
        at: now,
        action: 'odd',
        subject: '=cmd|x',
        before: '"a,b\n"',
        after: null,
      }),
    ]);
    const { text } = await file({ format: 'csv', action: 'odd' });
    const [head, line, ...rest] = text.split('\r\n');
    expect(head).toBe(
      'id,at,actor_kind,actor,on_behalf_of,door,request_id,action,subject,before,after,hash',
    );
    expect(line).toContain(`,"odd","'=cmd|x","""a,b\n""","",`);
    expect(rest).toEqual(['']);
  });

  it('is whole over many pages, and holds what the filters leave', async () => {
    await occasion.database.write(
      Array.from({ length: 1203 }, (_, place) =>
        auditRow({ ...event, at: now, action: 'many', subject: `n:${place}` }),
      ),
    );
    const { text, rows } = await file({ action: 'many' });
    expect(rows).toBe(1203);
    const subjects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).subject);
    expect(subjects).toEqual(Array.from({ length: 1203 }, (_, place) => `n:${place}`));
  });

  it('T-53 is not given where its own event can not be written', async () => {
    const [[before] = []] = await all(occasion.database, 'SELECT count(*) FROM audit_events');
    await occasion.database.write([
      sql`CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_events
        BEGIN SELECT RAISE(ABORT, 'the audit is full'); END`,
    ]);
    await expect(file({})).rejects.toThrow('the audit is full');
    await occasion.database.write([sql`DROP TRIGGER audit_is_full`]);
    expect(await all(occasion.database, 'SELECT count(*) FROM audit_events')).toEqual([[before]]);
  });

  it('is refused to an actor without a name', async () => {
    const actor = { kind: 'operator', name: ' ' } as const;
    await refused(exportAudit({ ...occasion, actor }, {}), 'forbidden');
  });
});

/** What the log is told: enough to find a fault, and nothing about anybody. */
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { users } from '../../server/data/schema/index.ts';
import { causeOf, entryOf } from '../../server/http/log.ts';
import { TokenRefusal } from '../../server/token/token-refusal.ts';
import { Refusal } from '../../shared/refusal.ts';

const done = { requestId: 'r', method: 'GET', route: '/v1/x', startedAt: 1000, endedAt: 1250 };

describe('a line of the log', () => {
  it('tells when, what, how it ended and how long it took', () => {
    expect(entryOf({ ...done, status: 200, site: 'acme' })).toEqual({
      at: '1970-01-01T00:00:01.250Z',
      level: 'info',
      request_id: 'r',
      method: 'GET',
      route: '/v1/x',
      status: 200,
      ms: 250,
      site: 'acme',
    });
  });

  it('is an error where our side failed, whatever the status says', () => {
    const levelOf = (status: number, broken?: true) =>
      entryOf({ ...done, status, ...(broken && { broken }) }).level;
    expect([200, 304, 401, 404, 499].map((status) => levelOf(status))).toEqual(
      Array(5).fill('info'),
    );
    expect([levelOf(500), levelOf(503), levelOf(200, true)]).toEqual(Array(3).fill('error'));
  });
});

describe('the cause of an error', () => {
  it('is that of a refusal where it has one, and nothing where it has none', () => {
    expect(causeOf(new Refusal('not-found', 'There is no such report'))).toBeUndefined();
    expect(causeOf(new Refusal('unauthenticated', 'x', { cause: 'epoch' }))).toBe('epoch');
    expect(causeOf(new TokenRefusal('invalid_grant', 'assertion: form'))).toBe('assertion: form');
    expect(causeOf(new Error('broke'))).toContain('broke');
    expect(causeOf('thrown text')).toBe('thrown text');
  });

  it('T-63 names the statement that failed and none of its values', async () => {
    const database = openDatabase(await openLibsql(':memory:'));
    const values = ['ada.byron@acme.example', 'Byron'];
    const attempts = [
      () =>
        database.orm
          .insert(users)
          .values({ key: 'k', username: values[0] ?? '', lastName: values[1] ?? '' }),
      () =>
        database.read(
          sql`SELECT * FROM users WHERE username = ${values[0]} AND last_name = ${values[1]}`,
        ),
      () =>
        database.write([
          sql`UPDATE users SET last_name = ${values[1]} WHERE username = ${values[0]}`,
        ]),
    ];
    for (const attempt of attempts) {
      const error = await Promise.resolve(attempt()).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      const told = causeOf(error) ?? '';
      expect(told).toContain('no such table: users');
      for (const value of values) expect(told).not.toContain(value);
      const wrapped = causeOf(new Refusal('unavailable', 'x', { cause: error })) ?? '';
      for (const value of values) expect(wrapped).not.toContain(value);
    }
    database.close();
  });
});

/** A bundle is imported inside workerd into a real D1, whose caps on parameters and functions it must keep. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { importBundle } from '../../server/connect/bundle/import-bundle.ts';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';

const people = Array.from({ length: 12_000 }, (_, at) => `u${at}`);

/** Names of three bytes a character, so that a chunk comes as near to D1's cap as it ever does. */
const bundle: Record<string, string> = {
  'user_fields.csv': 'id,name\nteam,Team\n',
  'branches.csv': 'id,name,parent\nnorth,North,acme\nacme,Acme,\n',
  'users.csv': `id,username,first_name,branch,field:team\n${people.map((id) => `${id},${id},${'学'.repeat(200)},north,A`).join('\n')}\n`,
  'courses.csv': 'id,name\nc1,One\n',
  'enrollments.csv': `user,course,progress\n${people.map((id) => `${id},c1,50.5`).join('\n')}\n`,
};

const files = (contents: Record<string, string>) =>
  new Map(
    Object.entries(contents).map(([name, text]) => [
      name,
      () => new Response(text).body as ReadableStream<Uint8Array>,
    ]),
  );

describe('an import into D1', () => {
  it('writes every row, and nothing the second time', async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    const database = openDatabase(openD1(env.DB));
    const options = { actor: { kind: 'operator', name: 'test' }, nowSeconds: 0 } as const;
    const first = await importBundle(database, files(bundle), options);
    expect(first).toMatchObject({ applied: true, findings: [] });
    expect(first.counts.get('enrollments')?.inserted).toBe(people.length);
    expect(first.counts.get('user_field_values')?.inserted).toBe(people.length);
    const again = await importBundle(database, files(bundle), { ...options, replace: true });
    expect(again.counts.get('enrollments')).toEqual({
      inserted: 0,
      updated: 0,
      unchanged: people.length,
      deleted: 0,
    });
  });

  it('writes nothing when a row is wrong', async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    const database = openDatabase(openD1(env.DB));
    const { applied, findings } = await importBundle(
      database,
      files({ 'users.csv': 'id,username\nx1,xan\n', 'group_members.csv': 'group,user\ng9,x1\n' }),
      { actor: { kind: 'operator', name: 'test' }, nowSeconds: 0 },
    );
    expect(applied).toBe(false);
    expect(findings).toMatchObject([{ file: 'group_members.csv', line: 2, column: 'group' }]);
    const left = await env.DB.prepare(
      `SELECT (SELECT count(*) FROM users WHERE key = 'x1') AS users, (SELECT count(*) FROM sqlite_master WHERE name LIKE 'import%') AS tables`,
    ).first();
    expect(left).toEqual({ users: 0, tables: 0 });
  });
});

/** Looking as a power user from the command line: a token, an explanation, a report as a file. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAcademy } from '../../server/data/academy/academy.ts';
import { loadAcademy } from '../../server/data/academy/load.ts';
import type { Database } from '../../server/data/database.ts';
import { openAt } from '../../server/runtime/open.ts';
import { authenticate } from '../../server/token/session.ts';
import { type Bench, openBench, settings } from './cli-run.ts';
import { all } from './command-world.ts';

const now = Math.floor(Date.now() / 1000);
const origins = ['https://portal.example', 'https://second.example'];
const academy = buildAcademy({ nowSeconds: now, origins });

/** Each portal's site with its supervisor: of one company, of two datasets, and without the right to export. */
const [fjordlys, molino, qamar] = academy.customers.map(({ siteId, supervisors, canary }) => ({
  site: siteId,
  as: supervisors[0]?.username ?? '',
  canary,
})) as [Seat, Seat, Seat];
interface Seat {
  readonly site: string;
  readonly as: string;
  readonly canary: string;
}
const through = ({ as, site }: Seat) => ['--as', as, '--site', site];

let bench: Bench;
let database: Database;
beforeAll(async () => {
  bench = openBench();
  database = await openAt({ url: bench.url, prepare: 'create' });
  await loadAcademy(database, academy);
});
afterAll(() => {
  database.close();
  bench.close();
});

async function ill(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.ambit(...words);
  expect(out).toBe('');
  expect(code).toBe(2);
  return err;
}

const lastAudit = async () =>
  (
    await all(database, 'SELECT actor, action, subject, "after" FROM audit_events ORDER BY id DESC')
  )[0];

describe('ambit token', () => {
  it('gives a token that the API takes from that origin, and the audit says who looked', async () => {
    const { code, out, err } = await bench.ambit('token', ...through(fjordlys));
    expect(code).toBe(0);
    expect(err).toContain('Origin: https://portal.example');
    const token = out.trim();
    const credentials = { authorization: `Bearer ${token}`, origin: origins[0], nowSeconds: now };
    const session = await authenticate(database, { ...readable }, credentials);
    expect(session).toMatchObject({ username: fjordlys.as, siteId: fjordlys.site });
    const elsewhere = { ...credentials, origin: 'https://evil.example' };
    await expect(authenticate(database, { ...readable }, elsewhere)).rejects.toThrow();
    const [actor, action, subject, after] = (await lastAudit()) ?? [];
    expect([action, subject]).toEqual(['token.mint', `power_user:${session.userKey}`]);
    expect(actor).toContain('superadmin via CLI');
    expect(String(after)).not.toContain(token);
  });

  it("T-09 takes another of the site's origins, and no other", async () => {
    const { origin } = await bench.json(
      'token',
      ...through(fjordlys),
      '--origin',
      origins[1] ?? '',
    );
    expect(origin).toBe(origins[1]);
    const other = await ill('token', ...through(fjordlys), '--origin', 'https://evil.example');
    expect(other).toContain('no origin of the site');
  });

  it('T-12 says what does not stand: person, level, site', async () => {
    expect(await ill('token', '--as', 'nobody', '--site', fjordlys.site)).toContain('"nobody"');
    expect(await ill('token', '--as', fjordlys.as, '--site', 'nothing')).toContain('"nothing"');
    const [[learner] = []] = await all(database, "SELECT username FROM users WHERE level = 'user'");
    const plain = await ill('token', '--as', String(learner), '--site', fjordlys.site);
    expect(plain).toContain('not a power user');
    await database.write([sql`UPDATE sites SET active = 0 WHERE id = ${qamar.site}`]);
    expect(await ill('token', ...through(qamar))).toContain('not active');
    await database.write([sql`UPDATE sites SET active = 1 WHERE id = ${qamar.site}`]);
    await database.write([
      sql`UPDATE users SET expires_at = ${now - 1} WHERE username = ${qamar.as}`,
    ]);
    expect(await ill('token', ...through(qamar))).toContain('expired');
    await database.write([sql`UPDATE users SET expires_at = NULL WHERE username = ${qamar.as}`]);
  });
});

const readable = { issuer: settings.AMBIT_ISSUER, secret: settings.AMBIT_SECRET };

describe('ambit explain', () => {
  it('FOR-008 tells what decides, from both sides', async () => {
    const [[own] = []] = await all(
      database,
      "SELECT u.key FROM users u JOIN branches b ON b.id = u.branch_id WHERE b.key LIKE 'fjl%'",
    );
    const [[foreign] = []] = await all(
      database,
      "SELECT u.key FROM users u JOIN branches b ON b.id = u.branch_id WHERE b.key LIKE 'qml%'",
    );
    const ask = (learner: unknown) => [
      'explain',
      ...through(fjordlys),
      '--learner',
      String(learner),
    ];
    const seen = await bench.ambit(...ask(own));
    expect(seen.out).toMatch(/^Visible: Dataset "Everybody at Fjordlys" covers it/);
    const unseen = await bench.ambit(...ask(foreign));
    expect(unseen.out).toMatch(/^Not visible: /);
    expect(await bench.json(...ask(foreign))).toMatchObject({ visible: false });
  });

  it('asks for what it needs', async () => {
    expect(await ill('explain', ...through(fjordlys))).toContain('--learner');
    expect(await ill('explain', '--as', fjordlys.as, '--learner', '1')).toContain(fjordlys.site);
    expect(await ill('explain', ...through(fjordlys), '--learner', 'nobody')).toContain('"nobody"');
  });
});

describe('ambit export', () => {
  const out = () => join(bench.folder, 'out.csv');
  const words = (seat: Seat) => ['export', ...through(seat), '--report', 'enrollments'];
  const parts = () => readdirSync(bench.folder).filter((name) => name.includes('.part'));

  it('FOR-005 writes the rows that the supervisor sees, and of no other company', async () => {
    const told = await bench.json(...words(fjordlys), '--out', out());
    const bytes = readFileSync(out());
    const [[expected] = []] = await all(
      database,
      `SELECT count(*) FROM enrollments e JOIN users u ON u.id = e.user_id
        JOIN branch_closure c ON c.descendant_id = u.branch_id
        JOIN branches b ON b.id = c.ancestor_id WHERE b.key = 'fjl'`,
    );
    expect(told.rows).toBe(expected);
    expect(told.rows).toBeGreaterThan(100);
    expect(parseCsv(bytes, { bom: true })).toHaveLength(told.rows + 1);
    expect(told.bytes).toBe(bytes.length);
    expect(told.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes.toString()).toContain(fjordlys.canary);
    for (const { canary } of [molino, qamar]) expect(bytes.toString()).not.toContain(canary);
    expect(parts()).toEqual([]);
    expect((await lastAudit())?.slice(1, 2)).toEqual(['export.write']);
  });

  it('FOR-005 writes to standard output as well, filtered and sorted as the screen', async () => {
    const question = {
      columns: ['user_id', 'status'],
      filters: [{ column: 'status', op: 'in', value: ['completed'] }],
    };
    const asked = [...words(molino), '--no-bom', '--question', JSON.stringify(question)];
    const { code, out: text } = await bench.ambit(...asked);
    expect(code).toBe(0);
    const [, ...rows] = parseCsv(text) as string[][];
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(([, status]) => status))).toEqual(new Set(['Completed']));
  });

  it('FOR-021 is refused for a supervisor who may not export, and leaves no file', async () => {
    expect(await ill(...words(qamar), '--out', join(bench.folder, 'q.csv'))).toContain(
      'reports.export',
    );
    expect(existsSync(join(bench.folder, 'q.csv'))).toBe(false);
  });

  it('refuses what is no report, question, format or place', async () => {
    const nothing = ['export', ...through(fjordlys), '--report', 'nothing'];
    expect(await ill(...nothing)).toContain('no such report');
    expect(await ill(...words(fjordlys), '--question', '{')).toContain('--question');
    expect(await ill(...words(fjordlys), '--question', '{"limit":1}')).toContain('limit');
    expect(await ill(...words(fjordlys), '--format', 'pdf')).toContain('format');
    expect(await ill(...words(fjordlys), '--out', join(bench.folder, 'no', 'out.csv'))).toContain(
      '--out',
    );
  });

  it('T-43 replaces an older file only by a whole new one', async () => {
    writeFileSync(out(), 'older');
    await ill(...words(qamar), '--out', out());
    expect(readFileSync(out(), 'utf8')).toBe('older');
    await bench.ambit(...words(fjordlys), '--out', out());
    expect(readFileSync(out(), 'utf8').length).toBeGreaterThan(1000);
  });
});

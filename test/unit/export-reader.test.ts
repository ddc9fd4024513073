/** The thread that reads a file: what it yields, how it fails, and that stopping it never takes the process along. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { mostOpenExports } from '../../server/export/request-export.ts';
import { lineReader } from '../../server/runtime/line-reader.ts';
import { mostReaders, takeTurn } from '../../server/runtime/turns.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-reader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, 'lines.db');
const database = new LibsqlDatabase(file);
database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (line TEXT)');
database.exec(`INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
  WHERE i < 20000) SELECT printf('%-99s', i) || char(10) FROM n`);
afterAll(() => database.close());

const never = () => new AbortController().signal;
const all = { sql: 'SELECT line FROM t ORDER BY rowid', params: [] };

async function* textOf(statement = all, signal = never(), read = lineReader(file)) {
  yield* read(statement, signal);
}

async function collect(statement: { sql: string; params: readonly unknown[] }) {
  let text = '';
  let rows = 0;
  for await (const lines of lineReader(file)(statement, never())) {
    text += lines.text;
    rows += lines.rows;
  }
  return { text, rows };
}

describe('a reading thread', () => {
  it('yields every line once, in order, in chunks', async () => {
    let chunks = 0;
    let text = '';
    for await (const lines of textOf()) {
      chunks += 1;
      text += lines.text;
    }
    expect(chunks).toBeGreaterThan(5);
    const numbers = text.trimEnd().split('\n').map(Number);
    expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, place) => place + 1));
  });

  it('binds what it is given', async () => {
    const statement = {
      sql: 'SELECT ? || ? || line FROM t WHERE rowid = ?',
      params: ['a', 'b', 7],
    };
    expect(await collect(statement)).toEqual({ text: `ab7${' '.repeat(98)}\n`, rows: 1 });
    expect(await collect({ sql: 'SELECT line FROM t WHERE 0', params: [] })).toEqual({
      text: '',
      rows: 0,
    });
  });

  it('bears rows of half a million letters', async () => {
    const wide = { sql: `SELECT hex(zeroblob(250000)) || 'é' FROM t LIMIT 300`, params: [] };
    let [rows, length] = [0, 0];
    for await (const lines of textOf(wide)) {
      rows += lines.rows;
      length += lines.text.length;
    }
    expect([rows, length]).toEqual([300, 300 * 500_001]);
  });

  it('tells what the database complains of, at the start and midway', async () => {
    await expect(collect({ sql: 'SELECT line FROM nowhere', params: [] })).rejects.toThrow(
      'nowhere',
    );
    const midway = {
      sql: `SELECT CASE WHEN rowid = 9000 THEN json('{') ELSE line END FROM t ORDER BY rowid`,
      params: [],
    };
    let rows = 0;
    const read = async () => {
      for await (const lines of textOf(midway)) rows += lines.rows;
    };
    await expect(read()).rejects.toThrow('malformed JSON');
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(9000);
  });

  it('changes nothing: it reads alone', async () => {
    await expect(collect({ sql: 'DELETE FROM t RETURNING line', params: [] })).rejects.toThrow(
      /readonly/,
    );
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toMatchObject({ n: 20_000 });
  });

  it('fails on a file that is no database', async () => {
    const bad = join(folder, 'bad.db');
    writeFileSync(
      bad,
      'This is no database at all, only some text that is long enough.'.repeat(40),
    );
    const read = async () => {
      for await (const _ of textOf(all, never(), lineReader(bad)));
    };
    await expect(read()).rejects.toThrow(/not a database/);
  });

  it('sees one state, whatever is written meanwhile', async () => {
    let rows = 0;
    for await (const lines of textOf()) {
      database.exec("INSERT INTO t SELECT 'new' || char(10) FROM t LIMIT 100");
      rows += lines.rows;
      expect(lines.text).not.toContain('new');
    }
    expect(rows).toBe(20_000);
    database.exec("DELETE FROM t WHERE line LIKE 'new%'");
  });

  it('ends when its reader leaves, thirty times over', async () => {
    for (let time = 0; time < 8; time += 1) {
      await Promise.all(
        [0, 1, 2, 3].map(async () => {
          for await (const lines of textOf()) {
            if (lines.rows > 0) break;
          }
        }),
      );
    }
    expect((await collect(all)).rows).toBe(20_000);
  });

  it('throws when it is aborted: before, while waiting for a turn, and midway', async () => {
    const aborted = AbortSignal.abort(new Error('gone'));
    await expect(textOf(all, aborted).next()).rejects.toThrow('gone');
    const midway = new AbortController();
    const reading = textOf(all, midway.signal);
    await reading.next();
    midway.abort(new Error('gone'));
    const rest = async () => {
      for await (const _ of reading);
    };
    await expect(rest()).rejects.toThrow();
    expect((await collect(all)).rows).toBe(20_000);
  });

  it('gives up a reader that takes nothing', async () => {
    const reading = textOf(all, never(), lineReader(file, { patienceMs: 50 }));
    await reading.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rest = async () => {
      for await (const _ of reading);
    };
    await expect(rest()).rejects.toThrow('stopped');
  });

  it('T-44 gives up a reader that takes each chunk just in time, and bears one that pauses once', async () => {
    const take = async (pauses: number) => {
      let rows = 0;
      for await (const lines of textOf(all, never(), lineReader(file, { patienceMs: 400 }))) {
        rows += lines.rows;
        if (pauses > 0) await new Promise((resolve) => setTimeout(resolve, 250));
        pauses -= 1;
      }
      return rows;
    };
    await expect(take(Number.POSITIVE_INFINITY)).rejects.toThrow('stopped');
    expect(await take(1)).toBe(20_000);
  });
});

describe('turns', () => {
  it('T-44 are more than one power user can hold', () => {
    expect(mostReaders).toBeGreaterThan(mostOpenExports);
  });

  it('T-44 come to a few at a time, in order, and pass on once', async () => {
    const first = await Promise.all(Array.from({ length: mostReaders }, () => takeTurn(never())));
    const came: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      const pass = await takeTurn(never());
      came.push(name);
      return pass;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(came).toEqual([]);
    first[0]?.();
    first[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(came).toEqual(['a']);
    for (const pass of first) pass();
    for (const pass of await Promise.all(waiting)) pass();
    expect(came).toEqual(['a', 'b', 'c']);
  });

  it('are given up by whoever leaves the queue', async () => {
    const held = await Promise.all(Array.from({ length: mostReaders }, () => takeTurn(never())));
    const leaving = new AbortController();
    const left = takeTurn(leaving.signal);
    const next = takeTurn(never());
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    held[0]?.();
    (await next)();
    for (const pass of held) pass();
  });
});

/** The one way to the database: typed statements through drizzle, consistent reads, atomic writes, streamed lines. */
import { type SQL, sql } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { drizzle, type SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import * as schema from './schema/index.ts';
import { sealAudit } from './seal-audit.ts';

export type SqlValue = string | number | null | Uint8Array;

/** SQL text with its bound parameters: at most 100 of them (D1's limit). */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Rows as arrays in column order: the fastest shape that every driver has. */
export type Row = readonly SqlValue[];

/** Some of a statement's rows, joined as they stand. */
export interface Lines {
  readonly text: string;
  readonly rows: number;
}

/** What a driver must do; `libsql.ts` and `d1.ts` do it. */
export interface Driver {
  /** Runs the statements in one transaction, all or nothing; answers each one's rows. */
  batch(statements: readonly Statement[], mode: 'read' | 'write'): Promise<Row[][]>;
  /** Runs a statement whose one column is text on a connection of its own, off the serving thread. */
  readonly lines?: (statement: Statement, signal: AbortSignal) => AsyncIterable<Lines>;
  close(): void;
}

/** Anything that compiles to a statement: a drizzle query or a piece of `sql`. */
export type Runnable = SQL | { toSQL(): Statement };

export interface Database extends Omit<Driver, 'batch'> {
  /** Typed single statements; for several that belong together use `read` and `write`. */
  readonly orm: SqliteRemoteDatabase<typeof schema>;
  /** Answers all from one snapshot. */
  read(...statements: Runnable[]): Promise<Row[][]>;
  /** Writes all or nothing; a `guard` among them that does not hold fails the whole. */
  write(statements: readonly Runnable[]): Promise<Row[][]>;
}

const dialect = new SQLiteSyncDialect();

/** Compiles a piece of SQL or a drizzle query. */
export function toStatement(runnable: Runnable): Statement {
  if ('toSQL' in runnable) return runnable.toSQL();
  const { sql: text, params } = dialect.sqlToQuery(runnable);
  return { sql: text, params };
}

/** A statement that fails its batch unless the condition holds when the batch runs. */
export const guard = (condition: SQL): SQL =>
  sql`INSERT INTO guards (ok) SELECT CASE WHEN ${condition} THEN 1 ELSE 0 END`;

/** Whether a failed write failed at a guard: the state had changed since it was checked. */
export const isGuardFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.includes('guard_holds') ||
    (error.cause !== undefined && error.cause !== error && isGuardFailure(error.cause)));

/** Puts the typed layer on a driver. */
export function openDatabase(driver: Driver): Database {
  const run = running(driver);
  const orm = drizzle(
    async (text, params, method) => {
      const mode = method === 'run' ? 'write' : 'read';
      const [rows = []] = await run([{ sql: text, params }], writes(text) ? 'write' : mode);
      // A `get` maps the row itself; drizzle reads a missing row from `undefined`.
      return { rows: (method === 'get' ? rows[0] : rows) as unknown[] };
    },
    { schema },
  );
  return {
    orm,
    read: (...statements) => run(statements.map(toStatement), 'read'),
    write: (statements) => run(statements.map(toStatement), 'write'),
    ...(driver.lines && { lines: driver.lines.bind(driver) }),
    close: () => driver.close(),
  };
}

/**
 * The driver's batch; one that wrote audit events is followed by their sealing, so that no writer can forget it. The
 * batch has gone through by then: a sealing that fails is no failure of it, and the next one seals for it.
 */
function running(driver: Driver): Driver['batch'] {
  const store = {
    read: (...statements: Runnable[]) => driver.batch(statements.map(toStatement), 'read'),
    write: (statements: readonly Runnable[]) => driver.batch(statements.map(toStatement), 'write'),
  };
  return async (statements, mode) => {
    const results = await driver.batch(statements, mode);
    if (statements.some(({ sql: text }) => writesAudit.test(text))) {
      await sealAudit(store, batchesAtOnce).catch(() => undefined);
    }
    return results;
  };
}

const writesAudit = /^\s*insert into\s+["`]?audit_events\b/i;

/** A database that comes from before the chain is sealed bit by bit, where its start has not sealed it whole. */
const batchesAtOnce = 2;

/** `INSERT … RETURNING` comes as `all`, and still needs the writer's lock. */
const writes = (text: string): boolean => /^\s*(insert|update|delete|replace)\b/i.test(text);

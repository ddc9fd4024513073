/** The driver for Cloudflare D1, whose batch is one transaction. */
import type { Driver, Row, Statement } from './database.ts';

/** As much of a D1 binding as we use, so that this room needs no types of a runtime. */
export interface D1Binding {
  prepare(sql: string): D1Prepared;
  batch<T>(statements: D1Prepared[]): Promise<{ results: T[] }[]>;
}

interface D1Prepared {
  bind(...params: unknown[]): D1Prepared;
  raw<T>(): Promise<T[]>;
}

/** D1's batch answers rows as objects, in which equal column names would collapse: name every column once. */
export function openD1(binding: D1Binding): Driver {
  const prepare = ({ sql, params }: Statement) => binding.prepare(sql).bind(...params);
  return {
    async batch(statements) {
      const [only] = statements;
      if (statements.length === 1 && only) return [await prepare(only).raw<Row>()];
      const results = await binding.batch<Record<string, Row[number]>>(statements.map(prepare));
      return results.map(({ results: rows }) => rows.map((row) => Object.values(row)));
    },
    close() {},
  };
}

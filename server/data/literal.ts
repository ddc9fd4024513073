/** Trusted values written into SQL text, where a bound parameter would count against the limit of 100. */
import { type SQL, sql } from 'drizzle-orm';

/** @throws RangeError for anything but a safe integer: nothing else ever becomes SQL text. */
export function integer(value: number): SQL {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a safe integer: ${value}`);
  return sql.raw(String(value));
}

/** A constant of ours as an SQL text literal; never for what a request or a table brings. */
export const constantText = (value: string): SQL => sql.raw(`'${value.replaceAll("'", "''")}'`);

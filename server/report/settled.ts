/** Expressions as text, worked out once: most are constants of their report, and drizzle walks each anew. */
import { type SQL, sql } from 'drizzle-orm';
import { toStatement } from '../data/database.ts';

interface Settled {
  readonly text: string;
  /** The same expression; where it binds no values, of one piece. */
  readonly sql: SQL;
}

const known = new WeakMap<SQL, Settled>();

export function settle(expression: SQL): Settled {
  const found = known.get(expression);
  if (found) return found;
  const { sql: text, params } = toStatement(expression);
  const settled = { text, sql: params.length === 0 ? sql.raw(text) : expression };
  known.set(expression, settled);
  return settled;
}

/** Puts clauses together, and leaves out the joins that a statement does not speak of: SQLite drops some by itself, and none when it counts. */
import { type SQL, sql } from 'drizzle-orm';
import type { Join } from './definition.ts';
import { settle } from './settled.ts';

/**
 * The joins that the expressions need, in their order. An alias is looked for in the text: one that only seems to
 * be spoken of costs time, and one that was overlooked could not go unnoticed, since the statement would not compile.
 */
export function neededJoins(joins: readonly Join[], expressions: readonly SQL[]): SQL {
  let text = expressions.map((expression) => settle(expression).text).join(' ');
  const needed: SQL[] = [];
  for (const { alias, clause } of joins.toReversed()) {
    if (!new RegExp(`\\b${alias}"?\\.`).test(text)) continue;
    const settled = settle(clause);
    needed.unshift(settled.sql);
    text += ` ${settled.text}`;
  }
  return sql.join(needed, sql` `);
}

/** All of at least one condition; the parentheses keep each from escaping its neighbours. */
export const allOf = (conditions: readonly SQL[]): SQL =>
  sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` AND `,
  );

/** What a column is compared by: text is folded, by its stored folded text or as far as an operand asks for it. */
import { type SQL, sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import { integer } from '../data/literal.ts';
import type { ColumnDefinition } from './definition.ts';

/** Nested calls that an expression may have on every database (D1 takes a depth of 100). */
const mostLetters = 60;

/**
 * The text that folded operands are compared with.
 *
 * SQLite folds ASCII alone. Beyond it only the letters of the operands matter: a text with any other letter does not
 * match at that place, folded or not. So those letters are folded one by one, and nothing else is.
 * @throws Refusal `bad-request` for operands with more letters than a statement can fold
 */
export function comparedBy(column: ColumnDefinition, operands: readonly string[] = []): SQL {
  if (column.type !== 'text' || column.exact) return column.value;
  if (column.folded) return column.folded;
  const letters = new Set(operands.join('').match(/[^\0-\u007f]/gu) ?? []);
  const cased = [...letters].flatMap((letter) =>
    sourcesOf(letter).map((source) => ({ source, letter })),
  );
  if (cased.length > mostLetters) {
    throw new Refusal('bad-request', 'A filter holds too many different letters');
  }
  return cased.reduce(
    (text, { source, letter }) => sql`replace(${text}, ${points(source)}, ${points(letter)})`,
    sql`lower(${column.value})`,
  );
}

/** The other letters that fold to a folded one. */
const sourcesOf = (letter: string): string[] =>
  [letter.toUpperCase(), 'ς'].filter((source) => source !== letter && fold(source) === letter);

/** Text by its code points, because a letter of an operand comes from a request and bound values are few. */
const points = (text: string): SQL =>
  sql`char(${sql.join(
    Array.from(text, (letter) => integer(letter.codePointAt(0) ?? 0)),
    sql`, `,
  )})`;

/** What a column is sorted by. */
export const sortedBy = (column: ColumnDefinition): SQL => column.sort ?? comparedBy(column);

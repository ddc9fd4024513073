/** What a column is compared by: text is folded, by its stored folded text or as far as an operand asks for it. */
import { type SQL, sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { integer } from '../data/literal.ts';
import type { ColumnDefinition } from './definition.ts';

/** Letters that one statement folds: an expression may be 100 deep on D1. */
const mostLetters = 60;

/** Letters that all filters of a question fold: two of them may hold a whole alphabet each. */
const mostLettersOfAll = 100;

/** Calls that stand inside each other in the text, whose depth SQLite's parser limits. */
const mostNested = 6;

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
  const cased = replacementsFor(operands);
  if (cased.length > mostLetters) {
    throw new Refusal('bad-request', 'A filter holds too many different letters');
  }
  const lower = sql`lower(${column.value})`;
  if (cased.length === 0) return lower;
  // Most texts are of ASCII alone, and every letter costs time for every row.
  return sql`CASE WHEN length(${column.value}) = length(CAST(${column.value} AS BLOB))
    THEN ${lower} ELSE ${replaced(lower, cased)} END`;
}

function replacementsFor(operands: readonly string[]): Replacement[] {
  const letters = new Set(operands.join('').match(/[^\0-\u007f]/gu) ?? []);
  return [...letters].flatMap((letter) => sourcesOf(letter).map((source) => ({ source, letter })));
}

/**
 * Each row is compared with every filter, so that the letters of all of them add up to the time that one question
 * can take from everybody else's.
 * @throws Refusal `bad-request` for filters that together fold more letters than a question may
 */
export function requireFewLetters(
  asked: Iterable<readonly [ColumnDefinition, Filter['value']]>,
): void {
  let letters = 0;
  for (const [{ type, exact, folded }, value] of asked) {
    if (type !== 'text' || exact || folded) continue;
    const texts = [value].flat().filter((text) => typeof text === 'string');
    letters += replacementsFor(texts.map(fold)).length;
  }
  if (letters > mostLettersOfAll) {
    throw new Refusal('bad-request', 'The filters together hold too many different letters');
  }
}

interface Replacement {
  readonly source: string;
  readonly letter: string;
}

/** Replaces in the text, a few letters a step, each step a table of one row that the next one reads. */
function replaced(text: SQL, all: readonly Replacement[]): SQL {
  if (all.length <= mostNested) return all.reduce(replacing, text);
  const steps = [sql`t0 (x) AS (SELECT ${text})`];
  for (let from = 0; from < all.length; from += mostNested) {
    const step = all.slice(from, from + mostNested).reduce(replacing, sql`x`);
    const before = sql.identifier(`t${steps.length - 1}`);
    steps.push(sql`${sql.identifier(`t${steps.length}`)} (x) AS (SELECT ${step} FROM ${before})`);
  }
  const last = sql.identifier(`t${steps.length - 1}`);
  return sql`(WITH ${sql.join(steps, sql`, `)} SELECT x FROM ${last})`;
}

const replacing = (text: SQL, { source, letter }: Replacement): SQL =>
  sql`replace(${text}, ${points(source)}, ${points(letter)})`;

/** The other letters that fold to a folded one. */
const sourcesOf = (letter: string): string[] =>
  [letter.toUpperCase(), 'ς'].filter((source) => source !== letter && fold(source) === letter);

/** Text by its code points, because a letter of an operand comes from a request and bound values are few. */
const points = (text: string): SQL =>
  sql`char(${sql.join(
    Array.from(text, (letter) => integer(letter.codePointAt(0) ?? 0)),
    sql`, `,
  )})`;

/** What a column is sorted by. A text of no letters is as empty as none at all. */
export function sortedBy(column: ColumnDefinition): SQL {
  if (column.sort) return column.sort;
  const compared = comparedBy(column);
  return column.type === 'text' && !column.exact ? sql`nullif(${compared}, '')` : compared;
}

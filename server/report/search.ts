/** Free-text search as SQL: words, each of which stands somewhere in the texts of a row. */
import { type SQL, sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import { integer } from '../data/literal.ts';
import type { ColumnDefinition } from './definition.ts';
import { comparedBy } from './folding.ts';
import { allOf } from './joins.ts';

/** A statement tests so many words; a sentence has fewer. */
const mostWords = 20;

export interface Search {
  readonly condition: SQL;
  /** `name AS (…)`: the words, which travel as one value. */
  readonly table: SQL;
}

/**
 * Every word must stand in one of the texts that are searched.
 * @throws Refusal `bad-request` for too many words
 */
export function searchSql(places: readonly ColumnDefinition[], text: string): Search | undefined {
  const words = [...new Set(fold(text).split(/\s+/).filter(Boolean))];
  if (words.length === 0) return undefined;
  if (words.length > mostWords) {
    throw new Refusal('bad-request', `A search takes ${mostWords} words at most`, {
      places: [{ field: 'q', message: 'too many words' }],
    });
  }
  const found = words.map((word, place) => {
    const needle = sql`(SELECT value FROM searched WHERE key = ${integer(place)})`;
    const texts = places.map((column) =>
      typeof column.searched === 'object' ? column.searched : comparedBy(column, [word]),
    );
    return sql.join([sql`0`, ...texts.map((one) => sql`instr(${one}, ${needle})`)], sql` OR `);
  });
  return {
    condition: allOf(found),
    table: sql`searched AS MATERIALIZED (SELECT key, value FROM json_each(${JSON.stringify(words)}))`,
  };
}

/** Lists that are paged through: searched, filtered and sorted in one snapshot, with a cursor that fits nothing else. */
import { type SQL, sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Database, Row, SqlValue } from '../data/database.ts';
import { seal, unseal } from '../token/seal.ts';
import type { Settings } from '../token/settings.ts';

/** What a list is made of. The expressions speak of the one row at hand. */
export interface Listing<T> {
  /** Ties cursors to the list. */
  readonly name: string;
  /** A table with its alias, `profiles p`, and what is joined to it. */
  readonly from: SQL;
  /** JSON text: the same record that commands guard on. */
  readonly record: SQL;
  readonly parse: (json: string) => T;
  /** Unique and never null: the last word of every order. */
  readonly key: SQL;
  /** Never null. */
  readonly sorts: Readonly<Record<string, SQL>>;
  /** Where a search looks: in a column of folded text, or in plain text that is folded when it is read. */
  readonly searched: { readonly folded: SQL } | { readonly plain: SQL };
}

/** The filters of a list by name, each a condition on the row at hand. */
export type Filters = Readonly<Record<string, (value: string) => SQL>>;

/** The conditions of those filters that the question has. */
export const conditionsOf = (filters: Filters, question: object): SQL[] =>
  Object.entries(question).flatMap(([name, value]) => {
    const condition = Object.hasOwn(filters, name) ? filters[name] : undefined;
    return condition && typeof value === 'string' ? [condition(value)] : [];
  });

export interface PageQuestion {
  /** Text that the item must contain, in any case. */
  readonly search?: string | undefined;
  /** One of the list's, from the end with `-` before it. */
  readonly sort: string;
  /** At most so many items. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** On all pages together. */
  readonly total: number;
  readonly next: string | null;
}

/**
 * @param where what must hold of every item: filters, and what the caller may see
 * @param context text that differs whenever caller or filters differ, so that no cursor fits elsewhere (T-30)
 * @throws Refusal `bad-cursor`
 */
export async function readPage<T>(
  database: Database,
  settings: Settings,
  listing: Listing<T>,
  { cursor, ...question }: PageQuestion,
  { where, context }: { readonly where: readonly SQL[]; readonly context: string },
): Promise<Page<T>> {
  const { search, sort } = question;
  const seal = cursorOf(settings, JSON.stringify([listing.name, context, search, sort]));
  const position = cursor === undefined ? null : await seal.open(cursor);
  const { last, ...page } = await readSlice(database, listing, question, { where, position });
  return { ...page, next: last === null ? null : await seal.close(last) };
}

/** A page without a way on to the next: `last` is the position of its end, null where nothing follows. */
export async function readSlice<T>(
  database: Database,
  listing: Listing<T>,
  { search, sort, limit }: Omit<PageQuestion, 'cursor'>,
  {
    where,
    position = null,
  }: { readonly where: readonly SQL[]; readonly position?: Position | null },
): Promise<Omit<Page<T>, 'next'> & { readonly last: Position | null }> {
  const conditions = [...where, ...(await searching(database, listing, search))];
  const by = listing.sorts[sort.replace(/^-/, '')] ?? listing.key;
  const direction = sort.startsWith('-') ? descending : ascending;
  const found = all(conditions);
  const beyond = position === null ? [] : [direction.beyond(by, listing.key, position)];
  const [counts = [], rows = []] = await database.read(
    sql`SELECT count(*) FROM ${listing.from} WHERE ${found}`,
    sql`SELECT ${listing.record}, ${by}, ${listing.key} FROM ${listing.from}
      WHERE ${all([found, ...beyond])}
      ORDER BY ${by} ${direction.word}, ${listing.key} ${direction.word} LIMIT ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const end = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(([json]) => listing.parse(String(json))),
    total: Number(counts[0]?.[0] ?? 0),
    last: end === undefined ? null : [end[1] ?? null, end[2] ?? null],
  };
}

const all = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0
    ? sql`1`
    : sql.join(
        conditions.map((condition) => sql`(${condition})`),
        sql` AND `,
      );

type Position = readonly [by: SqlValue, key: SqlValue];

const ascending = {
  word: sql`ASC`,
  beyond: (by: SQL, key: SQL, [last, lastKey]: Position) =>
    sql`(${by}, ${key}) > (${last}, ${lastKey})`,
};
const descending = {
  word: sql`DESC`,
  beyond: (by: SQL, key: SQL, [last, lastKey]: Position) =>
    sql`(${by}, ${key}) < (${last}, ${lastKey})`,
};

/** Sealed, because a position holds values of items, and ids of ours. */
const cursorOf = (settings: Settings, context: string) => ({
  close: (position: Position): Promise<string> =>
    seal(settings, 'cursor', context, JSON.stringify(position)),
  async open(cursor: string): Promise<Position> {
    const text = await unseal(settings, 'cursor', context, cursor).catch(() => {
      throw new Refusal('bad-cursor', 'Start again from the first page', {
        cause: 'another cursor',
      });
    });
    return JSON.parse(text) as Position;
  },
});

/** SQL folds no letters beyond ASCII, so text that is not kept folded is compared here. */
async function searching<T>(
  database: Database,
  { from, key, searched }: Listing<T>,
  search: string | undefined,
): Promise<SQL[]> {
  if (search === undefined || search === '') return [];
  const wanted = fold(search);
  if ('folded' in searched) return [sql`instr(${searched.folded}, ${wanted}) > 0`];
  const [rows = []] = await database.read(sql`SELECT ${key}, ${searched.plain} FROM ${from}`);
  const keys = rows.filter((row) => contains(row, wanted)).map(([one]) => one);
  return [sql`${key} IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`];
}

const contains = ([, text]: Row, wanted: string): boolean => fold(String(text)).includes(wanted);

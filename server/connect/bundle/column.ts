/** The words in which a kind of the bundle is described; parser, checks, SQL and documentation are derived from them. */

/** What a cell may say; docs/import.md shows each with an example. */
export const columnTypes = {
  id: 'text that names a thing: up to 255 characters, compared exactly, no control characters, no space at either end',
  text: 'text, up to the length given; line breaks are kept',
  choice: 'one of the words given',
  integer: 'a whole number without separators: `3600`',
  number: 'a number with a decimal point: `87.5`',
  percent: 'a number from 0 to 100, without the sign: `66.7`',
  time: 'ISO 8601: `2026-03-31` or `2026-03-31T17:30:00+02:00`; without a zone it is UTC, without a time it is 00:00',
  day: 'an ISO 8601 date: `2026-03-31`',
  boolean: '`true` or `false`; `yes`, `no`, `1` and `0` are taken too',
} as const;

export type ColumnType = keyof typeof columnTypes;

/** How SQLite keeps each type. */
export const affinities: Record<ColumnType, 'TEXT' | 'INTEGER' | 'REAL'> = {
  id: 'TEXT',
  text: 'TEXT',
  choice: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  percent: 'REAL',
  time: 'INTEGER',
  day: 'INTEGER',
  boolean: 'INTEGER',
};

/** Kinds are named as their tables and as their files without `.csv`. */
export type KindName =
  | 'user_fields'
  | 'groups'
  | 'branches'
  | 'categories'
  | 'courses'
  | 'learning_plans'
  | 'learning_plan_courses'
  | 'catalogs'
  | 'users'
  | 'user_field_values'
  | 'group_members'
  | 'catalog_items'
  | 'catalog_audiences'
  | 'enrollments'
  | 'plan_enrollments'
  | 'certificates'
  | 'sessions'
  | 'attendances'
  | 'external_trainings'
  | 'daily_activity';

/** A parsed cell, as it is stored. */
export type CellValue = string | number | null;

export interface Column {
  /** As it stands in the header, and in the staging table. */
  readonly name: string;
  readonly type: ColumnType;
  /** The column of the table that takes it. */
  readonly target: string;
  readonly description: string;
  /** The header must have it and every row must fill it. */
  readonly required?: true;
  /** What an empty cell, or the missing column of a new row, is stored as; without it, NULL. */
  readonly fallback?: string | number;
  readonly choices?: readonly string[];
  readonly maxLength?: number;
  readonly min?: number;
  /** The cell is the id of a row of this kind; the table keeps that row's own number. */
  readonly references?: KindName;
  /** Of the columns that share a target, the filled one is told by this word in `variantTarget`. */
  readonly variant?: string;
  /** No two rows have the same, beside the key. */
  readonly unique?: true;
  /** Belongs to what the row is: a known row never changes it (T-55). */
  readonly fixed?: true;
  /** A word that an import neither gives nor takes away; a row that has it in the database is never deleted. */
  readonly reserved?: string;
}

/** Columns of the table that are worked out from cells. */
export interface Derived {
  readonly targets: readonly string[];
  readonly from: readonly string[];
  /** Given the text of each `from` in order, '' where a cell is empty; answers a text for each target. */
  readonly make: (texts: readonly string[]) => readonly string[];
}

export interface Kind {
  readonly name: KindName;
  readonly description: string;
  readonly columns: readonly Column[];
  /** Names of the columns that together tell a row from all others. */
  readonly key: readonly string[];
  readonly derived?: Derived;
  /** Exactly one of these is filled. */
  readonly exactlyOne?: readonly string[];
  /** Where both are filled, the first isn't later than the second. */
  readonly ordered?: readonly (readonly [string, string])[];
  /** These two are never equal. */
  readonly different?: readonly (readonly [string, string])[];
  /** The column that names the parent of a tree, in which no row stands above itself. */
  readonly tree?: string;
  /** A known row is still the same thing if one of these sets, filled, says what the database says (T-55). */
  readonly recognisedBy?: readonly (readonly string[])[];
  /** The kind whose file carries these rows, where they have no file of their own. */
  readonly within?: KindName;
  /** A row in which this is empty asks for its removal. */
  readonly removedWhenEmpty?: string;
}

/** Where a catalog's tables say which kind of thing an item is. */
export const variantTarget = 'kind';

/** The first column of a kind that has an id of its own. */
export const hasOwnId = (kind: Kind): boolean => kind.key[0] === 'id';

/** What columns of several reports are made of. */
import { type SQL, sql } from 'drizzle-orm';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { ColumnDefinition } from './definition.ts';

/** Line `n` (from 0) of a search key: server/data/keys.ts says what stands on each. */
export const line = (key: SQL, n: 0 | 1 | 2): SQL => {
  const rest = sql`substr(${key}, instr(${key}, char(10)) + 1)`;
  const first = (text: SQL) =>
    sql`CASE WHEN instr(${text}, char(10)) = 0 THEN ${text} ELSE substr(${text}, 1, instr(${text}, char(10)) - 1) END`;
  switch (n) {
    case 0:
      return first(key);
    case 1:
      return first(rest);
    case 2:
      return sql`substr(${rest}, instr(${rest}, char(10)) + 1)`;
    default:
      return n satisfies never;
  }
};

/** What a name is sorted by, given its folded text: one of no letters is as empty as none at all. */
export const sortKey = (folded: SQL): SQL => sql`nullif(${folded}, '')`;

type Identifier = Pick<ColumnDefinition, 'id' | 'label' | 'value'> & {
  readonly identifies: NonNullable<ColumnDefinition['identifies']>;
};

/** The LMS's own id of something that a row names. */
export const identifierColumn = (column: Identifier): ColumnDefinition => ({
  ...column,
  type: 'text',
  exact: true,
  hidden: true,
});

/** The same columns for a report that is about something else: there until somebody asks for them. */
export const hiddenColumns = (columns: readonly ColumnDefinition[]): readonly ColumnDefinition[] =>
  columns.map((column) => ({ ...column, hidden: true }));

/** A moment: hidden unless it is what the report is about. */
export const moment = (id: string, label: string, value: SQL, hidden = true): ColumnDefinition => ({
  id,
  label,
  type: 'time',
  value,
  hidden,
});

/** Filters on what belongs to a resource need the right to view resources of its kind (PERM-061). */
export const filteredWith = (
  permission: PermissionId,
  columns: readonly ColumnDefinition[],
): readonly ColumnDefinition[] =>
  columns.map((column) => ({ filterNeeds: [permission], ...column }));

/** How a report is declared: one row of the catalogue, its grain, columns, permissions and scoped FROM clause. */
import type { SQL } from 'drizzle-orm';
import type { ColumnType } from '../../shared/column-type.ts';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { ScopedFrom, ScopeSql } from '../scope/sql.ts';

/** An additional user field that this viewer may see. */
export interface AdditionalField {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  /** Of a field that is not there for everybody: whether it is for a person of this branch. */
  readonly isOf: ((branch: SQL) => SQL) | null;
}

/** What a report's SQL may depend on. */
export interface ReportContext {
  readonly scoped: ScopeSql;
  readonly permissions: ReadonlySet<PermissionId>;
  /** Unix seconds: the moment that overdue, at risk and inactive are judged at. */
  readonly nowSeconds: number;
  readonly fields: readonly AdditionalField[];
  /** Ids of the dashboards that exist for the viewer; null where the academy does not assign them. */
  readonly pages: ReadonlySet<string> | null;
}

export interface ColumnDefinition {
  /** snake_case, unique in its report. */
  readonly id: string;
  readonly label: string;
  readonly type: ColumnType;
  /** In storage form: Unix seconds for `time`, day number for `day`, 0 or 1 for `boolean`. */
  readonly value: SQL;
  /** The folded text (shared/fold.ts) that a text column is compared, searched and sorted by. */
  readonly folded?: SQL;
  /** What it is sorted by, where that is neither `folded` nor `value`. */
  readonly sort?: SQL;
  /** An identifier: compared letter by letter, never folded. */
  readonly exact?: boolean;
  /**
   * The table whose `key` an identifier is, and the id that a row names it by: an index then finds the rows.
   * `inFigures` is the same id in what the row's figures are counted over, so that others are not worked out.
   */
  readonly identifies?: {
    readonly table: 'users' | 'courses' | 'learning_plans';
    readonly id: SQL;
    readonly inFigures?: SQL;
  };
  readonly unit?: 'seconds' | 'percent' | 'points' | 'days';
  /** The metric in a sentence for the reader. */
  readonly description?: string;
  /** Whoever lacks one of these neither sees the column nor filters, sorts, searches or counts by it. */
  readonly needs?: readonly PermissionId[];
  /** Whoever lacks one of these sees the column but can't filter by it (PERM-061). */
  readonly filterNeeds?: readonly PermissionId[];
  /** And one of these, where there are any. */
  readonly filterNeedsOneOf?: readonly PermissionId[];
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly total?: 'sum' | 'average';
  /** The average as SQL over all rows, where it is not the plain average of `value`: a rate's, for instance. */
  readonly average?: SQL;
  /** Whether the facets route lists its values. */
  readonly facet?: boolean;
  /** Whether the free-text search looks here, or where else, for those who may filter by the column. */
  readonly searched?: boolean | SQL;
  /** Left out of a table until somebody asks for it. */
  readonly hidden?: boolean;
}

/** A LEFT JOIN of one row at most. It stands only in statements that speak of its alias. */
export interface Join {
  readonly alias: string;
  readonly clause: SQL;
  /** `name AS MATERIALIZED (…)`: what the clause joins, worked out once a statement however often it is joined. */
  readonly table?: SQL;
}

export interface ReportDefinition {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What one row is, e.g. `user_course`. */
  readonly grain: string;
  /** All of these are needed; without them the report does not exist for the viewer. */
  readonly needs: readonly PermissionId[];
  /** And one of these, where there are any. */
  readonly needsOneOf?: readonly PermissionId[];
  /** A column that every question has to name in a filter by equality, because the report is about one of it. */
  readonly requires?: string;
  /** The rows, before filters: only a scoped clause fits here. */
  from(context: ReportContext): ScopedFrom;
  /** The alias in `from` whose columns are all that the joins and the key go by. */
  readonly row: string;
  /**
   * What is told beside the row, each join after those that it goes by.
   * @param narrowing conditions on what figures are counted over: `e` and what stands beside it
   */
  joins?(context: ReportContext, narrowing: readonly SQL[]): readonly Join[];
  /** What the report is about, beyond the scope: e.g. only what is overdue. */
  where?(context: ReportContext): SQL;
  /** Integers that together name one row: the last word of every order. */
  readonly key: readonly SQL[];
  columns(context: ReportContext): readonly ColumnDefinition[];
  /**
   * Columns for filters alone: rows without anything that fits fall away, and figures count what fits alone.
   * Ids differ from those of `columns`.
   */
  narrows?(context: ReportContext): readonly ColumnDefinition[];
  readonly defaultSort: readonly { readonly column: string; readonly desc: boolean }[];
}

/** Lets a report be written as a literal and keep its type. */
export const defineReport = (definition: ReportDefinition): ReportDefinition => definition;

/** How a dashboard is declared: what it counts in one statement, and the tiles that it draws of that. */
import type { SQL } from 'drizzle-orm';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { Drill, Tile } from '../../shared/wire/dashboard.ts';
import type { Filter } from '../../shared/wire/report.ts';
import type { ReportContext } from './definition.ts';

/** The question beneath a figure, in the words of a report. */
export interface DrillQuestion {
  readonly report: string;
  readonly filters: readonly Filter[];
  readonly sort?: readonly { readonly column: string; readonly desc: boolean }[];
}

/** What a dashboard's tiles may ask about their viewer. */
export interface Board {
  /** Unix seconds. */
  readonly nowSeconds: number;
  /** The dashboard's own filters come along; null unless the viewer may open exactly these rows. */
  drill(question: DrillQuestion): Drill;
  /** Whether the viewer may see rows beneath figures, and so people by name (FOR-023). */
  readonly showsRows: boolean;
}

/** Tables and the answers that are read from them. Every dashboard counts from one snapshot by one statement. */
export interface BoardQuery {
  /** Named subqueries `name AS (…)`, each after those that it reads. */
  readonly tables: readonly SQL[];
  /** Scalar subqueries that give JSON, by name. */
  readonly answers: Readonly<Record<string, SQL>>;
}

export interface DashboardDefinition<Answers = Record<string, unknown>> {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** All of these are needed; without them the dashboard does not exist for the viewer. */
  readonly needs: readonly PermissionId[];
  /** @param enrollments the viewer's enrollments `e` under the dashboard's filters: `FROM … WHERE …` */
  query(context: ReportContext, enrollments: SQL): BoardQuery;
  tiles(board: Board, answers: Answers): readonly Tile[];
}

/** Lets a dashboard be written with the shape of its own answers, then forgets it so that all fit one table. */
export const defineDashboard = <Answers>(
  definition: DashboardDefinition<Answers>,
): DashboardDefinition => definition as unknown as DashboardDefinition;

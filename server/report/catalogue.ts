/** The reports that there are, one row each. */
import type { ReportDefinition } from './definition.ts';
import { enrollments } from './reports/enrollments.ts';

const all: readonly ReportDefinition[] = [enrollments];

/** By id, in the order in which they are listed. */
export const reports: ReadonlyMap<string, ReportDefinition> = new Map(
  all.map((report) => [report.id, report]),
);

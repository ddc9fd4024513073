/** The reports that there are, one row each. */
import type { ReportDefinition } from './definition.ts';
import { atRisk } from './reports/at-risk.ts';
import { attendance } from './reports/attendance.ts';
import { certificates } from './reports/certificates.ts';
import { courseSummary } from './reports/course-summary.ts';
import { courses } from './reports/courses.ts';
import { enrollments } from './reports/enrollments.ts';
import { externalTraining } from './reports/external-training.ts';
import { learners } from './reports/learners.ts';
import { overdue } from './reports/overdue.ts';
import { planProgress } from './reports/plan-progress.ts';
import { transcript } from './reports/transcript.ts';

const all: readonly ReportDefinition[] = [
  learners,
  enrollments,
  overdue,
  atRisk,
  courses,
  courseSummary,
  planProgress,
  certificates,
  attendance,
  externalTraining,
  transcript,
];

/** By id, in the order in which they are listed. */
export const reports: ReadonlyMap<string, ReportDefinition> = new Map(
  all.map((report) => [report.id, report]),
);

/** What counts as completed, overdue, at risk and inactive: the SQL and the sentence for the reader, side by side. */
import { type SQL, sql } from 'drizzle-orm';
import { secondsPerDay } from '../../shared/time.ts';
import { integer } from '../data/literal.ts';

/** Days ahead within which an enrollment that is hardly begun is at risk. */
export const riskDays = 14;
/** Progress, in percent, below which an enrollment close to its due date is at risk. */
export const riskProgress = 50;
/** Days without a visit after which somebody with open courses is inactive. */
export const inactiveDays = 30;

interface Metric {
  readonly label: string;
  readonly definition: string;
  /** A condition on an enrollment `e`, judged at a Unix second. Never null. */
  readonly holds: (nowSeconds: number) => SQL;
}

/** Learners' enrollments that are still in force: what rates are shares of. */
const counted = sql`(e.level = 'learner' AND e.archived_at IS NULL
  AND e.status IN ('enrolled', 'in_progress', 'completed'))`;
const open = sql`(e.level = 'learner' AND e.archived_at IS NULL
  AND e.status IN ('enrolled', 'in_progress'))`;

export const metrics = {
  counted: {
    label: 'Enrolled',
    definition:
      'Learner enrollments that are enrolled, in progress or completed; waiting, suspended, withdrawn and archived ones are left out.',
    holds: () => counted,
  },
  completed: {
    label: 'Completed',
    definition: 'Counted enrollments whose status is completed.',
    holds: () => sql`(${counted} AND e.status = 'completed')`,
  },
  open: {
    label: 'Open',
    definition: 'Counted enrollments that are not completed yet.',
    holds: () => open,
  },
  overdue: {
    label: 'Overdue',
    definition: 'Open enrollments whose due date has passed.',
    holds: (nowSeconds) =>
      sql`(${open} AND e.due_at IS NOT NULL AND e.due_at < ${integer(nowSeconds)})`,
  },
  at_risk: {
    label: 'At risk',
    definition: `Open enrollments due within ${riskDays} days with less than ${riskProgress} % progress.`,
    holds: (nowSeconds) => sql`(${open} AND e.due_at IS NOT NULL
      AND e.due_at >= ${integer(nowSeconds)}
      AND e.due_at < ${integer(nowSeconds + riskDays * secondsPerDay)}
      AND e.progress < ${integer(riskProgress)})`,
  },
} as const satisfies Record<string, Metric>;

export const inactiveDefinition = `People with open enrollments who visited none of the courses shown here for ${inactiveDays} days, or ever.`;

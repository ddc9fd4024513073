/** What counts as completed, overdue, at risk and inactive: the SQL and the sentence for the reader, side by side. */
import { type SQL, sql } from 'drizzle-orm';
import { secondsPerDay } from '../../shared/time.ts';
import { integer } from '../data/literal.ts';

/** Days ahead within which an enrollment that is hardly begun is at risk. */
const riskDays = 14;
/** Progress, in percent, below which an enrollment close to its due date is at risk. */
const riskProgress = 50;
/** Days without a visit after which somebody with open courses is inactive. */
const inactiveDays = 30;
/** Days ahead within which a certificate's end is announced. */
const expiringDays = 60;

const later = (nowSeconds: number, days: number): SQL => integer(nowSeconds + days * secondsPerDay);

interface Metric {
  readonly label: string;
  readonly definition: string;
  /** A condition judged at a Unix second. Never null. */
  readonly holds: (nowSeconds: number) => SQL;
}

/** Learners' enrollments that are still in force. */
const inForce = sql`e.level = 'learner' AND e.archived_at IS NULL`;
const counted = sql`(${inForce} AND e.status IN ('enrolled', 'in_progress', 'completed'))`;
const open = sql`(${inForce} AND e.status IN ('enrolled', 'in_progress'))`;
const inStatus = (status: string): SQL =>
  sql`(${inForce} AND e.status = ${sql.raw(`'${status}'`)})`;

const overdue = (nowSeconds: number): SQL =>
  sql`(${open} AND e.due_at IS NOT NULL AND e.due_at < ${integer(nowSeconds)})`;

const atRisk = (nowSeconds: number): SQL => sql`(${open} AND e.due_at IS NOT NULL
  AND e.due_at >= ${integer(nowSeconds)} AND e.due_at < ${later(nowSeconds, riskDays)}
  AND e.progress < ${integer(riskProgress)})`;

/** Of an enrollment `e`. */
export const metrics = {
  counted: {
    label: 'Enrolled',
    definition:
      'Learner enrollments that are not started, in progress or completed; waiting, suspended, withdrawn and archived ones are left out.',
    holds: () => counted,
  },
  completed: {
    label: 'Completed',
    definition: 'Enrolled ones whose status is completed.',
    holds: () => inStatus('completed'),
  },
  in_progress: {
    label: 'In progress',
    definition: 'Enrolled ones that were begun and are not completed yet.',
    holds: () => inStatus('in_progress'),
  },
  not_started: {
    label: 'Not started',
    definition: 'Enrolled ones that were never begun.',
    holds: () => inStatus('enrolled'),
  },
  open: {
    label: 'Open',
    definition: 'Enrolled ones that are not completed yet.',
    holds: () => open,
  },
  overdue: {
    label: 'Overdue',
    definition: 'Open enrollments whose due date has passed.',
    holds: overdue,
  },
  at_risk: {
    label: 'At risk',
    definition: `Open enrollments due within ${riskDays} days with less than ${riskProgress} % progress.`,
    holds: atRisk,
  },
  completions: {
    label: 'Completions',
    definition: 'Learner enrollments by the moment of their completion, archived ones included.',
    holds: () =>
      sql`(e.level = 'learner' AND e.status = 'completed' AND e.completed_at IS NOT NULL)`,
  },
  needs_attention: {
    label: 'Needs attention',
    definition: 'Enrollments that are overdue or at risk.',
    holds: (nowSeconds) => sql`(${overdue(nowSeconds)} OR ${atRisk(nowSeconds)})`,
  },
} as const satisfies Record<string, Metric>;

/** Of a person with figures `f` (figures.ts), or without any. */
export const personMetrics = {
  inactive: {
    label: 'Inactive',
    definition: `People with open enrollments who visited none of the courses shown here for ${inactiveDays} days, or ever.`,
    holds: (nowSeconds) => sql`(coalesce(f.open, 0) > 0 AND (f.last_access_at IS NULL
      OR f.last_access_at < ${later(nowSeconds, -inactiveDays)}))`,
  },
  needs_attention: {
    label: 'Needs attention',
    definition: 'People with an enrollment that is overdue or at risk.',
    holds: () => sql`(coalesce(f.overdue, 0) > 0 OR coalesce(f.at_risk, 0) > 0)`,
  },
} as const satisfies Record<string, Metric>;

/** Of a certificate `t`. */
export const certificateMetrics = {
  expired: {
    label: 'Expired',
    definition: 'Certificates whose last day has passed.',
    holds: (nowSeconds) =>
      sql`(t.expires_at IS NOT NULL AND t.expires_at <= ${integer(nowSeconds)})`,
  },
  expiring: {
    label: 'Expires soon',
    definition: `Certificates that are valid and expire within ${expiringDays} days.`,
    holds: (nowSeconds) => sql`(t.expires_at IS NOT NULL
      AND t.expires_at > ${integer(nowSeconds)} AND t.expires_at <= ${later(nowSeconds, expiringDays)})`,
  },
} as const satisfies Record<string, Metric>;

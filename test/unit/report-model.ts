/** The reports' figures as sums over plain arrays, written from their definitions and not from their SQL. */

export const day = 86_400;

export interface Enrolled {
  readonly user: string;
  readonly course: string;
  readonly branch: string | null;
  readonly level: string;
  readonly status: string;
  readonly progress: number;
  readonly score: number | null;
  readonly passed: boolean | null;
  readonly seconds: number;
  readonly completedAt: number | null;
  readonly lastAccessAt: number | null;
  readonly dueAt: number | null;
  readonly archivedAt: number | null;
}

type Rows = readonly Enrolled[];

const inForce = (row: Enrolled) => row.level === 'learner' && row.archivedAt === null;

export const isCompleted = (row: Enrolled) => inForce(row) && row.status === 'completed';
export const isOpen = (row: Enrolled) =>
  inForce(row) && ['enrolled', 'in_progress'].includes(row.status);
export const isCounted = (row: Enrolled) => isCompleted(row) || isOpen(row);
export const isOverdue = (row: Enrolled, now: number) =>
  isOpen(row) && row.dueAt !== null && row.dueAt < now;
export const isAtRisk = (row: Enrolled, now: number) =>
  isOpen(row) &&
  row.dueAt !== null &&
  row.dueAt >= now &&
  row.dueAt < now + 14 * day &&
  row.progress < 50;

const numbers = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly (number | null)[]) =>
  numbers(values).length === 0 ? null : sum(numbers(values)) / numbers(values).length;

const latest = (rows: Rows) => {
  const seen = numbers(rows.map(({ lastAccessAt }) => lastAccessAt));
  return seen.length === 0 ? null : Math.max(...seen);
};

export const isInactive = (rows: Rows, now: number) => {
  const last = latest(rows);
  return rows.some(isOpen) && (last === null || last < now - 30 * day);
};

const round = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
const share = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);

/** The figures of one person or one course. */
export function figuresOf(rows: Rows, now: number) {
  const counted = rows.filter(isCounted);
  const count = (holds: (row: Enrolled) => boolean) => rows.filter(holds).length;
  const judged = counted.filter(({ passed }) => passed !== null);
  return {
    enrolled: counted.length,
    completed: count(isCompleted),
    completion_rate: round(share(count(isCompleted), counted.length)),
    not_started: count((row) => isOpen(row) && row.status === 'enrolled'),
    in_progress: count((row) => isOpen(row) && row.status === 'in_progress'),
    overdue: count((row) => isOverdue(row, now)),
    at_risk: count((row) => isAtRisk(row, now)),
    pass_rate: round(share(judged.filter(({ passed }) => passed).length, judged.length)),
    average_progress: round(mean(counted.map(({ progress }) => progress))),
    average_score: round(mean(counted.map(({ score }) => score))),
    average_time: round(mean(counted.map(({ seconds }) => seconds))),
    time_spent: sum(counted.map(({ seconds }) => seconds)),
    last_access_at: latest(rows),
    inactive: isInactive(rows, now),
    needs_attention: rows.some((row) => isOverdue(row, now) || isAtRisk(row, now)),
  };
}

/** As SQLite compares: empty last, text by its bytes. */
export function compareCells(one: unknown, other: unknown, desc: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const order =
    typeof one === 'string'
      ? Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
      : Number(one) - Number(other);
  return desc ? -order : order;
}

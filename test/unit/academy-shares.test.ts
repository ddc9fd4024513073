/** The sample academy is believable in every company and at any time of the year. */
import { describe, expect, it } from 'vitest';
import { type Academy, buildAcademy } from '../../server/data/academy/academy.ts';
import { companies } from '../../server/data/academy/companies.ts';
import { secondsPerDay } from '../../shared/time.ts';

const moments: [when: string, nowSeconds: number][] = [
  ['in November', Date.UTC(2026, 10, 21, 12) / 1000],
  ['at New Year', Date.UTC(2027, 0, 1) / 1000],
  ['in August', Date.UTC(2027, 7, 15, 8) / 1000],
];

/** Enrollments of a company's people, sorted out as a supervisor would. */
function shares({ rows, nowSeconds }: Academy, code: string) {
  const people = rows.users.filter(({ key }) => key.startsWith(code));
  const ids = new Set(people.map(({ id }) => id));
  const all = rows.enrollments.filter(({ userId, archivedAt }) => ids.has(userId) && !archivedAt);
  const open = all.filter(({ status }) => status === 'enrolled' || status === 'in_progress');
  const due = open.map(({ dueAt, progress = 0 }) => ({
    inDays: ((dueAt ?? Infinity) - nowSeconds) / secondsPerDay,
    progress,
  }));
  const quietSince = nowSeconds - 60 * secondsPerDay;
  const active = people.filter(({ status }) => status === 'active');
  return {
    completed: all.filter(({ status }) => status === 'completed').length / all.length,
    overdue: due.filter(({ inDays }) => inDays < 0).length / all.length,
    atRisk:
      due.filter((row) => row.inDays >= 0 && row.inDays < 14 && row.progress < 50).length /
      all.length,
    quiet:
      active.filter(({ lastAccessAt }) => (lastAccessAt ?? 0) < quietSince).length / active.length,
    gone: people.length - active.length,
    perPerson: all.length / people.length,
  };
}

describe.each(moments)('%s', (_when, nowSeconds) => {
  const academy = buildAcademy({ nowSeconds, origins: [] });

  it.each(companies.map(({ name, code }) => [name, code]))(
    'most of %s is on track, and some of it is not',
    (_name, code) => {
      const found = shares(academy, code);
      expect(found.completed).toBeGreaterThan(0.6);
      expect(found.completed).toBeLessThan(0.92);
      expect(found.overdue).toBeGreaterThan(0.015);
      expect(found.overdue).toBeLessThan(0.09);
      expect(found.atRisk).toBeGreaterThan(0.008);
      expect(found.atRisk).toBeLessThan(0.08);
      expect(found.quiet).toBeGreaterThan(0.02);
      expect(found.quiet).toBeLessThan(0.15);
      expect(found.gone).toBeGreaterThan(0);
      expect(found.perPerson).toBeGreaterThan(7);
    },
  );

  it('completes something in every month of the last twelve, and little at weekends', () => {
    const byMonth = new Map<string, number>();
    const byWeekday = [0, 0, 0, 0, 0, 0, 0];
    const { enrollments } = academy.rows;
    for (const { completedAt } of enrollments) {
      if (!completedAt || completedAt < nowSeconds - 365 * secondsPerDay) continue;
      const date = new Date(completedAt * 1000);
      const month = date.toISOString().slice(0, 7);
      byMonth.set(month, (byMonth.get(month) ?? 0) + 1);
      byWeekday[date.getUTCDay()] = (byWeekday[date.getUTCDay()] ?? 0) + 1;
    }
    const [sunday = 0, monday = 0, , , , , saturday = 0] = byWeekday;
    expect(byMonth.size).toBeGreaterThanOrEqual(12);
    expect(sunday + saturday).toBeLessThan(monday / 2);
  });

  it('has certificates that ran out, that soon will, and that hold', () => {
    const expiries = academy.rows.certificates.map(({ expiresAt }) => expiresAt ?? Infinity);
    const soon = nowSeconds + 60 * secondsPerDay;
    expect(expiries.filter((at) => at < nowSeconds).length).toBeGreaterThan(50);
    expect(expiries.filter((at) => at >= nowSeconds && at < soon).length).toBeGreaterThan(50);
    expect(expiries.filter((at) => at >= soon).length).toBeGreaterThan(500);
  });

  it('has sessions with those who came, those who did not, and those who will', () => {
    const statuses = new Set(academy.rows.attendances.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['absent', 'attended', 'excused', 'registered']);
    expect(academy.rows.sessions.some(({ startsAt }) => startsAt > nowSeconds)).toBe(true);
  });
});

/** What follows from learning: plans on their way or done, and certificates that run out. */
import { fold } from '../../../shared/fold.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import { addMonths } from './calendar.ts';
import type { Plan } from './plans.ts';
import type { PersonProgress } from './progress.ts';
import { randomFor } from './random.ts';
import type { Numbered, RowOf } from './rows.ts';

/** A plan's certificate outlives those of its courses. */
const planValidMonths = 24;

/** A plan starts with its first course and is done with its last mandatory one. */
function planEnrollment(
  { person, studies }: PersonProgress,
  plan: Plan,
): RowOf<'planEnrollments'> | null {
  const required = plan.courses.filter(({ mandatory }) => mandatory);
  const rows = required.flatMap(({ course }) =>
    studies.flatMap((study) => (study.course === course ? [study.row] : [])),
  );
  const started = rows.map(({ enrolledAt }) => enrolledAt ?? 0);
  if (started.length === 0) return null;
  const enrolledAt = Math.min(...started);
  const completions = rows.flatMap(({ completedAt }) => completedAt ?? []);
  const done = completions.length === required.length;
  return {
    userId: person.row.id,
    planId: plan.row.id,
    enrolledAt,
    completedAt: done ? Math.max(...completions) : null,
    dueAt: enrolledAt + plan.dueDays * secondsPerDay,
  };
}

type Award = Omit<Numbered<'certificates'>, 'id' | 'key' | 'code'>;

/** What is printed on the certificate, for whoever checks it: it tells nothing of how many others there are. */
function codeOf({ userId, courseId, planId }: Award): string {
  const random = randomFor(`certificate ${userId} ${courseId} ${planId}`);
  return `KLA-${random
    .whole(36 ** 5, 36 ** 6 - 1)
    .toString(36)
    .toUpperCase()}`;
}

function courseAwards({ person, studies }: PersonProgress): Award[] {
  return studies.flatMap(({ row, course }) => {
    const { validMonths, name } = course.spec;
    if (validMonths === null || !row.completedAt) return [];
    return [
      {
        userId: person.row.id,
        courseId: course.row.id,
        planId: null,
        name,
        nameKey: fold(name),
        issuedAt: row.completedAt,
        expiresAt: addMonths(row.completedAt, validMonths),
      },
    ];
  });
}

function planAward(plan: Plan, enrollment: RowOf<'planEnrollments'>): Award[] {
  const { completedAt, userId, planId } = enrollment;
  if (plan.certificate === null || !completedAt) return [];
  return [
    {
      userId,
      courseId: null,
      planId,
      name: plan.certificate,
      nameKey: fold(plan.certificate),
      issuedAt: completedAt,
      expiresAt: addMonths(completedAt, planValidMonths),
    },
  ];
}

export function buildOutcomes(progress: readonly PersonProgress[]) {
  const planEnrollments: RowOf<'planEnrollments'>[] = [];
  const awards: Award[] = [];
  for (const one of progress) {
    awards.push(...courseAwards(one));
    for (const plan of one.plans) {
      const enrollment = planEnrollment(one, plan);
      if (!enrollment) continue;
      planEnrollments.push(enrollment);
      awards.push(...planAward(plan, enrollment));
    }
  }
  const certificates = awards
    .sort((one, other) => one.issuedAt - other.issuedAt)
    .map((award, at) => ({
      id: at + 1,
      key: String(30_001 + at),
      code: codeOf(award),
      ...award,
    }));
  return { planEnrollments, certificates };
}

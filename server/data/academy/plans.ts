/** Learning plans, and the catalogs that offer courses and plans. */
import { fold } from '../../../shared/fold.ts';
import type { Audiences } from './course-spec.ts';
import type { Course } from './courses.ts';
import type { Numbered, RowOf } from './rows.ts';

export interface Plan {
  readonly row: Numbered<'learningPlans'>;
  /** Who of those that came within `newcomerDays` (or ever) is given the plan. */
  readonly audiences: Audiences;
  readonly newcomerDays: number | null;
  readonly dueDays: number;
  /** The certificate for the whole plan, for those plans that have one. */
  readonly certificate: string | null;
  readonly courses: readonly { readonly course: Course; readonly mandatory: boolean }[];
}

type PlanSpec = Omit<Plan, 'row' | 'courses'> & {
  readonly code: string;
  readonly name: string;
  /** Course codes in order; a trailing `?` makes one optional. */
  readonly takes: string;
};

const planList: readonly PlanSpec[] = [
  {
    code: 'LP-START',
    name: 'Your first ninety days',
    audiences: { everyone: 1 },
    newcomerDays: 420,
    dueDays: 90,
    certificate: null,
    takes: 'CMP-210 SAF-101 CMP-201 ITS-401 CMP-220?',
  },
  {
    code: 'LP-SHOP',
    name: 'Safe on the shop floor',
    audiences: { workshop: 0.7 },
    newcomerDays: null,
    dueDays: 120,
    certificate: 'Shop floor safety passport',
    takes: 'SAF-101 SAF-121 SAF-122 SAF-125 SAF-124?',
  },
  {
    code: 'LP-FOOD',
    name: 'Hands that make food',
    audiences: { food: 0.7 },
    newcomerDays: null,
    dueDays: 120,
    certificate: 'Food handler',
    takes: 'CMP-230 SAF-121 SAF-101 PRD-510?',
  },
  {
    code: 'LP-ROAD',
    name: 'Safe on the road',
    audiences: { driving: 0.8 },
    newcomerDays: null,
    dueDays: 90,
    certificate: 'Company driver',
    takes: 'SAF-130 SAF-101 SAF-131?',
  },
  {
    code: 'LP-CARE',
    name: 'Care foundations',
    audiences: { care: 0.8 },
    newcomerDays: null,
    dueDays: 120,
    certificate: 'Care foundations',
    takes: 'CMP-231 SAF-121 CMP-232 SAF-112?',
  },
  {
    code: 'LP-LEAD',
    name: 'Team leader pathway',
    audiences: { leads: 0.85, everyone: 0.12 },
    newcomerDays: null,
    dueDays: 180,
    certificate: 'Team leader',
    takes: 'LDR-301 LDR-303 LDR-302 LDR-312?',
  },
];

export function buildPlans(courses: readonly Course[]): Plan[] {
  const byCode = new Map(courses.map((course) => [course.spec.code, course]));
  return planList.map(({ code, name, takes, ...rest }, at) => ({
    row: { id: at + 1, key: String(71 + at), code, name, nameKey: fold(name) },
    ...rest,
    courses: takes.split(' ').map((taken) => {
      const course = byCode.get(taken.replace('?', ''));
      if (!course) throw new RangeError(`No course ${taken}`);
      return { course, mandatory: !taken.endsWith('?') };
    }),
  }));
}

export const planCourseRows = (plans: readonly Plan[]): RowOf<'learningPlanCourses'>[] =>
  plans.flatMap(({ row, courses }) =>
    courses.map(({ course, mandatory }, position) => ({
      planId: row.id,
      courseId: course.row.id,
      position,
      mandatory,
    })),
  );

/** One catalog for everyone, one for those who lead, and a hidden archive. */
export function buildCatalogs(
  courses: readonly Course[],
  plans: readonly Plan[],
  groups: readonly Numbered<'groups'>[],
) {
  const catalogs: Numbered<'catalogs'>[] = [
    { id: 1, key: 'open', name: 'Open to all', visibility: 'everyone' },
    { id: 2, key: 'leadership', name: 'Leadership', visibility: 'restricted' },
    { id: 3, key: 'archive', name: 'Archive', visibility: 'hidden' },
  ];
  const catalogOf = ({ spec }: Course): number => {
    if (spec.status === 'unpublished') return 3;
    return spec.code.startsWith('LDR') ? 2 : 1;
  };
  const catalogItems: RowOf<'catalogItems'>[] = [
    ...courses.map((course) => ({
      catalogId: catalogOf(course),
      kind: 'course' as const,
      itemId: course.row.id,
    })),
    ...plans.map(({ row, audiences }) => ({
      catalogId: audiences.leads ? 2 : 1,
      kind: 'plan' as const,
      itemId: row.id,
    })),
  ];
  const catalogAudiences: RowOf<'catalogAudiences'>[] = groups
    .filter(({ key }) => key.endsWith('-leads'))
    .map(({ id }) => ({ catalogId: 2, kind: 'group', itemId: id }));
  return { catalogs, catalogItems, catalogAudiences };
}

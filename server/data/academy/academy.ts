/** Kestrel Lane Academy, a training provider made up for demonstrations and tests: five companies and what they learn. */
import { secondsPerDay } from '../../../shared/time.ts';
import { personKeys } from '../keys.ts';
import { buildAuthority, type Customer, customers } from './authority.ts';
import { buildBranches } from './branches.ts';
import { buildCategories, buildCourses } from './courses.ts';
import { buildExternalTrainings } from './elsewhere.ts';
import { fieldValueRows, userFieldRows } from './fields.ts';
import { buildGroups } from './groups.ts';
import { buildOutcomes } from './outcomes.ts';
import { buildPeople } from './people.ts';
import { buildCatalogs, buildPlans, planCourseRows } from './plans.ts';
import { buildProgress } from './progress.ts';
import type { AcademyRows, Numbered } from './rows.ts';

export interface AcademyOptions {
  /** Unix seconds: everything that happened lies before, sessions to come and due dates after. */
  readonly nowSeconds: number;
  /** The origins of the pages that may embed; each portal's site gets them all. */
  readonly origins: readonly string[];
}

export interface Academy {
  readonly name: string;
  readonly nowSeconds: number;
  readonly rows: AcademyRows;
  /** The companies that have a portal, with who signs in there. */
  readonly customers: readonly Customer[];
}

/** The provider's own administrator, who belongs to no customer. */
function administrator(id: number, nowSeconds: number): Numbered<'users'> {
  const username = 'marta.quill@kestrel-lane.example';
  const names = { username, email: username, firstName: 'Marta', lastName: 'Quill' };
  return {
    id,
    key: 'kla-1',
    ...names,
    ...personKeys(names),
    level: 'superadmin',
    status: 'active',
    managerId: null,
    branchId: null,
    expiresAt: null,
    createdAt: nowSeconds - 2500 * secondsPerDay,
    lastAccessAt: nowSeconds - 3600,
  };
}

/** Builds the same academy for the same options, down to the last row. */
export function buildAcademy({ nowSeconds, origins }: AcademyOptions): Academy {
  const { branches, trees } = buildBranches();
  const people = buildPeople(trees, nowSeconds);
  const categories = buildCategories();
  const courses = buildCourses(categories, nowSeconds);
  const plans = buildPlans(courses);
  const { groups, groupMembers } = buildGroups(people, nowSeconds);
  const {
    progress,
    users: learners,
    ...learnt
  } = buildProgress(people, courses, plans, nowSeconds);
  const offer = buildCatalogs(courses, plans, groups);
  const nameable = {
    users: [...learners, administrator(learners.length + 1, nowSeconds)],
    groups,
    branches,
    categories,
    courses: courses.map(({ row }) => row),
    learningPlans: plans.map(({ row }) => row),
    catalogs: offer.catalogs,
  };
  const rows: AcademyRows = {
    ...nameable,
    groupMembers,
    ...learnt,
    userFields: userFieldRows,
    userFieldValues: fieldValueRows(people),
    learningPlanCourses: planCourseRows(plans),
    ...offer,
    ...buildOutcomes(progress),
    externalTrainings: buildExternalTrainings(people, nowSeconds),
    ...buildAuthority(nameable, nowSeconds, origins),
  };
  return { name: 'Kestrel Lane Academy', nowSeconds, rows, customers };
}

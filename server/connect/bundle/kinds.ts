/** Every kind of the bundle, a row each; one that refers to another stands after it. */
import type { Kind, KindName } from './column.ts';
import * as offer from './kinds/catalogs.ts';
import * as learning from './kinds/learning.ts';
import * as people from './kinds/people.ts';
import * as progress from './kinds/progress.ts';
import * as instructorLed from './kinds/sessions.ts';

export const kinds: readonly Kind[] = [
  people.userFields,
  people.groups,
  people.branches,
  people.users,
  people.userFieldValues,
  people.groupMembers,
  learning.categories,
  learning.courses,
  learning.learningPlans,
  learning.learningPlanCourses,
  offer.catalogs,
  offer.catalogItems,
  offer.catalogAudiences,
  progress.enrollments,
  progress.planEnrollments,
  progress.certificates,
  instructorLed.sessions,
  instructorLed.attendances,
  progress.externalTrainings,
  progress.dailyActivity,
];

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

export function kindNamed(name: KindName): Kind {
  const kind = byName.get(name);
  if (!kind) throw new TypeError(`No kind ${name}`);
  return kind;
}

/** Kinds that have a file of their own, and that file's name. */
export const filedKinds = kinds.filter((kind) => kind.within === undefined);
export const fileOf = (kind: Kind): string => `${kind.within ?? kind.name}.csv`;

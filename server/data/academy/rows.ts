/** What the academy is made of: plain rows, one list a table, in the order in which the tables are filled. */
import * as schema from '../schema/index.ts';

/** Closures, versions and epochs follow by trigger; keys of sites are made by whoever starts the server. */
export const academyTables = {
  branches: schema.branches,
  users: schema.users,
  userFields: schema.userFields,
  userFieldValues: schema.userFieldValues,
  groups: schema.groups,
  groupMembers: schema.groupMembers,
  categories: schema.categories,
  courses: schema.courses,
  learningPlans: schema.learningPlans,
  learningPlanCourses: schema.learningPlanCourses,
  catalogs: schema.catalogs,
  catalogItems: schema.catalogItems,
  catalogAudiences: schema.catalogAudiences,
  enrollments: schema.enrollments,
  planEnrollments: schema.planEnrollments,
  certificates: schema.certificates,
  sessions: schema.sessions,
  attendances: schema.attendances,
  externalTrainings: schema.externalTrainings,
  dailyActivity: schema.dailyActivity,
  profiles: schema.profiles,
  profilePermissions: schema.profilePermissions,
  datasets: schema.datasets,
  datasetSelections: schema.datasetSelections,
  datasetItems: schema.datasetItems,
  grants: schema.grants,
  datasetAssignments: schema.datasetAssignments,
  sites: schema.sites,
  siteOrigins: schema.siteOrigins,
} as const;
export type AcademyTable = keyof typeof academyTables;

export type RowOf<Table extends AcademyTable> = (typeof academyTables)[Table]['$inferInsert'];

/** A row whose integer `id` is known: the academy numbers its own, so that rows can refer to each other. */
export type Numbered<Table extends AcademyTable> = RowOf<Table> & { id: number };

export type AcademyRows = { readonly [Table in AcademyTable]: readonly RowOf<Table>[] };

/** Transcript: the courses of one learner, as their personal summary lists them (PERM-001 to PERM-003, PERM-060). */
import { sql } from 'drizzle-orm';
import { scopedPerson } from '../../scope/sql.ts';
import { hiddenColumns } from '../columns.ts';
import { courseColumns } from '../course-columns.ts';
import { defineReport } from '../definition.ts';
import { additionalFields, personColumns, summaryPermissions } from '../person-columns.ts';
import { enrollmentColumns, enrollmentRows } from './enrollments.ts';

export const transcript = defineReport({
  id: 'transcript',
  title: 'Transcript',
  description: 'The courses of one learner: a filter on the user ID says whose.',
  grain: 'user_course',
  needs: ['reports.view'],
  needsOneOf: summaryPermissions,
  requires: 'user_id',
  ...enrollmentRows,
  columns: (context) => [
    ...courseColumns(sql`e.course_id`),
    ...enrollmentColumns(context),
    ...hiddenColumns(personColumns(scopedPerson)),
    ...additionalFields(context),
  ],
  defaultSort: [{ column: 'course_name', desc: false }],
});

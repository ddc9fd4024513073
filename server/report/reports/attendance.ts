/** Attendance: one row a person and session of an instructor-led course or a webinar. */
import { type SQL, sql } from 'drizzle-orm';
import { scopedPerson } from '../../scope/sql.ts';
import { attendanceStatusChoices } from '../choices.ts';
import { moment, sortKey } from '../columns.ts';
import { courseColumns, courseJoins } from '../course-columns.ts';
import {
  type ColumnDefinition,
  defineReport,
  type Join,
  type ReportContext,
} from '../definition.ts';
import { additionalFields, personColumns, personJoins } from '../person-columns.ts';

const sessionJoin: Join = {
  alias: 's',
  clause: sql`LEFT JOIN sessions s ON s.id = a.session_id`,
};

const sessionColumns: readonly ColumnDefinition[] = [
  {
    id: 'session_id',
    label: 'Session ID',
    type: 'text',
    value: sql`s.key`,
    exact: true,
    hidden: true,
  },
  {
    id: 'session_name',
    label: 'Session',
    type: 'text',
    value: sql`s.name`,
    sort: sortKey(sql`s.name_key`),
    searched: true,
    facet: true,
  },
  {
    id: 'location',
    label: 'Location',
    type: 'text',
    value: sql`s.location`,
    facet: true,
    hidden: true,
  },
  moment('starts_at', 'Starts', sql`s.starts_at`, false),
  moment('ends_at', 'Ends', sql`s.ends_at`),
];

const attendanceColumns: readonly ColumnDefinition[] = [
  {
    id: 'attendance',
    label: 'Attendance',
    type: 'choice',
    value: sql`a.status`,
    choices: attendanceStatusChoices,
    facet: true,
  },
  {
    id: 'time_attended',
    label: 'Time attended',
    type: 'duration',
    value: sql`a.seconds`,
    unit: 'seconds',
    total: 'sum',
  },
  {
    id: 'score',
    label: 'Score',
    type: 'number',
    value: sql`a.score`,
    unit: 'points',
    total: 'average',
  },
];

/** Each permission opens its own kind of session (PERM-046, PERM-052). */
function permitted({ permissions }: ReportContext): SQL {
  const [led, webinars] = [
    permissions.has('ilt_sessions.view'),
    permissions.has('webinar_sessions.view'),
  ];
  if (led && webinars) return sql`1`;
  return led ? sql`c.type <> 'webinar'` : sql`c.type = 'webinar'`;
}

export const attendance = defineReport({
  id: 'attendance',
  title: 'Attendance',
  description: 'Who was registered for which session, and who came.',
  grain: 'user_session',
  needs: ['reports.view'],
  needsOneOf: ['ilt_sessions.view', 'webinar_sessions.view'],
  from: ({ scoped }) => scoped.pairs('attendances', 'a'),
  row: 'a',
  joins: () => [...personJoins(sql`a.user_id`), sessionJoin, ...courseJoins(sql`s.course_id`)],
  where: permitted,
  key: [sql`a.user_id`, sql`a.session_id`],
  columns: (context) => [
    ...personColumns(scopedPerson),
    ...courseColumns(sql`s.course_id`),
    ...sessionColumns,
    ...attendanceColumns,
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'starts_at', desc: true },
    { column: 'user_name', desc: false },
  ],
});

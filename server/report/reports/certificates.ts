/** Certificates: one row an issued certificate, and whether it still holds. */
import { sql } from 'drizzle-orm';
import { scopedPerson } from '../../scope/sql.ts';
import { certificateStateChoices } from '../choices.ts';
import { moment, sortKey } from '../columns.ts';
import { courseColumns, courseJoins, planColumns, planJoin } from '../course-columns.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { certificateMetrics } from '../metrics.ts';
import { additionalFields, personColumns, personJoins } from '../person-columns.ts';

const ownColumns = ({ nowSeconds }: ReportContext): readonly ColumnDefinition[] => [
  {
    id: 'certificate_id',
    label: 'Certificate ID',
    type: 'text',
    value: sql`t.key`,
    exact: true,
    hidden: true,
  },
  {
    id: 'certificate_name',
    label: 'Certificate',
    type: 'text',
    value: sql`t.name`,
    sort: sortKey(sql`t.name_key`),
    searched: true,
    facet: true,
  },
  {
    id: 'certificate_code',
    label: 'Certificate code',
    type: 'text',
    value: sql`t.code`,
    searched: true,
    hidden: true,
  },
  {
    id: 'state',
    label: 'State',
    type: 'choice',
    value: sql`CASE WHEN ${certificateMetrics.expired.holds(nowSeconds)} THEN 'expired'
      WHEN ${certificateMetrics.expiring.holds(nowSeconds)} THEN 'expiring' ELSE 'valid' END`,
    choices: certificateStateChoices,
    description: `${certificateMetrics.expired.label}: ${certificateMetrics.expired.definition} ${certificateMetrics.expiring.label}: ${certificateMetrics.expiring.definition}`,
    facet: true,
  },
  moment('issued_at', 'Issued', sql`t.issued_at`, false),
  moment('expires_at', 'Expires', sql`t.expires_at`, false),
];

/** To look up one person's certificates is part of their summary, which "only the issued ones" leaves out (PERM-041). */
const personOf = (column: ColumnDefinition): ColumnDefinition =>
  column.id === 'user_id' ? { ...column, filterNeeds: ['certificates.view'] } : column;

/** Only issued certificates are known here, so that either permission shows the same rows (PERM-039, PERM-041). */
export const certificates = defineReport({
  id: 'certificates',
  title: 'Certificates',
  description: 'The certificates of your people in your courses and learning plans.',
  grain: 'certificate',
  needs: ['reports.view'],
  needsOneOf: ['certificates.view', 'certificates.view_issued'],
  from: ({ scoped }) => scoped.certificates('t'),
  row: 't',
  joins: () => [
    ...personJoins(sql`t.user_id`),
    ...courseJoins(sql`t.course_id`),
    planJoin(sql`t.plan_id`),
  ],
  key: [sql`t.id`],
  columns: (context) => [
    ...personColumns(scopedPerson).map(personOf),
    ...ownColumns(context),
    ...courseColumns(sql`t.course_id`),
    ...planColumns(sql`t.plan_id`),
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'expires_at', desc: false },
    { column: 'user_name', desc: false },
  ],
});

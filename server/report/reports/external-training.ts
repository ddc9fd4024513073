/** External training: one row a training that a learner took elsewhere. */
import { sql } from 'drizzle-orm';
import { externalStatusChoices } from '../choices.ts';
import { moment } from '../columns.ts';
import { type ColumnDefinition, defineReport } from '../definition.ts';
import { additionalFields, personColumns, personJoins } from '../person-columns.ts';

const ownColumns: readonly ColumnDefinition[] = [
  {
    id: 'training_id',
    label: 'Training ID',
    type: 'text',
    value: sql`x.key`,
    exact: true,
    hidden: true,
  },
  {
    id: 'training_name',
    label: 'Training',
    type: 'text',
    value: sql`x.name`,
    searched: true,
    facet: true,
  },
  {
    id: 'provider',
    label: 'Provider',
    type: 'text',
    value: sql`x.provider`,
    searched: true,
    facet: true,
  },
  {
    id: 'status',
    label: 'Status',
    type: 'choice',
    value: sql`x.status`,
    choices: externalStatusChoices,
    facet: true,
  },
  moment('completed_at', 'Completed', sql`x.completed_at`, false),
  {
    id: 'time_spent',
    label: 'Time',
    type: 'duration',
    value: sql`x.seconds`,
    unit: 'seconds',
    total: 'sum',
  },
  {
    id: 'score',
    label: 'Score',
    type: 'number',
    value: sql`x.score`,
    unit: 'points',
    total: 'average',
  },
];

export const externalTraining = defineReport({
  id: 'external_training',
  title: 'External training',
  description: 'What your people learnt elsewhere.',
  grain: 'external_training',
  needs: ['reports.view', 'external_training.view'],
  from: ({ scoped }) => scoped.aboutLearners('external_trainings', 'x'),
  row: 'x',
  joins: () => personJoins(sql`x.user_id`),
  key: [sql`x.id`],
  columns: (context) => [
    ...personColumns(sql`x.user_id`),
    ...ownColumns,
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'completed_at', desc: true },
    { column: 'user_name', desc: false },
  ],
});

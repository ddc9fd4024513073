/** The single figures of "Team progress": how much is done, and how much is amiss. */
import type { MetricTile } from '../../../shared/wire/dashboard.ts';
import { metrics, personMetrics } from '../metrics.ts';
import type { TeamProgressAnswers } from './team-progress-query.ts';
import { counted, is, type TileOf } from './team-progress-tile.ts';

export const completionRate: TileOf<MetricTile> = ({ drill }, { totals }) => {
  const whole = totals.completed + totals.in_progress + totals.not_started;
  return {
    id: 'completion_rate',
    kind: 'metric',
    title: 'Completion rate',
    definition: `Completed enrollments as a share of the enrolled ones. ${metrics.counted.label}: ${metrics.counted.definition}`,
    width: 3,
    value: whole === 0 ? null : (100 * totals.completed) / whole,
    type: 'percent',
    of: null,
    tone: 'neutral',
    drill: drill({ report: 'enrollments', filters: [counted] }),
  };
};

/** A count of troubles: none is good news. */
const trouble = (
  tile: Pick<MetricTile, 'id' | 'title' | 'definition' | 'drill'>,
  { value, of, tone }: { value: number; of: number; tone: MetricTile['tone'] },
): MetricTile => ({
  ...tile,
  kind: 'metric',
  width: 3,
  value,
  type: 'number',
  of,
  tone: value === 0 ? 'good' : tone,
});

const openOf = ({ totals }: TeamProgressAnswers): number => totals.in_progress + totals.not_started;

export const overdue: TileOf<MetricTile> = ({ drill }, answers) =>
  trouble(
    {
      id: 'overdue',
      title: metrics.overdue.label,
      definition: metrics.overdue.definition,
      drill: drill({ report: 'overdue', filters: [] }),
    },
    { value: answers.totals.overdue, of: openOf(answers), tone: 'bad' },
  );

export const atRisk: TileOf<MetricTile> = ({ drill }, answers) =>
  trouble(
    {
      id: 'at_risk',
      title: metrics.at_risk.label,
      definition: metrics.at_risk.definition,
      drill: drill({ report: 'at_risk', filters: [] }),
    },
    { value: answers.totals.at_risk, of: openOf(answers), tone: 'warning' },
  );

export const inactive: TileOf<MetricTile> = ({ drill }, { totals }) =>
  trouble(
    {
      id: 'inactive',
      title: personMetrics.inactive.label,
      definition: personMetrics.inactive.definition,
      drill: drill({ report: 'learners', filters: [is('inactive', true)] }),
    },
    { value: totals.people_inactive, of: totals.people_open, tone: 'warning' },
  );

/** Team progress: how far the viewer's people are, what is late, and who needs attention. */
import { toIsoTime } from '../../../shared/time.ts';
import type { ListTile } from '../../../shared/wire/dashboard.ts';
import { defineDashboard } from '../dashboard-definition.ts';
import { metrics, personMetrics } from '../metrics.ts';
import { byCourse, completions, statusSplit } from './team-progress-charts.ts';
import { atRisk, completionRate, inactive, overdue } from './team-progress-figures.ts';
import { shownPeople, type TeamProgressAnswers, teamProgressQuery } from './team-progress-query.ts';
import { is, type TileOf } from './team-progress-tile.ts';

const attention: TileOf<ListTile> = ({ drill }, { people, totals }) => ({
  id: 'attention',
  kind: 'list',
  title: 'People who need attention',
  definition: `${personMetrics.needs_attention.definition} The first ${shownPeople}, the most overdue first.`,
  width: 6,
  columns: [
    { id: 'user_name', label: 'Name', type: 'text' },
    { id: 'overdue', label: metrics.overdue.label, type: 'number' },
    { id: 'at_risk', label: metrics.at_risk.label, type: 'number' },
    { id: 'last_access_at', label: 'Last access', type: 'time' },
  ],
  rows: people.map(([key, name, late, risky, lastAccessAt]) => ({
    cells: {
      user_id: key,
      user_name: name,
      overdue: late,
      at_risk: risky,
      last_access_at: lastAccessAt === null ? null : toIsoTime(lastAccessAt),
    },
    drill: drill({
      report: 'enrollments',
      filters: [is('user_id', key), is('needs_attention', true)],
    }),
  })),
  total: totals.people_attention,
  drill: drill({
    report: 'learners',
    filters: [is('needs_attention', true)],
    sort: [
      { column: 'overdue', desc: true },
      { column: 'at_risk', desc: true },
      { column: 'user_name', desc: false },
    ],
  }),
});

export const teamProgress = defineDashboard<TeamProgressAnswers>({
  id: 'team_progress',
  title: 'Team progress',
  description: 'How far your people are in your courses, what is late, and who needs attention.',
  needs: ['insights.view'],
  query: teamProgressQuery,
  // A list of people is rows beneath a figure: it shows to those alone who may open them.
  tiles: (board, answers) => [
    completionRate(board, answers),
    overdue(board, answers),
    atRisk(board, answers),
    inactive(board, answers),
    statusSplit(board, answers),
    completions(board, answers),
    byCourse(board, answers),
    ...(board.showsRows ? [attention(board, answers)] : []),
  ],
});

/** Team progress: how far the viewer's people are, what is late, and who needs attention. */

import { toIsoDay, toIsoTime, toUnixDay } from '../../../shared/time.ts';
import type { ChartTile, ListTile, MetricTile, Tile } from '../../../shared/wire/dashboard.ts';
import type { Filter } from '../../../shared/wire/report.ts';
import { type Board, defineDashboard } from '../dashboard-definition.ts';
import { metrics, personMetrics } from '../metrics.ts';
import { lastMonths } from '../months.ts';
import {
  shownCourses,
  shownMonths,
  shownPeople,
  type TeamProgressAnswers,
  teamProgressQuery,
} from './team-progress-query.ts';

type Answers = TeamProgressAnswers;
type TileOf<T extends Tile> = (board: Board, answers: Answers) => T;

const is = (column: string, value: string | boolean): Filter => ({ column, op: 'equals', value });
const counted = is('counted', true);

const completionRate: TileOf<MetricTile> = ({ drill }, { totals }) => {
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

const openOf = ({ totals }: Answers): number => totals.in_progress + totals.not_started;

const overdue: TileOf<MetricTile> = ({ drill }, answers) =>
  trouble(
    {
      id: 'overdue',
      title: metrics.overdue.label,
      definition: metrics.overdue.definition,
      drill: drill({ report: 'overdue', filters: [] }),
    },
    { value: answers.totals.overdue, of: openOf(answers), tone: 'bad' },
  );

const atRisk: TileOf<MetricTile> = ({ drill }, answers) =>
  trouble(
    {
      id: 'at_risk',
      title: metrics.at_risk.label,
      definition: metrics.at_risk.definition,
      drill: drill({ report: 'at_risk', filters: [] }),
    },
    { value: answers.totals.at_risk, of: openOf(answers), tone: 'warning' },
  );

const inactive: TileOf<MetricTile> = ({ drill }, { totals }) =>
  trouble(
    {
      id: 'inactive',
      title: personMetrics.inactive.label,
      definition: personMetrics.inactive.definition,
      drill: drill({ report: 'learners', filters: [is('inactive', true)] }),
    },
    { value: totals.people_inactive, of: totals.people_open, tone: 'warning' },
  );

/** The exclusive states of an enrolled one, with the status that stands for each in the enrollments report. */
const slices = [
  { key: 'completed', metric: metrics.completed, status: 'completed' },
  { key: 'in_progress', metric: metrics.in_progress, status: 'in_progress' },
  { key: 'not_started', metric: metrics.not_started, status: 'enrolled' },
] as const;

const statusSplit: TileOf<ChartTile> = ({ drill }, { totals }) => ({
  id: 'status_split',
  kind: 'donut',
  title: 'Enrollments by status',
  definition: metrics.counted.definition,
  width: 4,
  type: 'number',
  drill: drill({ report: 'enrollments', filters: [counted] }),
  categories: slices.map(({ key, metric, status }) => ({
    key,
    label: metric.label,
    drill: drill({ report: 'enrollments', filters: [counted, is('status', status)] }),
  })),
  series: [
    {
      key: 'enrollments',
      label: 'Enrollments',
      tone: 'accent',
      values: slices.map(({ key }) => totals[key]),
    },
  ],
});

const completions: TileOf<ChartTile> = ({ drill, nowSeconds }, answers) => {
  const months = lastMonths(nowSeconds, shownMonths);
  const found = new Map(answers.months);
  const day = (seconds: number) => toIsoDay(toUnixDay(seconds));
  const within = (from = 0, until = 0) =>
    drill({
      report: 'enrollments',
      filters: [
        is('level', 'learner'),
        is('status', 'completed'),
        { column: 'completed_at', op: 'after', value: day(from) },
        { column: 'completed_at', op: 'before', value: day(until) },
      ],
      sort: [{ column: 'completed_at', desc: true }],
    });
  return {
    id: 'completions',
    kind: 'line',
    title: 'Completions',
    definition: `${metrics.completions.definition} By month, over the last ${shownMonths}.`,
    width: 8,
    type: 'number',
    drill: within(months[0]?.from, months.at(-1)?.until),
    categories: months.map(({ key, label, from, until }) => ({
      key,
      label,
      drill: within(from, until),
    })),
    series: [
      {
        key: 'completions',
        label: 'Completions',
        tone: 'accent',
        values: months.map((_, place) => found.get(place) ?? 0),
      },
    ],
  };
};

/** The parts of a course's bar: where each stands in an answer's row, and what else its rows have in common. */
const parts = [
  { ...slices[0], place: 2, tone: 'good', late: [] },
  { ...slices[1], place: 3, tone: 'accent', late: [is('overdue', false)] },
  { ...slices[2], place: 4, tone: 'neutral', late: [is('overdue', false)] },
  {
    key: 'overdue',
    metric: metrics.overdue,
    status: null,
    place: 5,
    tone: 'bad',
    late: [is('overdue', true)],
  },
] as const;

const byCourse: TileOf<ChartTile> = ({ drill }, { courses }) => ({
  id: 'progress_by_course',
  kind: 'stacked_bar',
  title: 'Progress by course',
  definition: `Enrolled ones in the ${shownCourses} courses with the most that are open. What is overdue counts as nothing else.`,
  width: 6,
  type: 'number',
  drill:
    courses.length === 0
      ? null
      : drill({
          report: 'enrollments',
          filters: [counted, { column: 'course_id', op: 'in', value: courses.map(([key]) => key) }],
        }),
  categories: courses.map(([key, label]) => ({
    key,
    label,
    drill: drill({ report: 'enrollments', filters: [counted, is('course_id', key)] }),
  })),
  series: parts.map(({ key, metric, status, place, tone, late }) => ({
    key,
    label: metric.label,
    tone,
    values: courses.map((course) => course[place]),
    drills: courses.map(([course]) =>
      drill({
        report: 'enrollments',
        filters: [
          counted,
          is('course_id', course),
          ...(status === null ? [] : [is('status', status)]),
          ...late,
        ],
      }),
    ),
  })),
});

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

export const teamProgress = defineDashboard<Answers>({
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

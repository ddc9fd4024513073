/** The charts of "Team progress": by status, by month, by course. */
import { toIsoDay, toUnixDay } from '../../../shared/time.ts';
import type { ChartTile } from '../../../shared/wire/dashboard.ts';
import { metrics } from '../metrics.ts';
import { lastMonths } from '../months.ts';
import { shownCourses, shownMonths } from './team-progress-query.ts';
import { counted, is, type TileOf } from './team-progress-tile.ts';

/** The exclusive states of an enrolled one, with the status that stands for each in the enrollments report. */
const slices = [
  { key: 'completed', metric: metrics.completed, status: 'completed' },
  { key: 'in_progress', metric: metrics.in_progress, status: 'in_progress' },
  { key: 'not_started', metric: metrics.not_started, status: 'enrolled' },
] as const;

export const statusSplit: TileOf<ChartTile> = ({ drill }, { totals }) => ({
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

export const completions: TileOf<ChartTile> = ({ drill, nowSeconds }, answers) => {
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

export const byCourse: TileOf<ChartTile> = ({ drill }, { courses }) => ({
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

/**
 * Turns the Open University Learning Analytics Dataset (CC BY 4.0, doi:10.1038/sdata.2017.171) into a bundle:
 *
 *     node test/oulad/convert.ts <dataset folder> <bundle folder>
 *     npm run ambit -- import <bundle folder>
 *
 * A region stands in for a customer: one branch and one group each, and the additional field `region`.
 * A presentation of a module is a course, in the category of its module; its days count from February 1st (B) or
 * October 1st (J). A registration is an enrollment: Pass and Distinction are completed and passed, Fail is completed
 * and not passed, both on the course's last day; Withdrawn is withdrawn. `valid_until` is the day of unregistration.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toIsoDay } from '../../shared/time.ts';
import { courseIdOf, readSource, type SourceRow } from './source.ts';
import { type Assessment, type Submission, studyOf } from './study.ts';

interface Course {
  readonly id: string;
  readonly module: string;
  /** Days since 1970-01-01. */
  readonly startDay: number;
  readonly lengthDays: number;
  readonly assessments: Map<string, Assessment>;
}

const startMonths: Record<string, number | undefined> = { B: 1, J: 9 };

function courseOf(row: SourceRow<'courses'>): Course {
  const [, year, letter = ''] = /^(\d{4})(.)$/.exec(row.code_presentation) ?? [];
  const month = startMonths[letter];
  if (month === undefined) throw new Error(`Unknown presentation ${row.code_presentation}`);
  return {
    id: courseIdOf(row),
    module: row.code_module,
    startDay: Date.UTC(Number(year), month) / 86_400_000,
    lengthDays: Number(row.module_presentation_length),
    assessments: new Map(),
  };
}

const outcomes: Record<string, { status: string; passed: string } | undefined> = {
  Pass: { status: 'completed', passed: 'true' },
  Distinction: { status: 'completed', passed: 'true' },
  Fail: { status: 'completed', passed: 'false' },
  Withdrawn: { status: 'withdrawn', passed: '' },
};

async function readCourses(source: string): Promise<Map<string, Course>> {
  const courses = new Map<string, Course>();
  for await (const row of readSource(source, 'courses')) {
    const course = courseOf(row);
    courses.set(course.id, course);
  }
  for await (const row of readSource(source, 'assessments')) {
    const courseId = courseIdOf(row);
    const assessment = { courseId, weight: Number(row.weight) };
    known(courses, courseId).assessments.set(row.id_assessment, assessment);
  }
  return courses;
}

function known<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) throw new Error(`The dataset has no ${id}`);
  return value;
}

const pairOf = (courseId: string, studentId: string): string => `${courseId}/${studentId}`;

/** What was submitted, by course and student. */
async function readSubmissions(
  source: string,
  courses: ReadonlyMap<string, Course>,
): Promise<Map<string, Submission[]>> {
  const courseOfAssessment = new Map(
    [...courses.values()].flatMap(({ id, assessments }) =>
      [...assessments.keys()].map((assessmentId) => [assessmentId, id] as const),
    ),
  );
  const submissions = new Map<string, Submission[]>();
  for await (const row of readSource(source, 'studentAssessment')) {
    const pair = pairOf(known(courseOfAssessment, row.id_assessment), row.id_student);
    const list = submissions.get(pair) ?? [];
    submissions.set(pair, list);
    list.push({
      assessmentId: row.id_assessment,
      day: Number(row.date_submitted),
      banked: row.is_banked === '1',
      score: row.score === '' ? null : Number(row.score),
    });
  }
  return submissions;
}

type Cell = string | number;

function enrollmentOf(
  info: SourceRow<'studentInfo'>,
  registration: SourceRow<'studentRegistration'>,
  course: Course,
  submissions: readonly Submission[],
): Cell[] {
  const outcome = outcomes[info.final_result];
  if (!outcome) throw new Error(`Unknown result ${info.final_result}`);
  const { progress, score, firstDay, lastDay } = studyOf(course.assessments, submissions);
  const date = (day: number | null) => (day === null ? '' : toIsoDay(course.startDay + day));
  const dateOf = (text: string) => date(text === '' ? null : Number(text));
  return [
    info.id_student,
    course.id,
    outcome.status,
    progress,
    score ?? '',
    outcome.passed,
    dateOf(registration.date_registration),
    date(firstDay),
    outcome.status === 'completed' ? date(course.lengthDays) : '',
    date(lastDay),
    dateOf(registration.date_unregistration),
  ];
}

const enrollmentColumns: Cell[] = [
  'user',
  'course',
  'status',
  'progress',
  'score',
  'passed',
  'enrolled_at',
  'started_at',
  'completed_at',
  'last_access_at',
  'valid_until',
];

/** `East Anglian Region` is `east-anglian-region`. */
const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

const cell = (value: Cell): string =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);

/** Reads the dataset in `source` and writes the bundle to `target`, which is made where it is missing. */
export async function convert(source: string, target: string): Promise<void> {
  const courses = await readCourses(source);
  const submissions = await readSubmissions(source, courses);
  const registrations = new Map<string, SourceRow<'studentRegistration'>>();
  for await (const row of readSource(source, 'studentRegistration')) {
    registrations.set(pairOf(courseIdOf(row), row.id_student), row);
  }
  const regions = new Map<string, string>();
  const enrollments: Cell[][] = [];
  for await (const info of readSource(source, 'studentInfo')) {
    const course = known(courses, courseIdOf(info));
    const pair = pairOf(course.id, info.id_student);
    regions.set(info.id_student, info.region);
    enrollments.push(
      enrollmentOf(info, known(registrations, pair), course, submissions.get(pair) ?? []),
    );
  }
  await mkdir(target, { recursive: true });
  for (const [name, rows] of Object.entries(bundleOf(courses, regions, enrollments))) {
    await writeFile(join(target, `${name}.csv`), csv(rows));
  }
}

function bundleOf(
  courses: ReadonlyMap<string, Course>,
  regions: ReadonlyMap<string, string>,
  enrollments: Cell[][],
): Record<string, Cell[][]> {
  const names = [...new Set(regions.values())].sort();
  const modules = [...new Set([...courses.values()].map(({ module }) => module))].sort();
  const students = [...regions];
  return {
    user_fields: [
      ['id', 'name'],
      ['region', 'Region'],
    ],
    branches: [['id', 'name'], ...names.map((name) => [slug(name), name])],
    groups: [['id', 'name'], ...names.map((name) => [slug(name), name])],
    users: [
      ['id', 'username', 'first_name', 'last_name', 'branch', 'field:region'],
      ...students.map(([id, region]) => [id, `student-${id}`, 'Student', id, slug(region), region]),
    ],
    group_members: [['group', 'user'], ...students.map(([id, region]) => [slug(region), id])],
    categories: [['id', 'name'], ...modules.map((module) => [module, `Module ${module}`])],
    courses: [
      ['id', 'name', 'code', 'category', 'created_at'],
      ...[...courses.values()].map(({ id, module, startDay }) => [
        id,
        `Module ${module}, ${toIsoDay(startDay).slice(0, 7)}`,
        id,
        module,
        toIsoDay(startDay),
      ]),
    ],
    enrollments: [enrollmentColumns, ...enrollments],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source, target] = process.argv.slice(2);
  if (!source || !target) {
    console.error('usage: node test/oulad/convert.ts <dataset folder> <bundle folder>');
    process.exit(2);
  }
  await convert(source, target);
}

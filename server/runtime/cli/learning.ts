/** `ambit course` and `ambit plan`: what there is to learn, and what rights go by in it. */
import type { Command } from 'commander';
import { readRecord } from '../../command/change.ts';
import {
  type CourseRecord,
  courseFilters,
  courseListing,
  courseSubject,
  noCourse,
} from '../../command/course-record.ts';
import { editCourse } from '../../command/edit-course.ts';
import { editPlan } from '../../command/edit-plan.ts';
import {
  noPlan,
  type PlanRecord,
  planFilters,
  planListing,
  planSubject,
} from '../../command/plan-record.ts';
import { courseWire } from '../../http/administration/course-wire.ts';
import { atDatabase, collect } from './at-database.ts';
import { configureList } from './list-view.ts';
import { counted } from './output.ts';

export const course = { configure: configureCourse };
export const plan = { configure: configurePlan };

function configureCourse(command: Command): void {
  configureList(command.command('list').description('every course'), {
    listing: courseListing,
    filters: courseFilters,
    head: ['id', 'code', 'name', 'status', 'category'],
    cells: ({ id, code, name, status, category: within }) => [
      ...[id, code ?? '-', name, status],
      within ?? '-',
    ],
    wire: courseWire,
  });
  const show = command.command('show').description('one course').argument('<id>');
  show.action((id: string) =>
    atDatabase(show, async ({ database }, output) => {
      const found = await readRecord(database, courseSubject(id));
      if (found === null) throw noCourse(id);
      output.print(courseWire(found), courseLines(found));
    }),
  );
  const edit = command.command('edit').description('change a course').argument('<id>');
  edit
    .option('--name <name>')
    .option('--code <code>')
    .option('--type <type>', 'elearning, classroom or webinar')
    .option('--status <status>', 'published, under_maintenance or unpublished')
    .option('--category <id>')
    .option('--no-category', 'in no category')
    .action((id: string) =>
      atDatabase(edit, async (occasion, output) => {
        const { category: within, ...rest } = edit.opts();
        const place = within === undefined ? {} : { category: within || null };
        const changed = await editCourse(occasion, { course: id, ...rest, ...place });
        output.print(courseWire(changed), courseLines(changed));
      }),
    );
}

const courseLines = (one: CourseRecord): string[] => [
  `${one.name} (id ${one.id}), ${one.type}, ${one.status}`,
  `Category: ${one.category ?? '-'}; plans: ${one.plans.join(', ') || '-'}; catalogs: ${one.catalogs.join(', ') || '-'}`,
];

function configurePlan(command: Command): void {
  configureList(command.command('list').description('every learning plan'), {
    listing: planListing,
    filters: planFilters,
    head: ['id', 'code', 'name', 'courses'],
    cells: ({ id, code, name, courses }) => [id, code ?? '-', name, String(courses.length)],
    wire: (one) => one,
  });
  const show = command.command('show').description('one learning plan').argument('<id>');
  show.action((id: string) =>
    atDatabase(show, async ({ database }, output) => {
      const found = await readRecord(database, planSubject(id));
      if (found === null) throw noPlan(id);
      output.print(found, planLines(found));
    }),
  );
  const edit = command.command('edit').description('change a learning plan').argument('<id>');
  edit
    .option('--name <name>')
    .option('--code <code>')
    .option('--course <id>', 'a course of it, in the order of the plan (all of them)', collect)
    .option('--optional <id>', 'of these, one that the plan can be completed without', collect)
    .action((id: string) =>
      atDatabase(edit, async (occasion, output) => {
        const {
          course: ids,
          optional = [],
          ...rest
        } = edit.opts<{
          course?: string[];
          optional?: string[];
        }>();
        const courses = ids?.map((one) => ({ id: one, mandatory: !optional.includes(one) }));
        const changed = await editPlan(occasion, { plan: id, ...rest, courses });
        output.print(changed, planLines(changed));
      }),
    );
}

const planLines = ({ id, name, courses }: PlanRecord): string[] => [
  `${name} (id ${id}) with ${counted(courses.length, 'course')}`,
  ...courses.map((one) => `  ${one.id}${one.mandatory ? '' : ', optional'}`),
];

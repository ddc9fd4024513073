/** /admin/v1/jobs: one change of many power users, done in the background (PU-040 to PU-044, PU-090 to PU-094). */
import { z } from 'zod';
import { jobSchema, newJobSchema } from '../../../shared/wire/job.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { momentOf, secondsOf } from '../../../shared/wire/time.ts';
import { createJob } from '../../command/create-job.ts';
import { type JobRecord, jobListing, jobSubject, noJob } from '../../command/job-record.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const base = '/admin/v1/jobs';

const jobWire = (job: JobRecord): z.infer<typeof jobSchema> => ({
  id: job.id,
  kind: job.kind,
  asked_by: job.actor,
  state: job.finishedAt === null ? 'running' : 'done',
  created_at: momentOf(job.createdAt) ?? '',
  finished_at: momentOf(job.finishedAt),
  total: job.total,
  done: job.changed + job.unchanged + job.failed,
  changed: job.changed,
  unchanged: job.unchanged,
  failed: job.failed,
  failures: job.failures,
});

const createJobRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Change many power users at once',
  description: 'It is done in the background: ask the address in `Location` how far it has come.',
  request: { body: newJobSchema },
  answer: { status: 201, description: 'The job, not begun', body: jobSchema },
  async handle({ body: { kind, people, ...rest } }, call) {
    const job = await createJob(call, { kind, people, request: requestOf(rest) });
    return json(jobWire(job), 201, { Location: `${base}/${job.id}` });
  },
});

type Asked = Omit<z.infer<typeof newJobSchema>, 'kind' | 'people'>;
type Times = Pick<
  Extract<z.infer<typeof newJobSchema>, { kind: 'assign_datasets' }>,
  'valid_from' | 'valid_until'
>;

/** What a kind asks for, as commands spell it. */
function requestOf(asked: Asked): Record<string, unknown> {
  const { valid_from: from, valid_until: until, ...rest } = asked as Partial<Times>;
  return {
    ...rest,
    ...(from !== undefined && { validFrom: secondsOf(from) }),
    ...(until !== undefined && { validUntil: secondsOf(until) }),
  };
}

const listJobsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the jobs',
  request: { query: listQuery(['created_at'], {}) },
  answer: { status: 200, description: 'A page of jobs', body: listOf(jobSchema) },
  problems: ['bad-cursor'],
  handle: ({ query }, call) => answerList(call, jobListing, query, [], jobWire),
});

const show = (call: Call, id: string): Promise<Response> =>
  showResource(call, jobSubject(id), { as: jobWire, missing: () => noJob(id) });

const readJobRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read how far a job has come',
  request: { params: z.object({ id: z.string().max(64) }) },
  answer: { status: 200, description: 'The job', body: jobSchema },
  problems: ['not-found'],
  handle: ({ params: { id } }, call) => show(call, id),
});

export const jobRoutes: readonly Route[] = [createJobRoute, listJobsRoute, readJobRoute];

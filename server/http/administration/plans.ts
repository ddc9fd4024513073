/** /admin/v1/plans: learning plans, and the courses that they bring. */
import { z } from 'zod';
import { planChangeSchema, planSchema } from '../../../shared/wire/learning.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { editPlan } from '../../command/edit-plan.ts';
import { conditionsOf } from '../../command/listing.ts';
import { noPlan, planFilters, planListing, planSubject } from '../../command/plan-record.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ id: z.string().max(255) });
const base = '/admin/v1/plans';

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, planSubject(key), { as: (plan) => plan, missing: () => noPlan(key) });

const listPlansRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the learning plans',
  request: {
    query: listQuery(['name', 'code'], {
      course: z.string().max(255).optional().describe('Those that bring the course with this id'),
    }),
  },
  answer: { status: 200, description: 'A page of learning plans', body: listOf(planSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(planFilters, query);
    return answerList(call, planListing, query, where, (plan) => plan);
  },
});

const readPlanRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a learning plan',
  request: { params },
  answer: { status: 200, description: 'The learning plan', body: planSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editPlanRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a learning plan',
  description:
    'What is not named stays; courses that are named are all of them. Whoever holds the plan sees its courses from the next request on.',
  request: { params, body: planChangeSchema },
  answer: { status: 200, description: 'The learning plan as it is now', body: planSchema },
  async handle({ params, body }, call) {
    await editPlan(call, { plan: params.id, ...body });
    return show(call, params.id);
  },
});

export const planRoutes: readonly Route[] = [listPlansRoute, readPlanRoute, editPlanRoute];

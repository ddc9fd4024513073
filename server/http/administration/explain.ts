/** /admin/v1: why a power user does or does not see something, and who sees a learner. */
import { z } from 'zod';
import { explanationSchema, sightSchema } from '../../../shared/wire/explain.ts';
import { listOf } from '../../../shared/wire/list.ts';
import { readRecord } from '../../command/change.ts';
import { explainAnything, tellWhoSees } from '../../command/explain-anything.ts';
import { noPerson, powerUserSubject } from '../../command/power-user-record.ts';
import { defineRoute, json } from '../route.ts';

const id = z.string().min(1).max(200);
const params = z.object({ id });

const explainRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/power-users/{id}/explain',
  access: 'administration',
  summary: 'Explain what a power user sees',
  description:
    'Ask about a learner, a course or both; or about a permission; or about a report with its column.',
  request: {
    params,
    query: z.strictObject({
      site: id.describe('The site looked through'),
      learner: id.optional(),
      course: id.optional(),
      permission: id.optional(),
      report: id.optional(),
      column: id.optional(),
    }),
  },
  answer: { status: 200, description: 'Why, and what would change it', body: explanationSchema },
  problems: ['not-found'],
  async handle({ params: { id: key }, query: { site, ...about } }, { database, nowSeconds }) {
    const person = await readRecord(database, powerUserSubject(key));
    if (person === null) throw noPerson(key);
    const door = { powerUser: person.username, siteId: site, nowSeconds };
    return json(await explainAnything(database, { ...door, ...about }));
  },
});

const seenByRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/users/{id}/seen-by',
  access: 'administration',
  summary: 'Who sees a learner',
  description: 'Every power user and site, and through what; with `course`, in that course.',
  request: { params, query: z.strictObject({ course: id.optional() }) },
  answer: { status: 200, description: 'All of them', body: listOf(sightSchema) },
  problems: ['not-found'],
  async handle({ params: { id: learner }, query: { course } }, { database, nowSeconds }) {
    const items = await tellWhoSees(database, { learner, course, nowSeconds });
    return json({ items, total: items.length, next: null });
  },
});

export const explainRoutes = [explainRoute, seenByRoute];

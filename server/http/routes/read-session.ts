/** GET /v1/session: who is looking, with which rights, at how many people and courses. */
import { sql } from 'drizzle-orm';
import { toIsoTime } from '../../../shared/time.ts';
import { type Session, sessionSchema } from '../../../shared/wire/session.ts';
import { mayOpenDashboard } from '../../report/dashboard.ts';
import { dashboards } from '../../report/dashboard-catalogue.ts';
import { defineRoute, json } from '../route.ts';

export const readSessionRoute = defineRoute({
  method: 'get',
  path: '/v1/session',
  access: 'session',
  summary: 'Who is looking, and what they may see',
  request: {},
  answer: { status: 200, description: 'The session', body: sessionSchema },
  async handle(_input, { database, session, viewer, nowSeconds }) {
    const { scoped } = viewer.context;
    const [learners, courses, inhabited = []] = await database.read(
      sql`${scoped.tables} SELECT count(*) AS n FROM ${scoped.learners('u')}`,
      sql`${scoped.tables} SELECT count(*) AS n FROM ${scoped.courses('c')}`,
      scoped.inhabited,
    );
    const shown = new Set(inhabited.map(([id]) => id));
    return json({
      power_user: { id: session.userKey, name: session.name },
      site: { id: session.siteId, name: session.siteName },
      permissions: [...viewer.scope.permissions].sort(),
      // A dataset is often named after its customer, whom another customer's site must not name (T-08).
      datasets: viewer.scope.rectangles
        .filter(({ datasetId }) => shown.has(datasetId))
        .map(({ name, validUntil }) => ({
          name,
          valid_until: validUntil === null ? null : toIsoTime(validUntil),
        })),
      dashboards: [...dashboards.values()]
        .filter((one) => mayOpenDashboard(one, viewer))
        .map(({ id }) => id),
      learners: Number(learners?.[0]?.[0] ?? 0),
      courses: Number(courses?.[0]?.[0] ?? 0),
      as_of: toIsoTime(nowSeconds),
      expires_at: toIsoTime(session.expiresAt),
    } satisfies Session);
  },
});

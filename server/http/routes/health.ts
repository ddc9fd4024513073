/** GET /healthz and /readyz: whether the process lives, and whether it can answer. */

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../../shared/refusal.ts';
import { defineRoute, json } from '../route.ts';

const stateSchema = z.object({ status: z.literal('ok') });

export const healthRoute = defineRoute({
  method: 'get',
  path: '/healthz',
  access: 'public',
  summary: 'Whether the process lives',
  request: {},
  answer: { status: 200, description: 'It does', body: stateSchema },
  async handle() {
    return json({ status: 'ok' });
  },
});

export const readyRoute = defineRoute({
  method: 'get',
  path: '/readyz',
  access: 'public',
  summary: 'Whether the database answers and has its tables',
  request: {},
  answer: { status: 200, description: 'It does', body: stateSchema },
  problems: ['unavailable'],
  async handle(_input, { database }) {
    try {
      await database.read(sql`SELECT value FROM versions WHERE name = 'membership'`);
    } catch (cause) {
      throw new Refusal('unavailable', 'The database does not answer', { cause });
    }
    return json({ status: 'ok' });
  },
});

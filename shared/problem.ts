/** Every way in which Ambit says no (RFC 9457), one row each: the slug is the stable end of the problem's `type`. */
import { z } from 'zod';

export const problems = {
  'bad-request': { status: 400, title: 'The request is not well formed' },
  'unknown-column': { status: 400, title: 'No such column in this report' },
  'bad-cursor': { status: 400, title: 'The cursor does not belong to this question' },
  unauthenticated: { status: 401, title: 'Authentication is required' },
  'origin-refused': { status: 403, title: 'This origin is not registered' },
  forbidden: { status: 403, title: 'The permission for this is missing' },
  'link-refused': { status: 403, title: 'This link is not valid' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'The state changed meanwhile' },
  'precondition-failed': { status: 412, title: 'The resource has changed since it was read' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  unprocessable: { status: 422, title: 'The input breaks a rule' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not ready to answer' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemSlug = keyof typeof problems;

export const problemSchema = z
  .object({
    type: z.string().describe('`urn:ambit:problem:<slug>`'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional().describe('`urn:ambit:request:<request id>`'),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('Where in the input the trouble lies'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

/** Who is looking, through which site, and what they may do: the answer of `GET /v1/session`. */
import { z } from 'zod';

export const sessionSchema = z
  .object({
    power_user: z.object({ id: z.string(), name: z.string() }),
    site: z.object({ id: z.string(), name: z.string() }),
    permissions: z.array(z.string()).describe('The effective ones, implications included, sorted'),
    datasets: z
      .array(z.object({ name: z.string(), valid_until: z.string().nullable() }))
      .describe('Those in force that show somebody through this site'),
    dashboards: z.array(z.string()).describe('Ids of those that the viewer may open'),
    learners: z.int().describe('People within the scope'),
    courses: z.int().describe('Courses within the scope'),
    as_of: z.string(),
    expires_at: z.string().describe('When the scope token ends; the widget renews it before'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

/** RFC 8693 section 2.2.1. */
export const tokenAnswerSchema = z
  .object({
    access_token: z.string(),
    issued_token_type: z.literal('urn:ietf:params:oauth:token-type:access_token'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds'),
  })
  .meta({ id: 'TokenAnswer' });
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

/** RFC 6749 section 5.2. */
export const tokenErrorSchema = z
  .object({ error: z.string(), error_description: z.string().optional() })
  .meta({ id: 'TokenError' });

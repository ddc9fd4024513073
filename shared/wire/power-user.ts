/** Power users on the wire of administration: what they hold, and what that comes to. */
import { z } from 'zod';
import { datasetSchema } from './dataset.ts';
import { recapSchema } from './profile.ts';
import { momentSchema } from './time.ts';

const validity = {
  valid_from: z.string().nullable(),
  valid_until: z.string().nullable(),
};

export const powerUserSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    level: z.string(),
    status: z.string(),
    profiles: z.array(z.string()),
    datasets: z.array(z.object({ name: z.string(), ...validity })),
  })
  .meta({ id: 'PowerUser' });

/** The overview of one of them (PU-082). */
export const powerUserOverviewSchema = z
  .object({
    ...powerUserSchema.shape,
    datasets: z.array(datasetSchema.extend(validity)),
    recap: recapSchema,
  })
  .meta({ id: 'PowerUserOverview' });

export const promotionSchema = z.strictObject({ user: z.string().describe('The id of the user') });

export const grantSchema = z.strictObject({
  profiles: z.array(z.string()).min(1).max(100),
});

export const assignmentSchema = z.strictObject({
  valid_from: momentSchema.optional(),
  valid_until: momentSchema.optional(),
});

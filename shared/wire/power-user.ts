/** Power users on the wire of administration: what they hold, and what that comes to. */
import { z } from 'zod';
import { datasetSchema, selectionsSchema } from './dataset.ts';
import { recapSchema } from './profile.ts';
import { momentSchema } from './time.ts';

const validity = {
  valid_from: z.string().nullable(),
  valid_until: z.string().nullable(),
};

const giftSchema = z.object({ profile: z.string(), by: z.string().nullable() });

export const powerUserSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    level: z.string(),
    status: z.string(),
    profiles: z.array(z.string()),
    datasets: z.array(z.object({ name: z.string(), ...validity })),
    promoted_by: z
      .string()
      .nullable()
      .describe('The power user who made them one; null for a superadmin, or one out of sight'),
    given: z.array(giftSchema).describe('Profiles that power users granted, and who did'),
    to_pass_on: z
      .array(giftSchema)
      .describe('Profiles that they may pass on, which give them no rights themselves'),
    manageable: z.boolean().describe('Whether whoever asks may act on them, or only look'),
  })
  .meta({ id: 'PowerUser' });

/** The overview of one of them (PU-082). */
export const powerUserOverviewSchema = z
  .object({
    ...powerUserSchema.shape,
    datasets: z.array(datasetSchema.extend(validity)),
    recap: recapSchema,
    without_effect: z
      .array(z.string())
      .describe('Profiles whose giver may not pass them on any more'),
  })
  .meta({ id: 'PowerUserOverview' });

/** What somebody's datasets select. */
export const contentAnswerSchema = z
  .object({ username: z.string(), datasets: z.array(datasetSchema) })
  .meta({ id: 'PowerUserContent' });

export const promotionSchema = z.strictObject({ user: z.string().describe('The id of the user') });

export const grantSchema = z.strictObject({
  profiles: z.array(z.string()).min(1).max(100),
});

/** A part of a dataset that a power user holds, for one whom they manage: single things out of it. */
export const cutSchema = z
  .strictObject({
    dataset: z.string().describe('What it is cut out of'),
    name: z.string().describe('Stands behind the username of whom it is for'),
    maker: z.string().optional().describe('Whose dataset it is, where a superadmin asks'),
    selections: selectionsSchema,
    valid_from: momentSchema.optional(),
    valid_until: momentSchema.optional(),
    allow_sensitive: z.boolean().optional(),
  })
  .meta({ id: 'DatasetCut' });

export const assignmentSchema = z.strictObject({
  valid_from: momentSchema.optional(),
  valid_until: momentSchema.optional(),
});

/** People and their additional fields on the wire of administration. */
import { z } from 'zod';
import { momentSchema } from './time.ts';

export const userSchema = z
  .object({
    id: z.string().describe("The LMS's own id"),
    username: z.string(),
    email: z.string().nullable(),
    first_name: z.string(),
    last_name: z.string(),
    level: z.enum(['user', 'power_user', 'superadmin']),
    status: z.enum(['active', 'inactive']),
    branch: z.string().nullable().describe('Id of the branch in which they are'),
    manager: z.string().nullable().describe('Id of their manager'),
    groups: z.array(z.string()).describe('Ids of the groups in which they are'),
    created_at: z.string().nullable(),
    last_access_at: z.string().nullable(),
    expires_at: z.string().nullable().describe('When the account ends, ISO 8601 UTC'),
    fields: z
      .array(z.object({ id: z.string(), value: z.string() }))
      .describe('Additional fields that have a value, invisible ones too'),
  })
  .meta({ id: 'User' });

const changedId = z.string().max(255).nullable().optional();

export const userChangeSchema = z
  .strictObject({
    status: z.enum(['active', 'inactive']).optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    email: z.string().nullable().optional(),
    branch: changedId.describe('Id of a branch; null for none'),
    manager: changedId.describe('Id of a user; null for nobody'),
    expires_at: momentSchema.optional(),
    fields: z
      .array(
        z.strictObject({
          id: z.string().max(255),
          value: z.string().nullable().describe('null or empty removes the value'),
        }),
      )
      .max(500)
      .optional()
      .describe('Those to change; the others stay'),
  })
  .meta({ id: 'UserChange' });

export const userFieldSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    invisible: z.boolean().describe('Shown only to those who may view invisible fields'),
    viewer_editable: z
      .boolean()
      .describe('Whether people may change their own value: placeholders that rest on it are told'),
    branches: z
      .array(z.string())
      .nullable()
      .describe('For the people of these branches and all below them alone; null for everybody'),
    values: z.int().describe('How many people have a value'),
  })
  .meta({ id: 'UserField' });

export type UserField = z.infer<typeof userFieldSchema>;

export const userFieldChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    invisible: z.boolean().optional(),
    viewer_editable: z.boolean().optional(),
    branches: z.array(z.string().max(255)).max(1000).nullable().optional(),
  })
  .meta({ id: 'UserFieldChange' });

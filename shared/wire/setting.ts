/** A setting on the wire, and a new value for it. */
import { z } from 'zod';
import { settingNames } from '../setting.ts';

/** What any of them takes; which of these one takes is its own schema's affair. */
export const settingValueSchema = z.union([z.boolean(), z.number(), z.string().max(1000)]);

export const settingSchema = z
  .object({
    name: z.enum(settingNames),
    value: settingValueSchema,
    default: settingValueSchema.describe('What it says unless somebody set it'),
    summary: z.string(),
  })
  .meta({ id: 'Setting' });

export const settingChangeSchema = z.strictObject({ value: settingValueSchema });

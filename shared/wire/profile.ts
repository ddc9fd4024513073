/** Profiles and permissions on the wire of administration. */
import { z } from 'zod';
import { permissionKinds } from '../permission/row.ts';

/** What permissions come to, and why (PU-036). */
export const recapSchema = z
  .object({
    in_force: z.array(
      z.object({
        id: z.string(),
        profiles: z.array(z.string()).describe('Those that tick it'),
        implied_by: z.array(z.string()).describe('The permissions that bring it along'),
      }),
    ),
    idle: z
      .array(z.object({ id: z.string(), lacks: z.array(z.string()) }))
      .describe('Ticked and without effect, with what each lacks'),
  })
  .meta({ id: 'PermissionRecap' });

export const profileSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.string()).describe('As stored: what was asked for and what came along'),
    areas: z
      .array(
        z.object({
          id: z.string(),
          type: z.enum(['all', 'custom']).describe('Every permission of the area, or some'),
        }),
      )
      .describe('The areas of which it holds any permission (PU-030)'),
    recap: recapSchema,
    held_by: z.int().describe('How many power users hold it'),
  })
  .meta({ id: 'Profile' });

/** A profile that was made or changed. */
export const changedProfileSchema = profileSchema
  .extend({
    brought_along: z
      .array(z.string())
      .describe('Permissions that nobody asked for and that came along with others'),
  })
  .meta({ id: 'ChangedProfile' });

const ids = z.array(z.string().max(100)).max(200);

export const newProfileSchema = z
  .strictObject({
    name: z.string(),
    description: z.string().optional(),
    permissions: ids.optional(),
    areas: ids.optional().describe('Areas of which every permission is meant'),
  })
  .meta({ id: 'NewProfile' });

export const profileChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    description: z.string().optional(),
    add: ids.optional(),
    add_areas: ids.optional(),
    remove: ids.optional(),
    remove_areas: ids.optional(),
  })
  .meta({ id: 'ProfileChange' });

export const permissionSchema = z
  .object({
    id: z.string(),
    area: z.string(),
    area_name: z.string(),
    name: z.string(),
    summary: z.string(),
    kind: z.enum(permissionKinds).describe('`authoring` acts in the LMS alone'),
    implies: z.array(z.string()).describe('Granted along with it'),
    needs: z.array(z.string()).describe('Without every one of these it has no effect'),
    needs_one_of: z.array(z.string()).describe('Without any of these it has no effect'),
  })
  .meta({ id: 'Permission' });

/** Groups and their members on the wire of administration. */
import { z } from 'zod';

export const groupSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    automatic: z.boolean().describe('Filled by the LMS; its members can not be changed here'),
    members: z.int().describe('How many there are'),
  })
  .meta({ id: 'Group' });

export const newGroupSchema = z
  .strictObject({
    id: z.string().describe('By which imports know it, too'),
    name: z.string(),
  })
  .meta({ id: 'NewGroup' });

export const groupChangeSchema = z
  .strictObject({ name: z.string().optional() })
  .meta({ id: 'GroupChange' });

export const memberSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string().describe('First and last name'),
    status: z.enum(['active', 'inactive']),
  })
  .meta({ id: 'GroupMember' });

const ids = z.array(z.string().max(255)).max(10_000).optional();

export const memberChangeSchema = z
  .strictObject({
    add: ids.describe('Ids of users; who is a member already stays one'),
    remove: ids.describe('Ids of users; who is no member stays none'),
  })
  .meta({ id: 'GroupMemberChange' });

export const memberChangesSchema = z
  .object({
    group: groupSchema,
    added: z.array(z.string()).describe('Ids of those who were no members'),
    removed: z.array(z.string()).describe('Ids of those who were'),
  })
  .meta({ id: 'GroupMemberChanges' });

/** Menus, named resources, and what a power user holds of them and of pages, on the wire of administration. */
import { z } from 'zod';
import { assignableKinds, resourceKinds } from '../resource.ts';

const holders = z.array(z.string()).describe('Ids of the power users who hold it');
const pages = z.array(z.string()).describe('Ids of dashboards, in the order of the menu');

export const menuSchema = z.object({ name: z.string(), pages, holders }).meta({ id: 'Menu' });

export const newMenuSchema = z
  .strictObject({ name: z.string(), pages: pages.optional() })
  .meta({ id: 'NewMenu' });

export const menuChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    pages: pages.optional().describe('All of them, in their order'),
  })
  .meta({ id: 'MenuChange' });

const resource = {
  kind: z.enum(resourceKinds),
  key: z.string().describe('By which the LMS knows it; unique within its kind'),
  name: z.string(),
};

export const resourceSchema = z.object({ ...resource, holders }).meta({ id: 'Resource' });

export const newResourceSchema = z.strictObject(resource).meta({ id: 'NewResource' });

export const assignedSchema = z
  .object({
    username: z.string(),
    pages: z.array(z.string()).describe('Those that are assigned themselves'),
    menus: z.array(z.object({ name: z.string(), pages })).describe('Each brings its pages'),
    resources: z.array(z.object(resource)),
  })
  .meta({ id: 'AssignedResources' });

export const newAssignedSchema = z
  .strictObject({
    kind: z.enum(assignableKinds),
    keys: z
      .array(z.string().max(500))
      .max(1000)
      .describe('Ids of pages, names of menus, keys of resources; what is held already stays'),
  })
  .meta({ id: 'NewAssignedResources' });

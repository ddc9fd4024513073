/** Branches and course categories on the wire of administration: trees whose nodes hold people or courses. */
import { z } from 'zod';

export const nodeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    parent: z.string().nullable().describe('Id of the one right above it; null at the top'),
    depth: z.int().describe('How many stand above it'),
    children: z.int().describe('How many stand right below it'),
    holds: z.int().describe('How many people, or courses, are right in it'),
  })
  .meta({ id: 'TreeNode' });

const parent = z.string().max(255).nullable().optional().describe('null for the top');

export const newNodeSchema = z
  .strictObject({
    id: z.string().describe('By which imports know it, too'),
    name: z.string(),
    parent,
  })
  .meta({ id: 'NewTreeNode' });

export const nodeChangeSchema = z
  .strictObject({ name: z.string().optional(), parent })
  .meta({ id: 'TreeNodeChange' });

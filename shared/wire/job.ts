/** Jobs on the wire of administration: one change of many power users, and how far it has come. */
import { z } from 'zod';
import { momentSchema } from './time.ts';

const names = z.array(z.string()).min(1).max(100);
const people = z.array(z.string()).min(1).max(10_000).describe('The ids of the power users');
const last = z
  .enum(['keep', 'demote'])
  .describe('What becomes of somebody without any profile left');

const kinds = {
  grant_profiles: { profiles: names },
  revoke_profiles: { profiles: names, last },
  revoke_all_profiles: { last },
  assign_datasets: {
    datasets: names,
    valid_from: momentSchema.optional(),
    valid_until: momentSchema.optional(),
  },
  unassign_datasets: { datasets: names },
  unassign_content: {},
  demote: {},
} as const;

const ofKind = <K extends keyof typeof kinds>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), people, ...kinds[kind] });

export const newJobSchema = z
  .discriminatedUnion('kind', [
    ofKind('grant_profiles'),
    ofKind('revoke_profiles'),
    ofKind('revoke_all_profiles'),
    ofKind('assign_datasets'),
    ofKind('unassign_datasets'),
    ofKind('unassign_content'),
    ofKind('demote'),
  ])
  .meta({ id: 'NewJob' });

export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    asked_by: z.string(),
    state: z.enum(['running', 'done']),
    created_at: z.string(),
    finished_at: z.string().nullable(),
    total: z.int().describe('People'),
    done: z.int().describe('Of those, how many it has come to'),
    changed: z.int(),
    unchanged: z.int().describe('Who were as asked already'),
    failed: z.int(),
    failures: z
      .array(z.object({ person: z.string(), detail: z.string() }))
      .describe('The first 200 of those who could not be changed, and why'),
  })
  .meta({ id: 'Job' });

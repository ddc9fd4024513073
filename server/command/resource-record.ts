/** A named resource as one JSON record. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ResourceKind, resourceKinds } from '../../shared/resource.ts';
import type { Subject } from './change.ts';

const resourceRecordSchema = z.object({
  kind: z.enum(resourceKinds),
  key: z.string(),
  name: z.string(),
  /** Ids of the power users who hold it. */
  holders: z.array(z.string()),
});
export type ResourceRecord = z.infer<typeof resourceRecordSchema>;

export const resourceSubject = (kind: ResourceKind, key: string): Subject<ResourceRecord> => ({
  name: `${kind}:${key}`,
  record: sql`(SELECT json_object('kind', r.kind, 'key', r.key, 'name', r.name,
    'holders', json((SELECT json_group_array(u.key ORDER BY u.key) FROM resource_assignments a
      JOIN users u ON u.id = a.power_user_id WHERE a.resource_id = r.id)))
    FROM resources r WHERE r.kind = ${kind} AND r.key = ${key})`,
  parse: (json) => resourceRecordSchema.parse(JSON.parse(json)),
});

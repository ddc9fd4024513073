/** Forgets a location, a channel or a folder, and with it that anybody holds it. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { resourceKinds } from '../../shared/resource.ts';
import { authorize } from './actor.ts';
import { type Occasion, remove } from './change.ts';
import { parse } from './parse.ts';
import { noResource, type ResourceRecord, resourceSubject } from './resource-record.ts';

const inputSchema = z.strictObject({ kind: z.enum(resourceKinds), key: z.string() });

/**
 * @param input `{ kind, key }`
 * @returns the resource that was, with the ids of those who held it
 * @throws Refusal `not-found`
 */
export async function removeResource(occasion: Occasion, input: unknown): Promise<ResourceRecord> {
  authorize(occasion.actor, 'resource.remove');
  const { kind, key } = parse(inputSchema, input);
  return remove(occasion, 'resource.remove', resourceSubject(kind, key), (before) => {
    if (before === null) throw noResource(kind, key);
    return { statements: [sql`DELETE FROM resources WHERE kind = ${kind} AND key = ${key}`] };
  });
}

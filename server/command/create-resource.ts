/** Makes a location, a channel or a folder known by name, so that it can be assigned (PU-045). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { resourceKinds } from '../../shared/resource.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { newIdSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { nameSchema } from './plain-text.ts';
import { type ResourceRecord, resourceSubject } from './resource-record.ts';

const inputSchema = z.strictObject({
  kind: z.enum(resourceKinds),
  key: newIdSchema,
  name: nameSchema,
});

/**
 * @param input `{ kind, key: the LMS's id, name }`
 * @throws Refusal `unprocessable` for a bad id or name, and for an id that the kind has already
 */
export async function createResource(occasion: Occasion, input: unknown): Promise<ResourceRecord> {
  authorize(occasion.actor, 'resource.create');
  const { kind, key, name } = parse(inputSchema, input);
  const subject = resourceSubject(kind, key);
  const { after } = await change(occasion, 'resource.create', subject, (before) => {
    if (before !== null) {
      throw refuseEach([{ field: 'key', message: `There is a ${kind} "${key}" already` }]);
    }
    return {
      statements: [sql`INSERT INTO resources (kind, key, name) VALUES (${kind}, ${key}, ${name})`],
    };
  });
  return after;
}

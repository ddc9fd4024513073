/** Lets a power user hold a dataset, for good or for a time (PU-046, PU-049). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { cutOf, requireOwn, roomForDataset } from './assignment.ts';
import { change, type Occasion } from './change.ts';
import { findDataset } from './dataset-record.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

/** Up to the end of the year 9999, beyond which ISO 8601 has another form. */
export const timeSchema = z.int().min(0).max(253_402_300_799).nullable().default(null);

const inputSchema = z
  .strictObject({
    powerUser: z.string(),
    dataset: nameReferenceSchema,
    validFrom: timeSchema,
    validUntil: timeSchema,
  })
  .refine(
    ({ validFrom, validUntil }) =>
      validFrom === null || validUntil === null || validFrom < validUntil,
    { error: 'It must end after it begins', path: ['validUntil'] },
  );

/**
 * Assigning again replaces the times.
 * @param input `{ powerUser: id, dataset: name, validFrom?, validUntil? }`; times in Unix seconds, from inclusive,
 * until exclusive, null or absent for open.
 * @throws Refusal `not-found`; `unprocessable` for a sixty-first dataset, one that is private to somebody else,
 * times in the wrong order, or somebody who is no power user.
 */
export async function assignDataset(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'dataset.assign');
  const { powerUser, dataset, validFrom, validUntil } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'dataset.assign', subject, async (before) => {
    const holder = requirePowerUser(before, powerUser);
    const { id, owner } = await findDataset(occasion.database, dataset);
    requireOwn(dataset, owner, holder);
    const held = holder.datasets.find(({ name }) => name === dataset);
    if (held?.validFrom === validFrom && held.validUntil === validUntil) return { statements: [] };
    const room =
      held === undefined ? [await roomForDataset(occasion.database, holder, cutOf(id))] : [];
    return {
      statements: [
        sql`INSERT INTO dataset_assignments (power_user_id, dataset_id, valid_from, valid_until)
          SELECT id, ${id}, ${validFrom}, ${validUntil} FROM users WHERE key = ${powerUser}
          ON CONFLICT (power_user_id, dataset_id)
          DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
      ],
      holds: [sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${id})`, ...room],
    };
  });
  return after;
}

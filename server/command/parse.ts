/** Reads a command's input by its schema; what breaks it is refused place by place. */
import type { z } from 'zod';
import { Refusal, type RefusalPlace } from '../../shared/refusal.ts';

/** How many places a refusal names; the detail says how many there were. */
const placesShown = 20;

/** The input as the schema has it, or Refusal `unprocessable` that names each field that breaks a rule. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refuseEach(
    result.error.issues.map(({ path, message }) => ({
      field: path.map(String).join('.'),
      message,
    })),
  );
}

/** One refusal for several places: says the first few in its detail, so that a reader of the detail alone has them. */
export function refuseEach(places: readonly RefusalPlace[]): Refusal {
  const shown = places.slice(0, placesShown);
  const told = shown.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  const more = places.length - shown.length;
  if (more > 0) told.push(`and ${more} more`);
  return new Refusal('unprocessable', told.join('; '), { places: shown });
}

/** Ids and names of what comes from the LMS: taken as an import takes them, on one line. */
import { z } from 'zod';

/** As long as an import lets them be. */
const idMax = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const isInert = (text: string): boolean => text.isWellFormed() && !control.test(text);
const inert = { error: "It can't contain control characters" };

/** An id for something new. It stands in addresses, where `.` and `..` are steps of a path. */
export const newIdSchema = z
  .string({ error: 'An id is required' })
  .min(1, { error: 'An id is required' })
  .max(idMax, { error: `An id has at most ${idMax} characters` })
  .refine(isInert, inert)
  .refine((id) => id === id.trim(), { error: "An id can't begin or end with a space" })
  .refine((id) => !/^\.\.?$/.test(id), { error: "An id can't be a step of a path" });

/** An id by which something is looked up. */
export const idSchema = z.string().max(idMax, { error: `An id has at most ${idMax} characters` });

/** One line of text, perhaps of none. */
export const lineSchema = (max: number) =>
  z
    .string()
    .refine(isInert, inert)
    .transform((text) => text.trim())
    .refine((text) => text.length <= max, { error: `It has at most ${max} characters` });

/** The name of a thing: one line, and not empty. */
export const titleSchema = (max = 255) =>
  lineSchema(max).refine((text) => text !== '', { error: 'A name is required' });

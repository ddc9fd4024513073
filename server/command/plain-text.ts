/** Names and descriptions that people give: one line of visible text, inert wherever it is shown (PU-025 to PU-027). */
import { z } from 'zod';

const nameMax = 120;
const descriptionMax = 1000;

/** Refused in the name of a profile (PU-027). */
const refusedInProfileNames = ['<', '>', '\\', '|', '/', '=', '+'];

/** Refused in every other name: what would be markup. */
const refusedInNames = ['<', '>'];

/** Control characters and invisible ones; the two joiners stay, because Persian, Hindi and emoji are written with them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

function nameWithout(refused: readonly string[]) {
  return z
    .string({ error: 'A name is required' })
    .max(4 * nameMax, { error: `A name has at most ${nameMax} characters` })
    .check((context) => {
      const refuse = (message: string) =>
        context.issues.push({ code: 'custom', message, input: context.value });
      const found = refused.filter((character) => context.value.includes(character));
      if (found.length > 0) refuse(`A name can't contain ${found.join(' ')}`);
      // A name stands in addresses, where these two are steps of a path.
      if (/^\s*\.\.?\s*$/u.test(context.value)) refuse(`A name can't be ${context.value.trim()}`);
      if (context.value.search(invisible) !== -1) {
        refuse("A name can't contain control or invisible characters");
      }
    })
    .transform(tidy)
    .pipe(
      z
        .string()
        .min(1, { error: 'A name is required' })
        .max(nameMax, { error: `A name has at most ${nameMax} characters` }),
    );
}

/** A profile's name: required, one line, at most 120 characters, without `< > \ | / = +` nor invisible characters. */
export const profileNameSchema = nameWithout(refusedInProfileNames);

/** The name of a dataset or a site: likewise, but only what would be markup is refused. */
export const nameSchema = nameWithout(refusedInNames);

/** A name by which something is looked up: compared with stored names as they were tidied. */
export const nameReferenceSchema = z
  .string()
  .max(4 * nameMax)
  .transform(tidy);

/**
 * A description made harmless rather than refused (PU-026): angle brackets become ‹ and ›, so that no markup is left
 * and nothing of the text is lost; control and invisible characters go; white space is single.
 */
export const descriptionSchema = z
  .string()
  .max(4 * descriptionMax, { error: `A description has at most ${descriptionMax} characters` })
  .transform((text) =>
    tidy(
      text.replace(/\s+/gu, ' ').replace(invisible, '').replaceAll('<', '‹').replaceAll('>', '›'),
    ),
  )
  .pipe(
    z
      .string()
      .max(descriptionMax, { error: `A description has at most ${descriptionMax} characters` }),
  );

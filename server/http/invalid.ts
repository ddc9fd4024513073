/** Schema findings as places of a problem: the path of the member and what is wrong with it. */
import type { z } from 'zod';
import type { RefusalPlace } from '../../shared/refusal.ts';

/** A hostile body can break a schema in thousands of places, and under names of any length. */
const mostPlaces = 20;
const longestWord = 200;

export const placesOf = (error: Pick<z.ZodError, 'issues'>, under = ''): RefusalPlace[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not known here' }))
        : [issue],
    )
    .slice(0, mostPlaces)
    .map(({ path, message }) => ({
      field: short([under, ...path.map(String)].filter(Boolean).join('.')) || 'body',
      message: short(message),
    }));

const short = (text: string): string =>
  text.length > longestWord ? `${text.slice(0, longestWord)}…` : text;

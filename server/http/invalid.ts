/** Schema findings as places of a problem: the path of the member and what is wrong with it. */
import type { z } from 'zod';
import type { RefusalPlace } from '../../shared/refusal.ts';

/** At most twenty, because a hostile body can break a schema in thousands of places. */
export const placesOf = (error: Pick<z.ZodError, 'issues'>, under = ''): RefusalPlace[] =>
  error.issues.slice(0, 20).map(({ path, message }) => ({
    field: [under, ...path.map(String)].filter(Boolean).join('.') || 'body',
    message,
  }));

/** The one error type that the core throws on purpose: a row of the problem table and a detail that is safe to show. */
import type { ProblemSlug } from './problem.ts';

/** Where in the input the trouble lies: a JSON pointer, a parameter name, or a file position. */
export interface RefusalPlace {
  readonly field: string;
  readonly message: string;
}

/**
 * Thrown wherever a caller asks for what it may not have or what makes no sense.
 * `detail` is shown to the caller; `options.cause` goes to the log only.
 */
export class Refusal extends Error {
  readonly slug: ProblemSlug;
  readonly places: readonly RefusalPlace[];

  constructor(
    slug: ProblemSlug,
    detail: string,
    options: { places?: readonly RefusalPlace[]; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'Refusal';
    this.slug = slug;
    this.places = options.places ?? [];
  }
}

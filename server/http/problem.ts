/** The only maker of error answers: refusals become RFC 9457 problems, anything else a 500 that says nothing. */
import { type Problem, type ProblemSlug, problems } from '../../shared/problem.ts';
import { Refusal } from '../../shared/refusal.ts';

/** Answers an error. Only a refusal's own detail is shown; the cause of anything else is for the log. */
export function toProblem(error: unknown, requestId: string): Response {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal('internal', 'The request id names it in our log');
  const body: Problem = {
    ...bodyOf(refusal.slug),
    ...(refusal.message && { detail: refusal.message }),
    ...(refusal.places.length > 0 && { errors: refusal.places.map((place) => ({ ...place })) }),
    // A failed authentication answers the same bytes whatever failed, so it carries no id either.
    ...(refusal.slug !== 'unauthenticated' && { instance: `urn:ambit:request:${requestId}` }),
  };
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'Content-Type': 'application/problem+json', ...extraHeaders[refusal.slug] },
  });
}

const bodyOf = (slug: ProblemSlug): Problem => ({
  type: `urn:ambit:problem:${slug}`,
  ...problems[slug],
});

/** Headers that a status needs by its RFC. */
const extraHeaders: Partial<Record<ProblemSlug, Record<string, string>>> = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer' },
  'too-many-requests': { 'Retry-After': '30' },
  unavailable: { 'Retry-After': '5' },
};

/** What the log is told of a failure: the chain of causes, for refusals only where there is one. */
export function causeOf(error: unknown): string | undefined {
  const root = error instanceof Refusal ? error.cause : error;
  if (root === undefined) return undefined;
  return root instanceof Error ? (root.stack ?? root.message) : String(root);
}

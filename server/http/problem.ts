/** The only maker of error answers: RFC 9457 problems, RFC 6749 at the token endpoint, and a 500 that says nothing. */
import { type Problem, type ProblemSlug, problems } from '../../shared/problem.ts';
import { Refusal, type RefusalPlace } from '../../shared/refusal.ts';
import { TokenRefusal } from '../token/token-refusal.ts';

/** Answers an error. Only a refusal's own detail is shown; the cause of anything is for the log. */
export function toProblem(error: unknown, requestId: string): Response {
  if (error instanceof TokenRefusal) return tokenError(error);
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal('internal', 'The request id names it in our log');
  const body: Problem = {
    ...bodyOf(refusal.slug),
    ...(refusal.message && { detail: refusal.message }),
    ...(refusal.places.length > 0 && {
      errors: refusal.places.map((place) => onTheWire(refusal.slug, place)),
    }),
    // A failed authentication answers the same bytes whatever failed, so it carries no id either.
    ...(refusal.slug !== 'unauthenticated' && { instance: `urn:ambit:request:${requestId}` }),
  };
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'Content-Type': 'application/problem+json', ...extraHeaders[refusal.slug] },
  });
}

/** Commands name their fields in their own spelling; what a request spelt itself stays as it was. */
const onTheWire = (slug: ProblemSlug, { field, message }: RefusalPlace): RefusalPlace => ({
  field:
    slug === 'unprocessable'
      ? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      : field,
  message,
});

/** RFC 6749 section 5.2. */
const tokenError = ({ code, message }: TokenRefusal): Response =>
  Response.json({ error: code, error_description: message }, { status: 400 });

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

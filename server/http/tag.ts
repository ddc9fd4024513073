/** ETags: the name of an answer, made of everything that it depends on, before it is worked out. */
import type { Viewer } from '../report/viewer.ts';
import { encodeBase64url } from '../token/base64url.ts';

/** Differs whenever scope, data, minute or question differ; equal only where the answer is equal (threat 32). */
export async function answerTag({ scope, context }: Viewer, question: unknown): Promise<string> {
  const { membership, progress } = scope.versions;
  const state = JSON.stringify([scope.digest, membership, progress, context.nowSeconds, question]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(state));
  return `"${encodeBase64url(new Uint8Array(hash))}"`;
}

/** Answers 304 where the caller holds this very answer, else works it out; the tag comes meanwhile. */
export async function tagged(
  request: Request,
  tag: Promise<string>,
  work: () => Promise<unknown>,
): Promise<Response> {
  if (request.headers.has('If-None-Match') && holds(request, await tag)) {
    return new Response(null, { status: 304, headers: { ETag: await tag } });
  }
  const answer = await work();
  return Response.json(answer, { headers: { ETag: await tag } });
}

/** A list compares weakly (RFC 9110 section 13.1.2): proxies that compress make tags weak. `*` names no answer. */
export const holds = (request: Request, tag: string): boolean =>
  (request.headers.get('If-None-Match') ?? '')
    .split(',')
    .some((held) => held.trim().replace(/^W\//, '') === tag);

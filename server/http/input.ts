/** Reads what a request brings and lets only what the route's schemas describe reach its handler. */
import type { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { TokenRefusal } from '../token/token-refusal.ts';
import { placesOf } from './invalid.ts';
import type { Route } from './route.ts';

/** Bodies are questions and assertions: small. What administers names many things at once. */
const mostBodyBytes = ({ access }: Route): number =>
  (access === 'administration' ? 1024 : 64) * 1024;

/** @throws Refusal `bad-request` or `payload-too-large`, TokenRefusal `invalid_request` for a form */
export async function readInput(
  route: Route,
  request: Request,
  params: Record<string, string>,
): Promise<Record<string, unknown>> {
  const { request: shape } = route;
  const most = mostBodyBytes(route);
  return {
    ...(shape.params && { params: check(shape.params, params) }),
    ...(shape.query && { query: check(shape.query, queryOf(request)) }),
    ...(shape.body && { body: check(shape.body, await readJson(request, most)) }),
    ...(shape.form && { form: await readForm(request, most) }),
  };
}

function check(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('bad-request', 'The request does not have the shape that it needs', {
    places: placesOf(parsed.error),
  });
}

/** A parameter that stands twice is refused: two readers could take different ones. */
function queryOf(request: Request): Record<string, string> {
  const query = new URL(request.url).searchParams;
  const names = [...query.keys()];
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new Refusal('bad-request', 'A parameter stands twice', {
      places: [{ field: twice.slice(0, 64), message: 'stands twice' }],
    });
  }
  return Object.fromEntries(query);
}

async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  const refuse = (field: string, message: string) =>
    new Refusal('bad-request', 'The body is not JSON', { places: [{ field, message }] });
  if (!isOfType(request, 'application/json')) {
    throw refuse('Content-Type', 'must be application/json');
  }
  try {
    return JSON.parse(await readText(request, mostBytes));
  } catch (error) {
    throw error instanceof Refusal ? error : refuse('body', 'not JSON');
  }
}

/** Only the token endpoint takes a form, and its errors are those of RFC 6749. */
async function readForm(request: Request, mostBytes: number): Promise<URLSearchParams> {
  if (!isOfType(request, 'application/x-www-form-urlencoded')) {
    throw new TokenRefusal('invalid_request', 'another content type');
  }
  try {
    return new URLSearchParams(await readText(request, mostBytes));
  } catch (error) {
    throw error instanceof Refusal ? error : new TokenRefusal('invalid_request', 'not UTF-8');
  }
}

const isOfType = (request: Request, type: string): boolean =>
  request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() === type;

/** The whole body as text, given up as soon as it is too long, whatever its length was said to be. */
async function readText(request: Request, mostBytes: number): Promise<string> {
  const tooLarge = () => new Refusal('payload-too-large', `A body has at most ${mostBytes} bytes`);
  if (Number(request.headers.get('Content-Length')) > mostBytes) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Reads what a request brings and lets only what the route's schemas describe reach its handler. */
import type { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { placesOf } from './invalid.ts';
import type { Route } from './route.ts';

/** Bodies are questions and assertions: small. */
const mostBodyBytes = 64 * 1024;

/** @throws Refusal `bad-request` or `payload-too-large` */
export async function readInput(
  { request: shape }: Route,
  request: Request,
  params: Record<string, string>,
): Promise<Record<string, unknown>> {
  return {
    ...(shape.params && { params: check(shape.params, params, '') }),
    ...(shape.query && { query: check(shape.query, queryOf(request), '') }),
    ...(shape.body && { body: check(shape.body, await readJson(request), '') }),
    ...(shape.form && { form: new URLSearchParams(await readText(request, formType)) }),
  };
}

const jsonType = 'application/json';
const formType = 'application/x-www-form-urlencoded';

function check(schema: z.ZodType, value: unknown, under: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('bad-request', 'The request does not have the shape that it needs', {
    places: placesOf(parsed.error, under),
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

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request, jsonType);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('bad-request', 'The body is not JSON', {
      places: [{ field: 'body', message: 'not JSON' }],
    });
  }
}

/** The whole body as text, given up as soon as it is too long. */
async function readText(request: Request, type: string): Promise<string> {
  const given = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (given !== type) {
    throw new Refusal('bad-request', `The body must be ${type}`, {
      places: [{ field: 'Content-Type', message: `must be ${type}` }],
    });
  }
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBodyBytes) {
      throw new Refusal('payload-too-large', `A body has at most ${mostBodyBytes} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

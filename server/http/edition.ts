/** Editions of a resource: the ETag of the record that commands guard on, and changes that happen to that one alone. */
import type { Refusal } from '../../shared/refusal.ts';
import { type Occasion, readJson, type Subject } from '../command/change.ts';
import { mac } from '../token/mac.ts';
import type { Settings } from '../token/settings.ts';
import type { Call, Route } from './route.ts';
import { holds } from './tag.ts';

/** What changes a resource that is there (RFC 9110 section 13.1.1). */
export const takesMatch = ({ access, method }: Pick<Route, 'access' | 'method'>): boolean =>
  access === 'administration' && method !== 'get' && method !== 'post';

/** A MAC and no plain hash, so that nobody tries out what else the record may say. */
const tagOf = async (settings: Settings, record: string): Promise<string> =>
  `"${await mac(settings, 'record', record)}"`;

/**
 * What `If-Match` asks of the record that a command is about to change; nothing when the header is absent. Compares
 * strongly; `*` takes any record that there is.
 */
export function expectation({ request, settings }: Call): Pick<Occasion, 'expects'> {
  const header = request.headers.get('If-Match');
  if (header === null) return {};
  const tags = header.split(',').map((tag) => tag.trim());
  return {
    async expects(record) {
      if (record === null) return false;
      return tags.includes('*') || tags.includes(await tagOf(settings, record));
    },
  };
}

export interface Shown<T> {
  readonly status?: 200 | 201;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the caller is told of the record. */
  readonly as: (record: T) => unknown;
  /** What is thrown where there is no record. */
  readonly missing: () => Refusal;
}

/** Answers the record as it is now, with its ETag: 304 to a GET that names it. */
export async function showResource<T>(
  { database, settings, request }: Call,
  subject: Subject<T>,
  { status = 200, headers = {}, as, missing }: Shown<T>,
): Promise<Response> {
  const record = await readJson(database, subject);
  if (record === null) throw missing();
  const tagged = { ...headers, ETag: await tagOf(settings, record) };
  if (request.method === 'GET' && holds(request, tagged.ETag)) {
    return new Response(null, { status: 304, headers: tagged });
  }
  return Response.json(await as(subject.parse(record)), { status, headers: tagged });
}

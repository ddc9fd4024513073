/** What can go wrong between the page and the API, sorted by what the reader of a widget can do about it. */

/**
 * expired: sign in again or retry; forbidden: the permission is missing; missing: no such thing within the scope;
 * offline: the network failed; stale: a cursor outlived its answer; rejected: the question is wrong;
 * misconfigured: the page's owner must act; failed: our side broke.
 */
export type TroubleKind =
  | 'expired'
  | 'forbidden'
  | 'missing'
  | 'offline'
  | 'stale'
  | 'rejected'
  | 'misconfigured'
  | 'failed';

/** The only error that the client throws, apart from an abort. Its detail is safe to show. */
export class Trouble extends Error {
  readonly kind: TroubleKind;
  /** A sentence from the server, or null where the locale's own words serve better. */
  readonly detail: string | null;
  /** `urn:ambit:request:...`, for the reader to quote to whoever helps. */
  readonly instance: string | null;

  constructor(
    kind: TroubleKind,
    detail: string | null = null,
    options: { instance?: string | null; cause?: unknown } = {},
  ) {
    super(detail ?? kind, { cause: options.cause });
    this.name = 'Trouble';
    this.kind = kind;
    this.detail = detail;
    this.instance = options.instance ?? null;
  }
}

const kindBySlug = new Map<string, TroubleKind>([
  ['unauthenticated', 'expired'],
  ['forbidden', 'forbidden'],
  ['origin-refused', 'misconfigured'],
  ['not-found', 'missing'],
  ['bad-cursor', 'stale'],
  ['bad-request', 'rejected'],
  ['unknown-column', 'rejected'],
  ['unprocessable', 'rejected'],
]);

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** Reads an RFC 9457 answer; anything unreadable is `failed` (or what its status says). */
export async function troubleOf(response: Response): Promise<Trouble> {
  const body = new Map<string, unknown>(
    Object.entries((await response.json().catch(() => null)) ?? {}),
  );
  const slug = text(body.get('type'))?.replace('urn:ambit:problem:', '') ?? '';
  const kind = kindBySlug.get(slug) ?? kindByStatus(response.status);
  return new Trouble(kind, text(body.get('detail')), { instance: text(body.get('instance')) });
}

function kindByStatus(status: number): TroubleKind {
  if (status === 401) return 'expired';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  return 'failed';
}

/** True for the error that an aborted request throws: nobody waits for it any more. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** Any thrown value as a Trouble, so that a view has one shape to show. */
export const asTrouble = (error: unknown): Trouble =>
  error instanceof Trouble ? error : new Trouble('failed', null, { cause: error });

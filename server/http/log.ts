/** What is written down of a request: enough to find what went wrong, and nothing about anybody. */
import { Refusal } from '../../shared/refusal.ts';
import { TokenRefusal } from '../token/token-refusal.ts';

/** One line a request. No query strings, names, e-mail addresses or tokens ever stand in it. */
export interface LogEntry {
  readonly at: string;
  readonly level: 'info' | 'error';
  readonly request_id: string;
  readonly method: string;
  /** The route's pattern, such as `/v1/reports/{id}/rows`; `-` where none matched. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly site?: string | undefined;
  /** The cause of a refusal in a word of ours, or of a failure on our side. */
  readonly cause?: string | undefined;
}

/** What is known when a request has been answered. */
export interface Done {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly site?: string | undefined;
  readonly cause?: string | undefined;
  /** Something broke on our side, whatever the status says. */
  readonly broken?: boolean;
}

export const entryOf = (done: Done): LogEntry => ({
  at: new Date(done.endedAt).toISOString(),
  level: done.status >= 500 || done.broken ? 'error' : 'info',
  request_id: done.requestId,
  method: done.method,
  route: done.route,
  status: done.status,
  ms: done.endedAt - done.startedAt,
  ...(done.site !== undefined && { site: done.site }),
  ...(done.cause !== undefined && { cause: done.cause }),
});

/** What the log is told of an error: the cause of a refusal where it has one, the stack of anything else. */
export function causeOf(error: unknown): string | undefined {
  const root = isRefusal(error) ? error.cause : error;
  return root === undefined ? undefined : told(root);
}

const isRefusal = (error: unknown): error is Refusal | TokenRefusal =>
  error instanceof Refusal || error instanceof TokenRefusal;

/**
 * Drizzle's errors quote the bound values, which may be names and ids; the database's own error, beneath,
 * does not.
 */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('params' in error && 'query' in error) {
    return `${error.name} at ${String(error.query)}: ${told(error.cause)}`;
  }
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${told(error.cause)}`;
}

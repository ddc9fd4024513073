/** What the app needs from its runtime: database, settings, clock, digests and log. Nothing here names a runtime. */
import type { Database } from '../data/database.ts';
import type { StartDigest } from '../export/digest.ts';
import type { Settings } from '../token/settings.ts';

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
  /** The cause of a failure on our side. */
  readonly cause?: string | undefined;
}

export interface Ports {
  readonly database: Database;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (entry: LogEntry) => void;
  readonly startDigest: StartDigest;
}

/** What the app needs from its runtime: database, settings, clock, digests and log. Nothing here names a runtime. */
import type { Database } from '../data/database.ts';
import type { StartDigest } from '../export/digest.ts';
import type { Settings } from '../token/settings.ts';
import type { LogEntry } from './log.ts';

export interface Ports {
  readonly database: Database;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (entry: LogEntry) => void;
  readonly startDigest: StartDigest;
}

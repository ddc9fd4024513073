/** Times as the command line takes and shows them: ISO 8601, in UTC when they are shown. */
import { Refusal } from '../../../shared/refusal.ts';
import { toIsoTime, toUnixSeconds } from '../../../shared/time.ts';

const pattern = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A day, meaning its first moment in UTC, or a time with its zone, as Unix seconds.
 * @throws Refusal `bad-request` that names the option.
 */
export function parseTime(option: string, text: string): number {
  const day = pattern.exec(text)?.[1] ?? '';
  // The 31st of February would quietly become the 3rd of March.
  const exists = isTime(day) && new Date(day).toISOString().startsWith(day);
  if (exists && isTime(text)) return toUnixSeconds(new Date(text));
  const forms = '2026-12-31 or 2026-12-31T18:00:00+01:00';
  throw new Refusal('bad-request', `${option} takes ${forms}, not "${text}"`);
}

const isTime = (text: string): boolean => !Number.isNaN(new Date(text).getTime());

/** For JSON: null stays null. */
export const isoOrNull = (seconds: number | null): string | null =>
  seconds === null ? null : toIsoTime(seconds);

/** `from … until …`, or nothing for a time without bounds. */
export function period(from: number | null, until: number | null): string {
  const parts = [];
  if (from !== null) parts.push(`from ${toIsoTime(from)}`);
  if (until !== null) parts.push(`until ${toIsoTime(until)}`);
  return parts.join(' ');
}

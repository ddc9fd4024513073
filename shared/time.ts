/** Clock words: storage counts Unix seconds and days since 1970-01-01, the wire speaks ISO 8601 in UTC. */

export const secondsPerDay = 86_400;

/** Whole Unix seconds of a Date. */
export const toUnixSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Days since 1970-01-01 (UTC) in which the given Unix second falls. */
export const toUnixDay = (unixSeconds: number): number => Math.floor(unixSeconds / secondsPerDay);

/** `2026-11-21T22:15:31Z`: RFC 3339 without a fraction. */
export const toIsoTime = (unixSeconds: number): string =>
  `${new Date(unixSeconds * 1000).toISOString().slice(0, 19)}Z`;

/** `2026-11-21` of a day number. */
export const toIsoDay = (unixDay: number): string =>
  new Date(unixDay * secondsPerDay * 1000).toISOString().slice(0, 10);

/**
 * The second at which a minute began. Overdue and the like are judged then, so that a screen, its tag, its next page
 * and its export within the minute all describe the same moment.
 */
export const startOfMinute = (unixSeconds: number): number => unixSeconds - (unixSeconds % 60);

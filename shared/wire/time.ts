/** Moments on the wire: ISO 8601 with a zone coming in, UTC going out, whole Unix seconds within. */
import { z } from 'zod';
import { toIsoTime, toUnixSeconds } from '../time.ts';

/** A moment from outside, or null for none. */
export const momentSchema = z
  .string()
  .max(40)
  .refine(
    (text) =>
      /^\d{4}-\d{2}-\d{2}T/.test(text) && z.iso.datetime({ offset: true }).safeParse(text).success,
    {
      error: 'A time is written like 2026-12-31T18:00:00Z, with its zone',
    },
  )
  .nullable()
  .describe('ISO 8601 with its zone; null is open');

export const secondsOf = (moment: string | null): number | null =>
  moment === null ? null : toUnixSeconds(new Date(moment));

export const momentOf = (seconds: number | null): string | null =>
  seconds === null ? null : toIsoTime(seconds);

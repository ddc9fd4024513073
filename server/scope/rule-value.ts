/** Reads the value of a rule as what its field holds: a folded text, a choice, a number, a day or a moment. */
import { fold } from '../../shared/fold.ts';
import { secondsPerDay } from '../../shared/time.ts';

/** Longer values match nobody: comparing costs as much as both texts are long. */
export const ruleValueMax = 4000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQL text ends at it
const nul = /\u0000/;

/** The folded text, or null for one that is empty, too long, or none in SQL. */
export function textOf(value: string): string | null {
  const broken = value.length > ruleValueMax || !value.isWellFormed() || nul.test(value);
  return broken || value.trim() === '' ? null : fold(value);
}

export function choiceOf(choices: readonly string[], value: string): string | null {
  const folded = fold(value);
  return choices.includes(folded) ? folded : null;
}

export function numberOf(value: string): number | null {
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : null;
}

const form = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A day in UTC, or a time with its zone. `first` is its first Unix second, `after` the first one after it; a day that
 * the calendar lacks is null.
 */
export function momentOf(value: string): { first: number; after: number } | null {
  const day = form.exec(value)?.[1];
  if (day === undefined) return null;
  const [start, time] = [new Date(day), new Date(value)];
  if (Number.isNaN(start.getTime()) || !start.toISOString().startsWith(day)) return null;
  if (Number.isNaN(time.getTime())) return null;
  const first = time.getTime() / 1000;
  return { first, after: first + (value === day ? secondsPerDay : 1) };
}

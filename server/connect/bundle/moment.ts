/** Reads ISO 8601 dates and date-times, strictly: what isn't in the calendar is refused, never rolled over. */
import { secondsPerDay } from '../../../shared/time.ts';

/** Before 1900 and after 9999 lie typing errors. */
const [firstYear, lastYear] = [1900, 9999];

const zero = 48;

/** The number that `length` digits from `at` spell, or NaN. */
function digits(text: string, at: number, length: number): number {
  let value = 0;
  for (let index = at; index < at + length; index++) {
    const digit = text.charCodeAt(index) - zero;
    // A place past the end is NaN and fails here too.
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Leap days from year 1 until the end of the given year. */
const leapDays = (year: number): number =>
  Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

const leapDaysBefore1970 = leapDays(1969);

/** Days since 1970-01-01 of the date in the first ten characters, or null. */
function dateAt(text: string): number | null {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (text[4] !== '-' || text[7] !== '-') return null;
  if (!(year >= firstYear && year <= lastYear && month >= 1 && month <= 12 && day >= 1))
    return null;
  const leap = isLeap(year) ? 1 : 0;
  const length = (daysInMonth[month - 1] ?? 0) + (month === 2 ? leap : 0);
  if (day > length) return null;
  const beforeYear = (year - 1970) * 365 + leapDays(year - 1) - leapDaysBefore1970;
  return beforeYear + (daysBeforeMonth[month - 1] ?? 0) + (month > 2 ? leap : 0) + day - 1;
}

/** Days since 1970-01-01 of `2026-03-31`, or null where the text is no such date. */
export const parseDay = (text: string): number | null => (text.length === 10 ? dateAt(text) : null);

/**
 * Unix seconds of `2026-03-31`, `2026-03-31T17:30`, `2026-03-31 17:30:15.123+02:00` and the like, or null.
 * Without a zone it is UTC; without a time, 00:00; a fraction of a second is dropped.
 */
export function parseTime(text: string): number | null {
  const day = dateAt(text);
  if (day === null) return null;
  if (text.length === 10) return day * secondsPerDay;
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const separated = text[10] === 'T' || text[10] === ' ' || text[10] === 't';
  if (!separated || text[13] !== ':' || !(hour <= 23 && minute <= 59)) return null;
  let at = 16;
  let second = 0;
  if (text[at] === ':') {
    second = digits(text, 17, 2);
    if (!(second <= 59)) return null;
    at = 19;
    if (text[at] === '.' || text[at] === ',') at = afterDigits(text, at + 1);
  }
  const offset = offsetAt(text, at);
  return offset === null ? null : day * secondsPerDay + hour * 3600 + minute * 60 + second - offset;
}

/** The place after a fraction; after none, one that no zone can begin at. */
function afterDigits(text: string, from: number): number {
  let at = from;
  while (digits(text, at, 1) >= 0) at++;
  return at === from ? text.length + 1 : at;
}

const zone = /^([+-])(\d\d)(?::?(\d\d))?$/;

/** Seconds east of UTC that the rest of the text says, or null. */
function offsetAt(text: string, at: number): number | null {
  if (at === text.length) return 0;
  if (at === text.length - 1 && (text[at] === 'Z' || text[at] === 'z')) return 0;
  const [, sign, hours, minutes = '0'] = zone.exec(text.slice(at)) ?? [];
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** When people learn: mostly early in the week and in the morning, less in summer and in December. */
import { secondsPerDay, toUnixDay } from '../../../shared/time.ts';
import type { Random } from './random.ts';

/** From Sunday on; how likely somebody is to learn on that day. */
const weekdayWeights = [0.05, 0.62, 0.9, 0.9, 0.85, 0.55, 0.1] as const;
const monthWeights = [1, 1, 1, 0.9, 0.95, 0.85, 0.5, 0.45, 1, 1, 1, 0.65] as const;
/** Local hours; those that stand twice are twice as likely. */
const hours = [7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 13, 13, 14, 14, 15, 15, 16, 20] as const;

/** The sun and the calendar do what they do, but nobody puts off learning for ever. */
const patienceDays = 21;

function weightOf(day: number): number {
  const date = new Date(day * secondsPerDay * 1000);
  return (weekdayWeights[date.getUTCDay()] ?? 0) * (monthWeights[date.getUTCMonth()] ?? 0);
}

/** A believable moment to learn, at `notBefore` or some days later (Unix seconds). */
export function learningMoment(random: Random, notBefore: number, utcOffsetHours: number): number {
  let day = toUnixDay(notBefore);
  const last = day + patienceDays;
  while (day < last && !random.chance(weightOf(day))) day += 1;
  const secondOfDay = (random.pick(hours) - utcOffsetHours) * 3600 + random.whole(0, 3599);
  return Math.max(notBefore, day * secondsPerDay + secondOfDay);
}

/** Nine o'clock, local time, on the Tuesday, Wednesday or Thursday that comes next. */
export function classroomMorning(
  random: Random,
  notBefore: number,
  utcOffsetHours: number,
): number {
  const day = toUnixDay(notBefore);
  const wanted = random.whole(2, 4);
  const ahead = (wanted - new Date(day * secondsPerDay * 1000).getUTCDay() + 7) % 7;
  return (day + ahead) * secondsPerDay + (9 - utcOffsetHours) * 3600;
}

/** The same day of the month, `months` later. */
export function addMonths(unixSeconds: number, months: number): number {
  const date = new Date(unixSeconds * 1000);
  date.setUTCMonth(date.getUTCMonth() + months);
  return Math.floor(date.getTime() / 1000);
}

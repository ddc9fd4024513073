/** What people and courses have that rules ask about: whatever comparing text or time gets wrong. */
import type { Course, User } from '../reference/world.ts';
import { noon } from './noon.ts';
import type { Random } from './random.ts';

/** Letters whose folding is not one to one, signs that patterns and SQL know, and names that begin like others. */
export const texts: readonly string[] = [
  ...'Ann|ann|ANN|Ann Lee|Ann Ann|Lee Ann|Lee|Ann Ann Ann|nn|a|Zo\u00eb|Zoe\u0308|ZO\u00cb|zoe'.split(
    '|',
  ),
  ...'\u0130stanbul|istanbul|Istanbul|\u0131stanbul|stra\u00dfe|STRASSE|strasse|\u03c1\u03b7\u03c2|\u03c1\u03b7\u03c3|\u03a1\u0397\u03a3|i\u0307'.split(
    '|',
  ),
  ...[
    '%',
    '_',
    'A_n',
    'A%',
    '*',
    "o'brien",
    '"quoted"',
    'back\\slash',
    '(a+)+$',
    'aaaa!',
    '.*',
    'NULL',
    '0',
  ],
  ...[
    '{power_user.first_name}',
    '{power_user.title}',
    '{power_user.',
    '$[0]',
    '["Ann"]',
    '\u{1f469}\u200d\u{1f3eb}',
    '\u65e5\u672c\u8a9e',
  ],
];
export const blanks = ['', ' ', '\t'];
export const fieldKeys = ['company', 'title', 'ca_0', 'ssn', 'team', "odd'key %"];

export const day = noon - (noon % 86_400);
const moments = [noon - 1, noon, noon + 1, day - 1, day, day + 86_399, day + 86_400, 0, null];

/** The words of one world: few, so that people have them in common. */
export const borderWords = (random: Random): string[] => [
  ...Array.from({ length: 5 }, () => random.pick(texts)),
  ...random.some(['Ann', 'ANN', 'Ann Lee', 'Zo\u00eb', 'Zoe\u0308'], 4),
];

/** A text that somebody may be called, or nothing. */
export const borderText = (random: Random, words: readonly string[] = texts): string =>
  random.pick(random.chance(0.15) ? blanks : words);

/** Often one of the first two, who hold datasets; now and then in rings, or their own. */
const managerAmong = (random: Random, users: readonly User[]): User =>
  random.pick(random.chance(0.4) ? users.slice(0, 2) : users);

export function withPersonFields(
  random: Random,
  user: User,
  { users, words }: { users: readonly User[]; words: readonly string[] },
): User {
  const text = () => borderText(random, words);
  const values = random.sift(fieldKeys, 0.7).map((key) => [key, text()] as const);
  return {
    ...user,
    ...(random.chance(0.3)
      ? { email: random.pick([null, '', `${random.pick(words)}@x.com`]) }
      : {}),
    ...(random.chance(0.8) ? { firstName: text() } : {}),
    ...(random.chance(0.6) ? { lastName: text() } : {}),
    manager: random.chance(0.6) ? managerAmong(random, users).key : null,
    createdAt: random.pick(moments),
    lastAccess: random.pick(moments),
    fields: Object.fromEntries(values),
  };
}

export const withCourseFields = (
  random: Random,
  course: Course,
  words: readonly string[],
): Course => ({
  ...course,
  name: random.chance(0.7) ? random.pick(words) : course.key,
  code: random.pick([null, '', random.pick(words)]),
  type: random.pick(['elearning', 'classroom', 'webinar']),
  status: random.pick(['published', 'under_maintenance', 'unpublished']),
  createdAt: random.pick(moments),
  duration: random.pick([null, 0, 60, 3600]),
});

/** Some fields that rules name are not there. */
export const borderFields = (random: Random): string[] => random.sift(fieldKeys, 0.8);

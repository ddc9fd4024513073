/** Random rules about whatever people and courses have, and about what they have not. */
import type { Axis } from '../../shared/scope.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Rule, World } from '../reference/world.ts';
import { blanks, day, fieldKeys, texts } from './border-fields.ts';
import { noon } from './noon.ts';
import type { Random } from './random.ts';

const times = [
  ...[day, day - 86_400, day + 86_400].map((start) => toIsoTime(start).slice(0, 10)),
  ...[noon, noon + 1, day + 86_399].map(toIsoTime),
  toIsoTime(noon + 3600).replace('Z', '+01:00'),
  ...['2026-02-31', '2026-13-01', 'yesterday', '1800000000', '2026-01-01 00:00'],
];
const numbers = ['0', '-1', '60', '3600', '3600.5', '1e3', '0x10', ' 60', 'NaN', ''];

const fieldsOf: Readonly<Record<Axis, readonly string[]>> = {
  people: [
    ...'username|email|first_name|last_name|full_name|first_name|last_name|first_name|last_name|branch|manager'.split(
      '|',
    ),
    ...'manager_username|level|status|created_at|last_access'.split('|'),
    ...fieldKeys.map((key) => `field:${key}`),
    ...fieldKeys.map((key) => `field:${key}`),
  ],
  courses: 'name|name|code|type|status|category|created_at|duration'.split('|'),
  plans: ['name', 'username'],
};
const noFields = [
  'manager_id',
  'FIELD:company',
  'field:',
  'company',
  '__proto__',
  'toString',
  '*',
  '',
];
const onText = 'equals|not_equals|contains|starts_with|ends_with|is_one_of|is_empty'.split('|');
const noOperators = ['matches', 'LIKE', 'EQUALS', 'constructor', '', '<>'];
const placeholders = [
  ...'{power_user.company}|{power_user.company}|{power_user.title}|{power_user.ca_0}'.split('|'),
  ...'{power_user.first_name}|{power_user.last_name}|{power_user.email}|{power_user.username}'.split(
    '|',
  ),
  ...'{power_user.first_name} {power_user.last_name}|{power_user.field:team}|{power_user.ssn}'.split(
    '|',
  ),
  ...'{power_user.manager_id}|{power_user.}|{Power_User.company}|{power_user.company'.split('|'),
  ...'{power_user.team}|Ann{power_user.title}|{power_user.company}{power_user.gender}|x{power_user.company}|{{power_user.company}}'.split(
    '|',
  ),
];

/** Another spelling that folds to the same, or a piece of it. */
function bent(random: Random, value: string): string {
  const start = random.below(value.length + 1);
  return random.pick([
    value,
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    value.normalize('NFD'),
    Array.from(value).slice(0, 2).join(''),
    Array.from(value).slice(-2).join(''),
    Array.from(value).slice(start).join(''),
  ]);
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What somebody has in the field, so that rules hit. */
function found(random: Random, world: World, field: string): string {
  const user = random.pick(world.users);
  const full = `${user.firstName ?? user.key} ${user.lastName ?? ''}`.trim();
  const named = (things: readonly { readonly key: string; readonly name?: string }[]) =>
    things.length === 0 ? '' : random.pick(things.map(({ key, name }) => name ?? key));
  if (field.startsWith('field:')) return asText(user.fields?.[field.slice('field:'.length)]);
  if (field === 'branch') return named(world.branches);
  if (field === 'category') return named(world.categories);
  if (field === 'name') return named(world.courses);
  if (field === 'code') return asText(random.pick(world.courses).code);
  if (field === 'email') return asText(user.email);
  if (field === 'first_name') return random.pick([user.firstName ?? user.key, full]);
  if (field === 'last_name') return random.pick([user.lastName ?? '', full]);
  return random.pick([full, user.key]);
}

/** Mostly what somebody has, or what the power user does. */
function wanted(random: Random, world: World, field: string): string {
  if (['created_at', 'last_access'].includes(field)) return random.pick(times);
  if (field === 'duration') return random.pick(numbers);
  if (['level', 'status', 'type'].includes(field) && random.chance(0.9)) {
    const words = 'user|POWER_USER|active|published|webinar|gone|elearning'.split('|');
    return random.pick(words);
  }
  if (random.chance(0.3)) return random.pick(placeholders);
  if (random.chance(0.06)) return random.pick(blanks);
  const own = world.courses.length > 0 || field !== 'code' ? found(random, world, field) : '';
  return bent(random, own === '' ? random.pick(texts) : own);
}

function operatorFor(random: Random, field: string): string {
  if (random.chance(0.05)) return random.pick(noOperators);
  if (random.chance(0.05)) return random.pick(['before', 'greater', 'contains', 'is_empty']);
  if (['created_at', 'last_access'].includes(field))
    return random.pick(['before', 'after', 'after', 'is_empty']);
  if (field === 'duration')
    return random.pick(['equals', 'not_equals', 'greater', 'less', 'is_one_of']);
  return random.pick(onText);
}

function rule(random: Random, world: World, axis: Axis): Rule {
  const field = random.pick(random.chance(0.06) ? noFields : fieldsOf[axis]);
  const operator = operatorFor(random, field);
  const one = () => wanted(random, world, field);
  if (operator === 'is_empty') return { axis, field, operator, value: null };
  if (operator === 'is_one_of') {
    const list = Array.from({ length: random.below(4) }, one);
    return { axis, field, operator, value: random.chance(0.05) ? one() : JSON.stringify(list) };
  }
  return { axis, field, operator, value: random.chance(0.03) ? null : one() };
}

/** The rules of one axis: a few, by all or any, some in groups; now and then a word that nobody knows. */
export function borderRules(random: Random, world: World, axis: Axis): Rule[] {
  const word = () =>
    random.chance(0.04) ? random.pick(['ALL', 'none', '']) : random.pick(['all', 'any']);
  const match = word();
  const groupMatches = [word(), word(), word()];
  return Array.from({ length: random.pick([1, 1, 2, 3, 4]) }, () => {
    const group = random.chance(0.4) ? 1 + random.below(2) : 0;
    const groupMatch = random.chance(0.04) ? word() : (groupMatches[group] ?? 'all');
    return { ...rule(random, world, axis), match, group, groupMatch };
  });
}

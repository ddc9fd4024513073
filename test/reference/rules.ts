/** The definition of rules: plain questions to plain texts. What can't be asked is met by nobody. */
import { fold } from '../../shared/fold.ts';
import type { Axis } from '../../shared/scope.ts';
import type { Course, Dataset, Node, Rule, User, World } from './world.ts';

/** A blank text and null are no value; undefined is a field that does not exist. */
type Value = string | number | null | undefined;
type Kind = 'text' | 'choice' | 'number' | 'time';

/** What a table says of a word; nothing of words such as `constructor`, which every object knows. */
const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

const nameOf = (nodes: readonly Node[], key: string | null): Value => {
  const node = nodes.find((one) => one.key === key);
  return node ? (node.name ?? node.key) : null;
};
const fullName = (user: User): string =>
  `${user.firstName ?? user.key} ${user.lastName ?? ''}`.trim() || (user.username ?? user.key);

const choices: Readonly<Record<string, readonly string[]>> = {
  level: ['user', 'power_user', 'superadmin'],
  'people status': ['active', 'inactive'],
  type: ['elearning', 'classroom', 'webinar'],
  'courses status': ['published', 'under_maintenance', 'unpublished'],
};

const people: Readonly<Record<string, (user: User, world: World) => Value>> = {
  username: (user) => user.username ?? user.key,
  email: (user) => user.email ?? null,
  first_name: (user) => (user.firstName ?? user.key).trim(),
  last_name: (user) => (user.lastName ?? '').trim(),
  full_name: fullName,
  level: (user) => user.level,
  status: (user) => user.status,
  branch: (user, { branches }) => nameOf(branches, user.branch),
  manager: (user, { users }) => {
    const manager = users.find(({ key }) => key === user.manager);
    return manager ? fullName(manager) : null;
  },
  manager_username: (user, { users }) => {
    const manager = users.find(({ key }) => key === user.manager);
    return manager ? (manager.username ?? manager.key) : null;
  },
  created_at: (user) => user.createdAt ?? null,
  last_access: (user) => user.lastAccess ?? null,
};
const courses: Readonly<Record<string, (course: Course, world: World) => Value>> = {
  name: (course) => course.name ?? course.key,
  code: (course) => course.code ?? null,
  type: (course) => course.type ?? 'elearning',
  status: (course) => course.status ?? 'published',
  category: (course, { categories }) => nameOf(categories, course.category),
  created_at: (course) => course.createdAt ?? null,
  duration: (course) => course.duration ?? null,
};

function fieldOf(world: World, axis: Axis, field: string, thing: User | Course): Value {
  if (axis === 'people' && field.startsWith('field:')) {
    const key = field.slice('field:'.length);
    return world.userFields?.includes(key) ? ((thing as User).fields?.[key] ?? null) : undefined;
  }
  if (axis === 'people' && Object.hasOwn(people, field))
    return own(people, field)?.(thing as User, world);
  if (axis === 'courses') {
    return own(courses, field)?.(thing as Course, world);
  }
  return undefined;
}

function kindOf(axis: Axis, field: string): Kind {
  if (['created_at', 'last_access'].includes(field)) return 'time';
  if (field === 'duration') return 'number';
  return own(choices, field) || own(choices, `${axis} ${field}`) ? 'choice' : 'text';
}

/** The first second of a day or time, and the first one after it. */
function moment(text: string): { first: number; after: number } | null {
  const shape = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const first = Date.parse(text) / 1000;
  const day = Date.parse(text.slice(0, 10)) / 1000;
  if (!shape || Number.isNaN(first) || Number.isNaN(day)) return null;
  if (new Date(day * 1000).toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  return { first, after: text.length === 10 ? first + 86_400 : first + 1 };
}

const onText: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  equals: (text, value) => text === value,
  not_equals: (text, value) => text !== value,
  contains: (text, value) => text.includes(value),
  starts_with: (text, value) => text.startsWith(value),
  ends_with: (text, value) => text.endsWith(value),
};
const onNumber: Readonly<Record<string, (number: number, value: number) => boolean>> = {
  equals: (number, value) => number === value,
  not_equals: (number, value) => number !== value,
  greater: (number, value) => number > value,
  less: (number, value) => number < value,
};

/** Whether a value meets an operator; `wanted` are its values with every placeholder filled. */
function meets(kind: Kind, operator: string, value: string | number, wanted: string[]): boolean {
  if (operator === 'is_one_of') {
    return kind !== 'time' && wanted.some((one) => meets(kind, 'equals', value, [one]));
  }
  const [first = ''] = wanted;
  if (kind === 'number') {
    const number = /^-?\d+(\.\d+)?$/.test(first) ? Number(first) : null;
    return number !== null && (own(onNumber, operator)?.(Number(value), number) ?? false);
  }
  if (kind === 'time') {
    const time = moment(first);
    if (time === null) return false;
    if (operator === 'before') return Number(value) < time.first;
    return operator === 'after' && Number(value) >= time.after;
  }
  if (kind === 'choice' && !['equals', 'not_equals'].includes(operator)) return false;
  return own(onText, operator)?.(fold(String(value)), fold(first)) ?? false;
}

const columns: Readonly<Record<string, (user: User) => string | null>> = {
  first_name: (user) => user.firstName ?? user.key,
  last_name: (user) => user.lastName ?? '',
  email: (user) => user.email ?? null,
  username: (user) => user.username ?? user.key,
};
const fieldNames = [
  ...'title company address address_2 country state city zip cell phone work_phone ssn'.split(' '),
  ...'date_of_birth user_identifier gender notification_email'.split(' '),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((place) => `ca_${place}`),
];

/** The value with the asker's own fields in it; null where one is unknown or empty, or the value is. */
function filled(world: World, asker: User | undefined, template: string): string | null {
  let lacks = false;
  const theirs = (name: string): string => {
    const key = name.startsWith('field:') ? name.slice('field:'.length) : name;
    const isField = name.startsWith('field:') || fieldNames.includes(name);
    const known = isField && world.userFields?.includes(key);
    const text = known ? asker?.fields?.[key] : asker && own(columns, name)?.(asker);
    if (!text?.trim()) lacks = true;
    return text ?? '';
  };
  const rest = template.replace(/\{power_user\.([^{}]*)\}/g, '\n');
  if (/\{\s*power[_ ]?user/i.test(rest)) return null;
  const text = template.replace(/\{power_user\.([^{}]*)\}/g, (_, name: string) => theirs(name));
  return lacks || text.trim() === '' || text.length > 4000 || text.includes('\0') ? null : text;
}

function wantedBy(rule: Rule): string[] | null {
  if (rule.operator !== 'is_one_of') return rule.value === null ? null : [rule.value];
  const list: unknown = /^\[.*\]$/s.test(rule.value ?? '') ? JSON.parse(rule.value ?? '') : null;
  return Array.isArray(list) && list.length > 0 ? list.map(String) : null;
}

function fits(world: World, asker: User | undefined, rule: Rule, thing: User | Course): boolean {
  const { axis, field, operator } = rule;
  const value = fieldOf(world, axis, field, thing);
  const kind = kindOf(axis, field);
  if (value === undefined) return false;
  const isEmpty = value === null || String(value).trim() === '';
  if (operator === 'is_empty') return kind !== 'choice' && isEmpty;
  const wanted = wantedBy(rule)?.map((template) => filled(world, asker, template)) ?? [null];
  if (isEmpty || wanted.includes(null)) return false;
  const texts = wanted as string[];
  const known = own(choices, field) ?? own(choices, `${axis} ${field}`);
  if (known && !texts.every((text) => known.includes(fold(text)))) return false;
  if (kind === 'number' && !texts.every((text) => /^-?\d+(\.\d+)?$/.test(text))) return false;
  return meets(kind, operator, value, texts);
}

/** All or any of some answers; no answer, or another word, is no. */
function combined(words: readonly string[], answers: readonly boolean[]): boolean {
  if (answers.length === 0 || new Set(words).size !== 1) return false;
  if (words[0] === 'all') return answers.every(Boolean);
  return words[0] === 'any' && answers.some(Boolean);
}

/** Whether the rules of a dataset bring in a person or course, for who asks. */
export function ruledIn(
  world: World,
  { rules }: Dataset,
  axis: Axis,
  asker: string,
  thing: User | Course,
): boolean {
  const holder = world.users.find(({ key }) => key === asker);
  const mine = rules.filter((rule) => rule.axis === axis);
  const hit = (rule: Rule) => fits(world, holder, rule, thing);
  const alone = mine.filter(({ group = 0 }) => group === 0).map(hit);
  const groups = [...new Set(mine.map(({ group = 0 }) => group))].filter((group) => group !== 0);
  const grouped = groups.map((number) => {
    const mates = mine.filter(({ group }) => group === number);
    return combined(
      mates.map(({ groupMatch = 'all' }) => groupMatch),
      mates.map(hit),
    );
  });
  return combined(
    mine.map(({ match = 'all' }) => match),
    [...alone, ...grouped],
  );
}

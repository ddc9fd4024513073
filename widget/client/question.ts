/** Reads questions from attributes and from hosts: only known own keys, only known shapes, anything else dropped. */
import { type FilterOperator, filterOperators } from '../../shared/column-type.ts';
import type { Filter, Question } from '../../shared/wire/report.ts';
import type { Asked } from './client.ts';
import { ownOnly } from './fetching.ts';

export type Sort = Question['sort'];

const operators: ReadonlySet<string> = new Set(filterOperators);
const isOperator = (value: unknown): value is FilterOperator =>
  typeof value === 'string' && operators.has(value);

/** An own property of an untrusted value; inherited ones are somebody else's. */
function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The filters among an untrusted value's items; what is not one is left out. */
export function readFilters(candidates: unknown): Filter[] {
  return listOf(candidates).flatMap((candidate): Filter[] => {
    const [column, op, value] = [
      own(candidate, 'column'),
      own(candidate, 'op'),
      own(candidate, 'value'),
    ];
    if (typeof column !== 'string' || column === '' || !isOperator(op)) return [];
    if (value === undefined) return [{ column, op }];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return [{ column, op, value }];
    }
    const texts = listOf(value).filter((item) => typeof item === 'string');
    return texts.length > 0 ? [{ column, op, value: texts }] : [];
  });
}

/** `[{column, desc}]`, as `sort` and `Drill.sort` have it. */
export function readSort(candidates: unknown): Sort {
  return listOf(candidates).flatMap((candidate): Sort => {
    const column = own(candidate, 'column');
    return typeof column === 'string' && column !== ''
      ? [{ column, desc: own(candidate, 'desc') === true }]
      : [];
  });
}

/** The question in an untrusted value, without a prototype; never throws. */
export function readQuestion(candidate: unknown): Asked {
  const q = own(candidate, 'q');
  const columns = listOf(own(candidate, 'columns')).filter((item) => typeof item === 'string');
  return ownOnly({
    filters: readFilters(own(candidate, 'filters')),
    sort: readSort(own(candidate, 'sort')),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(columns.length > 0 ? { columns } : {}),
  });
}

/** `filters='[{"column":"status","op":"equals","value":"completed"}]'`; text that is not JSON is no filter. */
export function parseFilters(attribute: string | null): Filter[] {
  try {
    return readFilters(JSON.parse(attribute ?? '[]'));
  } catch {
    return [];
  }
}

/** `sort="-due_at,last_name"`: a leading minus means descending. */
export function parseSort(attribute: string | null): Sort {
  return parseNames(attribute).map((name) =>
    name.startsWith('-') ? { column: name.slice(1), desc: true } : { column: name, desc: false },
  );
}

/** `columns="full_name, course_name"`: names parted by commas or spaces. */
export const parseNames = (attribute: string | null): string[] =>
  (attribute ?? '').split(/[\s,]+/).filter((name) => name !== '');

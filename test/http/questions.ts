/** Questions to put to reports: the least that each needs, and random ones that their columns allow. */
import { operatorsByType } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter, Question, Report, Rows } from '../../shared/wire/report.ts';
import type { Random } from '../world/random.ts';
import type { Who } from './portal.ts';

export type Asked = Partial<Question>;

/** A report may be about one learner, and asks who. */
export const questionFor = ({ learner }: Pick<Who, 'learner'>, report: string): Asked =>
  report === 'transcript' ? { filters: [{ column: 'user_id', op: 'equals', value: learner }] } : {};

/** A filter on a value that some row has, so that it neither hides nor shows everything too often. */
function randomFilter(random: Random, column: Column, rows: Rows['rows']): Filter | null {
  const op = random.pick(operatorsByType[column.type] as readonly Filter['op'][]);
  if (op === 'is_empty' || op === 'is_not_empty') return { column: column.id, op };
  const seen = rows.map((row) => row[column.id]).filter((cell) => cell != null && cell !== '');
  if (seen.length === 0) return null;
  const cell = random.pick(seen) as string | number | boolean;
  if (op === 'in') {
    const values = random.some(seen.map(String), 4);
    return values.length === 0 ? null : { column: column.id, op, value: values };
  }
  if (op === 'contains' || op === 'starts_with') {
    const length = 1 + random.below(3);
    const value = String(cell).normalize('NFC').slice(0, length);
    return value.isWellFormed() ? { column: column.id, op, value } : null;
  }
  return { column: column.id, op, value: cell };
}

/** Up to two filters, three sorts, a search and a choice of columns. */
export function randomQuestion(
  random: Random,
  { columns }: Report,
  rows: Rows['rows'],
  least: Asked,
): Asked {
  const filterable = columns.filter((column) => column.filterable);
  const filters = [0, 0]
    .map(() => (random.chance(0.5) ? randomFilter(random, random.pick(filterable), rows) : null))
    .filter((filter) => filter !== null);
  const ids = columns.map(({ id }) => id);
  const chosen = random.sift(ids, 0.5);
  const sorted = [...new Set([random.pick(ids), random.pick(ids), random.pick(ids)])];
  return {
    filters: [...(least.filters ?? []), ...filters],
    sort: sorted.slice(0, random.below(4)).map((column) => ({ column, desc: random.chance(0.5) })),
    ...(random.chance(0.2) && { q: random.pick(['a', 'an', 'er', 'ø', 'safety']) }),
    ...(random.chance(0.5) && chosen.length > 0 && { columns: chosen }),
  };
}

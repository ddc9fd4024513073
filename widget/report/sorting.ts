/** What a press on a column's heading does to the order of a report. */
import type { Report } from '../../shared/wire/report.ts';
import type { Sort } from '../client/question.ts';

/** The API takes no more. */
const mostKeys = 3;

/** The order in force: the report's own while nobody has chosen another. */
export const effectiveSort = (chosen: Sort, report: Pick<Report, 'default_sort'>): Sort =>
  chosen.length > 0 ? chosen : report.default_sort;

export type Direction = 'ascending' | 'descending';

export function directionOf(sort: Sort, column: string): Direction | null {
  const key = sort.find((candidate) => candidate.column === column);
  if (!key) return null;
  return key.desc ? 'descending' : 'ascending';
}

/**
 * Unsorted, ascending, descending, and off again. `add` (a press with Shift) keeps the other keys and makes the
 * column the last one; the oldest go when there would be too many. An empty answer means the report's own order.
 */
export function pressed(
  chosen: Sort,
  report: Pick<Report, 'default_sort'>,
  column: string,
  add: boolean,
): Sort {
  const current = effectiveSort(chosen, report);
  const others = add ? current.filter((key) => key.column !== column) : [];
  switch (directionOf(current, column)) {
    case null:
      return [...others, { column, desc: false }].slice(-mostKeys);
    case 'ascending':
      return add
        ? current.map((key) => (key.column === column ? { column, desc: true } : key))
        : [{ column, desc: true }];
    case 'descending':
      return others;
  }
}

/** Where the reader has gone from a dashboard: rows beneath a figure, then one of the people in them. */
import type { Drill } from '../../shared/wire/dashboard.ts';
import type { Cell, Filter } from '../../shared/wire/report.ts';

export type Step =
  | { readonly kind: 'rows'; readonly title: string; readonly drill: NonNullable<Drill> }
  | { readonly kind: 'learner'; readonly title: string; readonly userId: string };

/** The column by which every report identifies its learner, where a row has one. */
const learnerColumn = 'user_id';

/** The learner of a row; null where the row is not about one person. */
export function learnerOf(cells: Readonly<Record<string, Cell>>): string | null {
  const id = Object.hasOwn(cells, learnerColumn) ? cells[learnerColumn] : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** What a row calls its person: the full name, or the username where the reader chose not to see names. */
export function learnerName(cells: Readonly<Record<string, Cell>>): string {
  for (const column of ['user_name', 'username']) {
    const value = Object.hasOwn(cells, column) ? cells[column] : null;
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** A question about one person opens the person, not a table of one row's kind. */
export function stepFor(drill: NonNullable<Drill>, title: string, name: string): Step {
  const userId = drill.filters.map(personOf).find((id) => id !== null) ?? null;
  return userId === null
    ? { kind: 'rows', title, drill }
    : { kind: 'learner', title: name, userId };
}

const personOf = ({ column, op, value }: Filter): string | null =>
  column === learnerColumn && op === 'equals' && typeof value === 'string' ? value : null;

/** What the things are called that filters name by their ids: the rows tell, and what they told once stays known. */
import type { Column } from '../../shared/wire/column.ts';
import type { Filter, Rows } from '../../shared/wire/report.ts';

/** Reports name things in pairs: `course_id` and `course_name`. */
const nameColumnOf = (id: string): string | null =>
  id.endsWith('_id') ? id.replace(/_id$/, '_name') : null;

/** Filters that name things; the others look for pieces of ids. */
const naming: ReadonlySet<Filter['op']> = new Set(['equals', 'not_equals', 'in']);

export class Names {
  /** By column, then by id. */
  readonly #known = new Map<string, Map<string, string>>();

  /** Takes the names of what the filters name out of the rows that they led to. */
  learn(filters: readonly Filter[], rows: Rows['rows']): void {
    for (const { column } of filters) {
      const beside = nameColumnOf(column);
      if (beside === null) continue;
      const known = this.#known.get(column) ?? new Map<string, string>();
      this.#known.set(column, known);
      for (const row of rows) {
        const name = row[beside];
        if (typeof name === 'string' && name !== '') known.set(String(row[column]), name);
      }
    }
  }

  /**
   * The filter's column with names as its choices and the label of the column that they stand in; as it is where
   * no name is known.
   */
  columnOf(filter: Filter, columns: readonly Column[]): Column | undefined {
    const find = (id: string | null): Column | undefined => columns.find((one) => one.id === id);
    const column = find(filter.column);
    const beside = find(nameColumnOf(filter.column));
    const known = this.#known.get(filter.column);
    if (!column || !beside || !known || !naming.has(filter.op)) return column;
    if (![filter.value].flat().some((id) => known.has(String(id)))) return column;
    const choices = Array.from(known, ([value, label]) => ({ value, label }));
    return { ...column, label: beside.label, choices };
  }

  forget(): void {
    this.#known.clear();
  }
}

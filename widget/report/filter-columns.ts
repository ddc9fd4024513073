/** Which columns a reader can filter by. */
import type { Column } from '../../shared/wire/column.ts';
import type { Report } from '../../shared/wire/report.ts';

/** Every column that a filter can name, those that no table shows included. */
export const nameable = ({ columns, narrows = [] }: Report): readonly Column[] => [
  ...columns,
  ...narrows,
];

/** Those that one sees come before those that one does not. */
export const filterColumns = (report: Report): readonly Column[] =>
  nameable(report)
    .filter((column) => column.filterable)
    .toSorted((a, b) => Number(b.shown) - Number(a.shown));

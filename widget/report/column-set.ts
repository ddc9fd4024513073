/** Which columns a table shows, out of those that the report describes to this viewer. */
import type { Column } from '../../shared/wire/column.ts';

/** The chosen columns in the chosen order; names that the report does not have are passed over. */
export function shownColumns(
  columns: readonly Column[],
  chosen: readonly string[] | undefined,
): readonly Column[] {
  const known = new Map(columns.map((column) => [column.id, column]));
  const picked = [...new Set(chosen ?? [])].flatMap((id) => known.get(id) ?? []);
  if (picked.length > 0) return picked;
  const usual = columns.filter((column) => column.shown);
  return usual.length > 0 ? usual : columns;
}

/**
 * Shows or hides one column. A new one takes its place in the report's own order beside its neighbours; the last
 * one cannot be hidden.
 */
export function toggled(
  columns: readonly Column[],
  shown: readonly Column[],
  id: string,
): readonly string[] {
  const ids = shown.map((column) => column.id);
  if (ids.includes(id)) return ids.length > 1 ? ids.filter((candidate) => candidate !== id) : ids;
  const order = columns.map((column) => column.id);
  const before = order.slice(0, order.indexOf(id)).findLast((candidate) => ids.includes(candidate));
  const place = before === undefined ? 0 : ids.indexOf(before) + 1;
  return ids.toSpliced(place, 0, id);
}

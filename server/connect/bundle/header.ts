/** Reads a file's first row: which cell belongs to which column. */
import type { Column, Kind } from './column.ts';
import { quote } from './finding.ts';

export interface Header {
  /** For each cell of a row its column, or the id of the additional field whose value it is. */
  readonly slots: readonly Slot[];
  readonly columns: readonly Column[];
}

export type Slot = { readonly column: Column } | { readonly field: string };

/** Tells whether there is an additional field of this id. */
export interface KnownFields {
  has(id: string): boolean;
}

export const fieldPrefix = 'field:';

/**
 * @param fields ids of the additional fields that there are, for a kind whose file carries them; else undefined.
 * @param refuse is told each thing that is wrong.
 * @returns undefined where anything was.
 */
export function readHeader(
  kind: Kind,
  cells: readonly string[],
  fields: KnownFields | undefined,
  refuse: (column: string | null, reason: string) => void,
): Header | undefined {
  let right = true;
  const wrong = (column: string | null, reason: string) => {
    right = false;
    refuse(column, reason);
  };
  const byName = new Map(kind.columns.map((column) => [column.name, column]));
  const slots = cells.map((name, at): Slot | undefined => {
    const shown = name === '' ? null : name;
    if (cells.indexOf(name) < at && name !== '')
      return void wrong(shown, 'stands twice in the header');
    const column = byName.get(name);
    if (column) return { column };
    if (fields && name.startsWith(fieldPrefix)) return fieldSlot(name, fields, wrong);
    if (name === '') return void wrong(null, `cell ${at + 1} of the header is empty`);
    return void wrong(name, `no such column; there are ${[...byName.keys()].join(', ')}`);
  });
  for (const { name, required } of kind.columns) {
    if (required && !cells.includes(name)) wrong(name, 'this column is required');
  }
  if (!right) return undefined;
  const filled = slots.filter((slot) => slot !== undefined);
  return {
    slots: filled,
    columns: filled.flatMap((slot) => ('column' in slot ? [slot.column] : [])),
  };
}

function fieldSlot(
  name: string,
  fields: KnownFields,
  wrong: (column: string, reason: string) => void,
): Slot | undefined {
  const field = name.slice(fieldPrefix.length);
  if (fields.has(field)) return { field };
  return void wrong(
    name,
    `there is no additional field ${quote(field)}; list it in user_fields.csv`,
  );
}

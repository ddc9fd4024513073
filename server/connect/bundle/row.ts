/** Reads a record of a file into the values that its staging tables take, and finds what is wrong within the row. */
import { Complaint, cellReader, type ReadCell } from './cell.ts';
import type { CellValue, Column, Kind } from './column.ts';
import { fieldPrefix, type Header } from './header.ts';
import { kindNamed } from './kinds.ts';

/** Takes what a row becomes; the arrays are good until it returns. */
export interface RowSink {
  row(values: readonly CellValue[]): void;
  field(values: readonly CellValue[]): void;
  refuse(line: number, column: string | null, reason: string): void;
}

interface Reader {
  readonly name: string;
  readonly read: ReadCell;
  /** Where the value goes in the row; 0 is the line. */
  readonly place: number;
  readonly inKey: boolean;
}

/** The reader of a file's records after its header. A row whose key can't be read is refused and not passed on. */
export function rowReader(
  kind: Kind,
  header: Header,
  sink: RowSink,
): (cells: readonly string[], line: number) => void {
  const readers = header.slots.map((slot) =>
    'column' in slot ? readerOf(slot.column, header, kind) : undefined,
  );
  const fieldsOf = fieldReader(header, sink);
  const derive = deriver(kind, header);
  const rules = rowRules(kind, header);
  const values: CellValue[] = [];
  return (cells, line) => {
    if (cells.length !== readers.length) {
      sink.refuse(line, null, `${cells.length} cells, where the header has ${readers.length}`);
      return;
    }
    values[0] = line;
    let known = true;
    for (let at = 0; at < readers.length; at++) {
      const reader = readers[at];
      if (!reader) continue;
      const value = reader.read(cells[at] as string);
      if (value instanceof Complaint) {
        sink.refuse(line, reader.name, value.reason);
        values[reader.place] = null;
        if (reader.inKey) known = false;
      } else {
        values[reader.place] = value;
      }
    }
    if (!known) return;
    for (const rule of rules) rule(values, (column, reason) => sink.refuse(line, column, reason));
    derive(cells, values);
    sink.row(values);
    fieldsOf(cells, values);
  };
}

const placeOf = (header: Header, name: string): number =>
  1 + header.columns.findIndex((column) => column.name === name);

function readerOf(column: Column, header: Header, kind: Kind): Reader {
  return {
    name: column.name,
    read: cellReader(column),
    place: placeOf(header, column.name),
    inKey: kind.key.includes(column.name),
  };
}

const cellOf = (header: Header, name: string): number =>
  header.slots.findIndex((slot) => 'column' in slot && slot.column.name === name);

/** Appends the derived texts to a row. */
function deriver(
  kind: Kind,
  header: Header,
): (cells: readonly string[], values: CellValue[]) => void {
  const { derived } = kind;
  if (!derived) return () => {};
  const from = derived.from.map((name) => cellOf(header, name));
  const place = 1 + header.columns.length;
  return (cells, values) => {
    const texts = derived.make(from.map((at) => cells[at] ?? ''));
    for (let at = 0; at < texts.length; at++) values[place + at] = texts[at] as string;
  };
}

/** Passes each additional field's value on as a row of its own. */
function fieldReader(
  header: Header,
  sink: RowSink,
): (cells: readonly string[], values: readonly CellValue[]) => void {
  const { columns, derived } = kindNamed('user_field_values');
  const valueColumn = columns.find(({ name }) => name === 'value');
  const slots = header.slots.flatMap((slot, at) =>
    'field' in slot ? [{ field: slot.field, at }] : [],
  );
  if (!valueColumn || slots.length === 0) return () => {};
  const read = cellReader(valueColumn);
  const idPlace = placeOf(header, 'id');
  return (cells, values) => {
    const line = values[0] as number;
    for (const { field, at } of slots) {
      const text = cells[at] as string;
      const value = read(text);
      if (value instanceof Complaint) sink.refuse(line, `${fieldPrefix}${field}`, value.reason);
      else
        sink.field([
          line,
          values[idPlace] as string,
          field,
          value,
          ...(derived?.make([text]) ?? []),
        ]);
    }
  };
}

type RowRule = (
  values: readonly CellValue[],
  refuse: (column: string | null, reason: string) => void,
) => void;

/** What the kind demands of a row by itself. A column that the header lacks counts as empty. */
function rowRules(kind: Kind, header: Header): RowRule[] {
  const cellNamed = (name: string) => {
    const place = placeOf(header, name);
    return (values: readonly CellValue[]) => (place === 0 ? null : (values[place] ?? null));
  };
  const rules: RowRule[] = [];
  const { exactlyOne } = kind;
  if (exactlyOne) {
    const parts = exactlyOne.map(cellNamed);
    rules.push((values, refuse) => {
      if (parts.filter((part) => part(values) !== null).length !== 1) {
        refuse(null, `exactly one of ${exactlyOne.join(', ')} must be filled`);
      }
    });
  }
  for (const [first, second] of kind.ordered ?? []) {
    const [from, until] = [cellNamed(first), cellNamed(second)];
    rules.push((values, refuse) => {
      const [start, end] = [from(values), until(values)];
      if (start !== null && end !== null && end < start) refuse(second, `lies before ${first}`);
    });
  }
  for (const [first, second] of kind.different ?? []) {
    const [one, other] = [cellNamed(first), cellNamed(second)];
    rules.push((values, refuse) => {
      if (one(values) === other(values)) refuse(second, `is the row's own ${first}`);
    });
  }
  return rules;
}

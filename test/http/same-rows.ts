/** Whether a file holds what the screen shows: the same rows in the same order, cell for cell. */
import { expect } from 'vitest';
import type { Column } from '../../shared/wire/column.ts';
import type { Cell, Rows } from '../../shared/wire/report.ts';

/** What a cell of the screen has to look like in the file. */
export function inFile({ type, choices }: Column, cell: Cell): string {
  if (cell === null) return '';
  switch (type) {
    case 'time':
      return String(cell).replace('T', ' ').replace('Z', '');
    case 'boolean':
      return cell ? 'TRUE' : 'FALSE';
    case 'number':
    case 'percent':
    case 'duration':
      // Spreadsheets know fifteen digits, and so does the file.
      return String(Number(Number(cell).toPrecision(15)));
    case 'choice':
      return defused(choices?.find(({ value }) => value === cell)?.label ?? String(cell));
    default:
      return defused(String(cell));
  }
}

/** Threat 42, written down a second time and in another way than the server's. */
function defused(text: string): string {
  const first = [...text].find((character) => character !== ' ') ?? '';
  const apart = text.replaceAll(/;( *)([=+@＝＋－＠-])/g, ";'$1$2");
  return '=+-@\t\r\n＝＋－＠'.includes(first) && first !== '' ? `'${apart}` : apart;
}

export function heading({ label, type, unit }: Column): string {
  if (type === 'time') return `${label} (UTC)`;
  return unit === null ? label : `${label} (${unit})`;
}

/** @param records the parsed file, its first line included and its mark left out */
export function expectSameRows(
  columns: readonly Column[],
  screen: Pick<Rows, 'columns' | 'rows' | 'total'>,
  records: readonly string[][],
): void {
  const shown = screen.columns.map((id) => {
    const column = columns.find((one) => one.id === id);
    if (!column) throw new RangeError(`The report has no column ${id}`);
    return column;
  });
  const [head = [], ...body] = records;
  expect(head).toEqual(shown.map((column) => heading(column)));
  expect(body.length).toBe(screen.total);
  expect(screen.rows.length).toBe(screen.total);
  for (const [place, row] of screen.rows.entries()) {
    const wanted = shown.map((column) => inFile(column, row[column.id] ?? null));
    const written = body[place]?.map((text, at) => normal(shown[at], text));
    expect(written, `row ${place}`).toEqual(wanted);
  }
}

/** Numbers compare as numbers, however they are spelled. */
const normal = (column: Column | undefined, text: string): string => {
  const isNumber = ['number', 'percent', 'duration'].includes(column?.type ?? '');
  if (!isNumber || text === '') return text;
  expect(text, column?.id).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?$/);
  return String(Number(text));
};

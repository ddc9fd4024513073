/** Reads one cell as its column says: a value to store, or why not. */
import type { CellValue, Column, ColumnType } from './column.ts';
import { quote } from './finding.ts';
import { parseDay, parseTime } from './moment.ts';

/** Why a cell can't be taken. */
export class Complaint {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export type ReadCell = (text: string) => CellValue | Complaint;

const idLength = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;
/** Line breaks and tabs may stand in text; the others can't be shown, nor written to a workbook. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlInText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const spaceAtAnEnd = /^\s|\s$/;
const wholeNumber = /^-?\d{1,15}$/;
const decimal = /^-?\d{1,15}(\.\d{1,20})?$/;

const truth: Record<string, number | undefined> = {
  __proto__: null as never,
  true: 1,
  yes: 1,
  1: 1,
  false: 0,
  no: 0,
  0: 0,
};

function numberIn(text: string, shape: RegExp, what: string, least?: number, most?: number) {
  if (!shape.test(text)) return new Complaint(`${quote(text)} is not ${what}`);
  // Adding zero turns -0 into 0.
  const value = Number(text) + 0;
  if (least !== undefined && value < least)
    return new Complaint(`${quote(text)} is below ${least}`);
  if (most !== undefined && value > most) return new Complaint(`${quote(text)} is above ${most}`);
  return value;
}

const tooLong = (text: string, most: number) =>
  new Complaint(`is ${text.length} characters long; at most ${most} fit`);

/** How each type reads a cell that is not empty. */
const readers: Record<ColumnType, (column: Column) => ReadCell> = {
  id: () => (text) => {
    if (text.length > idLength) return tooLong(text, idLength);
    if (control.test(text)) return new Complaint(`${quote(text)} contains a control character`);
    if (spaceAtAnEnd.test(text)) return new Complaint(`${quote(text)} begins or ends with a space`);
    return text;
  },
  text:
    ({ maxLength = idLength }) =>
    (text) => {
      if (text.length > maxLength) return tooLong(text, maxLength);
      if (controlInText.test(text))
        return new Complaint(`${quote(text)} contains a control character`);
      return text;
    },
  choice: ({ choices = [] }) => {
    const known = new Set(choices);
    return (text) =>
      known.has(text) ? text : new Complaint(`${quote(text)} is not one of ${choices.join(', ')}`);
  },
  integer:
    ({ min }) =>
    (text) =>
      numberIn(text, wholeNumber, 'a whole number', min),
  number:
    ({ min }) =>
    (text) =>
      numberIn(text, decimal, 'a number such as 87.5', min),
  percent: () => (text) => numberIn(text, decimal, 'a number from 0 to 100', 0, 100),
  time: () => (text) =>
    parseTime(text) ??
    new Complaint(
      `${quote(text)} is no ISO 8601 date or time, such as 2026-03-31 or 2026-03-31T17:30:00Z`,
    ),
  day: () => (text) =>
    parseDay(text) ?? new Complaint(`${quote(text)} is no ISO 8601 date, such as 2026-03-31`),
  boolean: () => (text) =>
    truth[text.toLowerCase()] ?? new Complaint(`${quote(text)} is neither true nor false`),
};

/** The reader of a column's cells, made once a file. */
export function cellReader(column: Column): ReadCell {
  const read = readers[column.type](column);
  const whenEmpty = column.required
    ? new Complaint('is empty, and required')
    : (column.fallback ?? null);
  return (text) => (text === '' ? whenEmpty : read(text));
}

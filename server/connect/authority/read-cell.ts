/** Reads one cell as its column says: the text that an export would write for it, or why not. */
import { toIsoTime } from '../../../shared/time.ts';
import { quote } from '../bundle/finding.ts';
import { parseTime } from '../bundle/moment.ts';
import type { AuthorityColumn, CellType } from './file.ts';

type Read = { readonly text: string } | { readonly because: string };

const longest = 4000;
const truth: ReadonlyMap<string, string> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, 'true'] as const),
  ...['false', 'no', '0'].map((word) => [word, 'false'] as const),
]);

const readers: Readonly<Record<CellType, (text: string, column: AuthorityColumn) => Read>> = {
  text: (text) => ({ text }),
  word: (text, { words = [] }) =>
    words.includes(text)
      ? { text }
      : { because: `${quote(text)} is not one of ${words.join(', ')}` },
  list: (text) => {
    const parts = text.split('|').map((part) => part.trim());
    return parts.includes('')
      ? { because: `${quote(text)} has an empty part between two |` }
      : { text: [...new Set(parts)].sort().join('|') };
  },
  boolean: (text) => {
    const word = truth.get(text.toLowerCase());
    return word ? { text: word } : { because: `${quote(text)} is neither true nor false` };
  },
  number: (text) =>
    /^[1-9]\d{0,5}$/.test(text)
      ? { text }
      : { because: `${quote(text)} is not a whole number from 1` },
  time: (text) => {
    const seconds = parseTime(text);
    return seconds === null || seconds < 0
      ? { because: `${quote(text)} is no ISO 8601 date or time, such as 2026-03-31` }
      : { text: toIsoTime(seconds) };
  },
};

export function readCell(column: AuthorityColumn, text: string): Read {
  if (text.length > longest && column.type !== 'list') {
    return { because: `is ${text.length} characters long; at most ${longest} fit` };
  }
  if (text !== '') return readers[column.type](text, column);
  if (column.fallback !== undefined) return { text: column.fallback };
  return column.optional ? { text } : { because: 'is empty, and required' };
}

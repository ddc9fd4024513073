/** Collects rows into the JSON text of one parameter, within what every database takes. */
import type { CellValue } from './column.ts';

/** D1 takes 2,000,000 bytes a parameter, and one character of ours is at most three. */
const longestChunk = 600_000;
const mostRows = 5000;

export interface Chunk {
  add(values: readonly CellValue[]): void;
  readonly full: boolean;
  readonly empty: boolean;
  /** The rows as a JSON array of arrays; the chunk is empty again. */
  take(): string;
}

export function createChunk(): Chunk {
  let rows: string[] = [];
  let length = 0;
  return {
    add(values) {
      const row = JSON.stringify(values);
      rows.push(row);
      length += row.length + 1;
    },
    get full() {
      return rows.length >= mostRows || length >= longestChunk;
    },
    get empty() {
      return rows.length === 0;
    },
    take() {
      const text = `[${rows.join(',')}]`;
      rows = [];
      length = 0;
      return text;
    },
  };
}

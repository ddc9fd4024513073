/** What is wrong with a bundle: where and why, the first hundred listed and all of them counted. */

export interface Finding {
  readonly file: string;
  /** The line on which the row begins, counted from 1; null for the file as a whole. */
  readonly line: number | null;
  readonly column: string | null;
  readonly reason: string;
}

export const listedFindings = 100;

export interface Findings {
  add(finding: Finding): void;
  /** Adds findings of which only some are told, as a query with a limit tells them. */
  addCounted(total: number, told: readonly Finding[]): void;
  readonly total: number;
  /** At most `listedFindings`, in the order in which they were found. */
  readonly listed: readonly Finding[];
}

export function createFindings(): Findings {
  const listed: Finding[] = [];
  let total = 0;
  return {
    add(finding) {
      total++;
      if (listed.length < listedFindings) listed.push(finding);
    },
    addCounted(count, told) {
      total += count;
      listed.push(...told.slice(0, listedFindings - listed.length));
    },
    get total() {
      return total;
    },
    listed,
  };
}

/** A cell as a reason quotes it: short, on one line, with nothing invisible. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return `“${short.replace(/[\p{C}\u2028\u2029]/gu, '�')}”`;
}

/** Thrown where the rest of a file can't be read: its bytes or its quoting are broken. */
export class Unreadable extends Error {
  readonly line: number | null;

  constructor(line: number | null, reason: string) {
    super(reason);
    this.name = 'Unreadable';
    this.line = line;
  }
}

/** What the command line prints: tables and lines for people, JSON for machines. */

/** Control characters of a name could steer the terminal that shows it. */
export const safe = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

export interface Output {
  /** Prints `value` as JSON when that was asked for, else the lines. */
  print(value: unknown, lines: readonly string[]): void;
}

/** Writes to standard output. */
export const outputOf = (json: boolean): Output => ({
  print(value, lines) {
    const text = json ? JSON.stringify(value, null, 2) : lines.map((line) => safe(line)).join('\n');
    if (text !== '') process.stdout.write(`${text}\n`);
  },
});

/** Rows under a head, columns as wide as their longest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => safe(cell)));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, widths.map((width) => '-'.repeat(width)), ...cells].map(line);
}

/** `1 profile`, `2 profiles`. */
export const counted = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;

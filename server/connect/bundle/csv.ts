/** Splits text into records by RFC 4180, keeping count of lines, for any length of file at flat memory. */
import { Unreadable } from './finding.ts';

/*
 * Written here because the library we would use has no build that keeps to Web standards (its stream needs Node's
 * `Buffer` and `node:stream/web`), and tells the line of a record only at a third more time. A property test holds
 * this reader to that library's answers.
 */

export interface CsvScanner {
  /** Takes the next block of text; calls `onRecord` for each record that is complete. */
  push(block: string): void;
  /** Says that there is no more. */
  end(): void;
}

const quoteCode = 34;
const lineFeed = 10;
const carriageReturn = 13;

/** Longer than any row of a bundle can rightly be: a quote that is never closed must not eat the memory. */
const longestRecord = 1_000_000;

/** Excel writes semicolons where the comma is the decimal sign. */
const delimiters = [',', ';', '\t'];

/**
 * A reader of CSV. Records end with LF, CRLF or CR; cells may be quoted, with `""` for a quote in them; empty lines
 * are passed over. The header's most frequent of comma, semicolon and tab separates the cells.
 * @param onRecord gets the cells, good until it returns, and the line on which the record begins.
 * @throws Unreadable where quoting breaks the rules, since nobody can say where the next record begins.
 */
export function createCsvScanner(
  onRecord: (cells: readonly string[], line: number) => void,
): CsvScanner {
  const cells: string[] = [];
  let rest = '';
  let line = 1;
  let breaksInside = 0;
  let delimiter: number | undefined;

  /**
   * The place after the quoted cell at `at`, or -1 where its end has not come yet. A quote that ends the text may be
   * half of a doubled one; like any record that ends with the text, this one is read again with what follows.
   */
  function takeQuoted(text: string, at: number, last: boolean): number {
    let value = '';
    for (let from = at + 1; ; ) {
      const close = text.indexOf('"', from);
      if (close === -1 && last) throw new Unreadable(line, 'a quoted cell is never closed');
      if (close === -1) return -1;
      value += text.slice(from, close);
      if (text.charCodeAt(close + 1) !== quoteCode) {
        breaksInside += lineBreaksIn(value);
        cells.push(value);
        return close + 1;
      }
      value += '"';
      from = close + 2;
    }
  }

  /** The place after the bare cell at `at`. */
  function takeBare(text: string, at: number): number {
    let end = at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === delimiter || code === lineFeed || code === carriageReturn) break;
      if (code === quoteCode) {
        throw new Unreadable(line, 'a quote inside a cell that does not begin with one');
      }
    }
    cells.push(text.slice(at, end));
    return end;
  }

  /** The place after the record at `start`, or -1 where its end has not come yet. */
  function takeRecord(text: string, start: number, last: boolean): number {
    cells.length = 0;
    breaksInside = 0;
    for (let at = start; ; at++) {
      at = text.charCodeAt(at) === quoteCode ? takeQuoted(text, at, last) : takeBare(text, at);
      if (at === -1) return -1;
      if (at >= text.length) return last ? at : -1;
      const code = text.charCodeAt(at);
      if (code === delimiter) continue;
      if (code === lineFeed) return at + 1;
      if (code !== carriageReturn) throw new Unreadable(line, 'text after a closing quote');
      if (at + 1 === text.length && !last) return -1;
      return text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
    }
  }

  function scan(text: string, last: boolean): string {
    delimiter ??= delimiterOf(text, last);
    if (delimiter === undefined) return text;
    let at = 0;
    while (at < text.length) {
      const next = takeRecord(text, at, last);
      if (next === -1) break;
      const empty = cells.length === 1 && cells[0] === '';
      if (!empty) onRecord(cells, line);
      line += 1 + breaksInside;
      at = next;
    }
    return text.slice(at);
  }

  return {
    push(block) {
      rest = scan(rest + block, false);
      if (rest.length > longestRecord) {
        throw new Unreadable(
          line,
          'a row of more than a million characters: is a quote left open?',
        );
      }
    },
    end() {
      scan(rest, true);
    },
  };
}

/** What separates the cells of the first line, once that line is complete. */
function delimiterOf(text: string, last: boolean): number | undefined {
  const header = /^[\r\n]*([^\r\n]+)[\r\n]/.exec(text)?.[1] ?? (last ? text : undefined);
  if (header === undefined) return undefined;
  const counts = delimiters.map((mark) => header.split(mark).length);
  return delimiters[counts.indexOf(Math.max(...counts))]?.charCodeAt(0);
}

const lineBreaksIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;
